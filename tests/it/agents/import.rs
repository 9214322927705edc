//! `logingate agents import`: all of a file, or nothing of it.

use logingate::decision::Platform;

use super::Scene;

const FILE: &str = "\
username,userId,groupId,projectId,secondaryProjectIds,customData.language,ozonetel,active,password
ana,7,4,42,43;44,es,AG1001,true,correct horse
ben,8,4,,,,,false,battery staple
eve,9,,,,,,,
";

#[test]
fn a_file_of_agents_is_in_the_directory_at_once() {
    let scene = Scene::new();
    scene.write("agents.csv", FILE);
    assert_eq!(scene.done("agents import agents.csv"), "3 agents imported\n");
    let ana = scene.found(Platform::Ozonetel, "ag1001").unwrap();
    assert_eq!(ana.record.agent.username, "ana");
    assert_eq!(ana.record.agent.projects.len(), 3);
    assert_eq!(ana.record.agent.custom_data["language"], "es");
    assert!(scene.accepts("AG1001", "correct horse") && !scene.accepts("AG1001", "battery staple"));
    assert!(
        scene.accepts("ben", "battery staple")
            && !scene.found(Platform::Ozonetel, "ben").unwrap().record.agent.is_active
    );
    assert!(scene.found(Platform::Acqueon, "eve").unwrap().password.is_none());
    assert!(scene.found(Platform::Ozonetel, "ana").is_none(), "there ana has another name");
}

#[test]
fn standard_input_may_be_ndjson() {
    let scene = Scene::new();
    let line = r#"{"username": "ana", "segments": ["2", "3"], "iserviceEmails": ["ana@example.test"]}"#;
    assert_eq!(scene.done(&format!("agents import - <<< '{line}'")), "1 agent imported\n");
    let shown = scene.done("agents show ANA@example.test --on iservice");
    assert!(shown.contains("  segments        2, 3\n"), "{shown}");
}

#[test]
fn every_bad_row_is_told_and_nobody_is_added() {
    let scene = Scene::new();
    scene.write("agents.csv", "username,userId,password\nana,7,hunter2\nben,x,hunter2\nANA,8,hunter2\n,9,hunter2\n");
    let expected = "error: agents.csv has 3 faults; nothing was imported\n\
        \x20 line 3, userId: got \"x\", expected a positive integer up to 9223372036854775807\n\
        \x20 line 4, username: \"ANA\" is the username of line 2 already\n\
        \x20 line 5, username: is missing, expected 1 to 256 characters, none of them a control character, no space at either end\n";
    assert_eq!(scene.refused("agents import agents.csv", 1), expected);
    assert!(scene.found(Platform::Ozonetel, "ana").is_none());
}

#[test]
fn names_that_somebody_has_are_told_by_their_lines_and_nobody_is_added() {
    let scene = Scene::new();
    scene.import(FILE);
    scene.write("more.csv", "username,acqueon,ozonetel\nnew,,\nBEN,,\ncleo,ANA,\ndora,,ag1001\n");
    for command in ["agents import more.csv", "agents import more.csv --dry-run"] {
        assert_eq!(
            scene.refused(command, 1),
            "error: more.csv has 3 faults; nothing was imported\n\
             \x20 line 3: another agent has the username \"BEN\"\n\
             \x20 line 4: another agent logs in to acqueon as \"ANA\"\n\
             \x20 line 5: another agent logs in to ozonetel as \"ag1001\"\n"
        );
    }
    assert!(scene.found(Platform::Ozonetel, "new").is_none());
    assert_eq!(scene.done("agents list").lines().count(), 4);
}

#[test]
fn a_dry_run_says_what_would_be_and_changes_nothing() {
    let scene = Scene::new();
    scene.write("agents.csv", FILE);
    let text = scene.done("agents import agents.csv --dry-run");
    assert_eq!(text, "3 agents could be imported; nothing was changed\n");
    assert_eq!(scene.done("agents list").lines().count(), 1);
    // Not even the numbers that agents get.
    scene.done("agents import agents.csv");
    assert!(scene.done("agents show --id 1").starts_with("ana "));
}

#[test]
fn a_fault_gives_no_orders_to_a_terminal() {
    let scene = Scene::new();
    scene.write("agents.csv", "username,userId,\u{1b}[31mred\nana,1,2\n");
    let text = scene.refused("agents import agents.csv", 1);
    assert!(!text.contains('\u{1b}') && text.contains("\\u{1b}[31mred: there is no such field"), "{text}");
}

#[test]
fn files_that_are_not_there_and_files_that_hold_nobody() {
    let scene = Scene::new();
    let text = scene.refused("agents import nobody.csv", 1);
    assert!(text.starts_with("error: nobody.csv can't be read: No such file"), "{text}");
    scene.write("empty.csv", "");
    assert_eq!(scene.done("agents import empty.csv"), "0 agents imported\n");
}

#[test]
fn the_help_names_every_column() {
    let scene = Scene::new();
    let help = scene.done("agents import --help");
    for field in logingate::roster::Field::ALL {
        assert!(help.contains(field.name()), "{field:?}");
    }
}

#[test]
fn a_directory_that_can_not_be_used_is_told_with_what_to_do() {
    let scene = Scene::new();
    scene.write("logingate.db", "this is no database at all, but a text that somebody put there by mistake");
    let text = scene.refused("agents list", 1);
    assert!(
        text.starts_with("error: the directory of agents: the file ") && text.contains(" cannot be opened: "),
        "{text}"
    );
    scene.write("logingate.toml", "[directory]\nurl = \"mysql://somewhere\"\n");
    let text = scene.refused("agents list", 2);
    assert!(text.contains("directory.url (logingate.toml): "), "{text}");
}
