//! One agent: added, shown, given a password, put out and let in again.

use logingate::decision::Platform;
use serde_json::{Value, json};

use super::Scene;

#[test]
fn an_agent_is_added_by_flags_and_shown_with_all_of_them() {
    let scene = Scene::new();
    let text = scene.done(
        "agents add ana --full-name 'Ana Example' --email ana@example.test --language en --extension 5101 \
         --phone +915550100001 --inactivity-minutes 30 --user-type agent --segment 2 --segment 3 --access-right View \
         --user-id 7 --group-id 4 --project 42 --project 43 --custom language=es --custom note==x \
         --ucontact ana.u --ozonetel AG1001 --acqueon ana.c --iservice ana.i --iservice-email ana@example.test \
         --iservice-open-id google:113 --inactive --password-stdin <<< 'correct horse'",
    );
    assert_eq!(text, "ana is agent 1\n");
    let shown: Value = serde_json::from_str(&scene.done("agents show ana --format json")).unwrap();
    let expected = json!({
        "id": 1, "username": "ana", "fullName": "Ana Example", "email": "ana@example.test", "language": "en",
        "extension": "5101", "phone": "+915550100001", "inactivityMinutes": 30, "userType": "agent",
        "segments": ["2", "3"], "accessRights": ["View"], "userId": 7, "groupId": 4, "projectId": 42,
        "secondaryProjectIds": [43], "customData": {"language": "es", "note": "=x"}, "ucontact": "ana.u",
        "ozonetel": "AG1001", "acqueon": "ana.c", "iservice": "ana.i", "iserviceEmails": ["ana@example.test"],
        "iserviceOpenIds": ["google:113"], "active": false, "hasPassword": true, "signedIn": [], "sessions": [],
    });
    assert_eq!(shown, expected);
    assert!(scene.accepts("AG1001", "correct horse"));
}

#[test]
fn flags_that_hold_no_such_thing_are_refused_and_nobody_is_added() {
    let scene = Scene::new();
    for (flags, fault) in [
        ("--user-id x", "userId: got \"x\", expected a positive integer"),
        ("--user-id -1", "userId: got \"-1\", expected a positive integer"),
        ("--iservice-email nowhere", "iserviceEmails: got a list, expected e-mail addresses"),
        ("--custom-json '[1]'", "customData: got \"[1]\", expected a JSON object"),
        ("--project 42 --project x", "secondaryProjectIds: got a list, expected up to 255"),
        ("--custom x", "write it as NAME=VALUE"),
        ("--password secret", "unexpected argument '--password'"),
    ] {
        let text = scene.refused(&format!("agents add ana --no-password {flags}"), 2);
        assert!(text.contains(fault), "{flags}: {text}");
    }
    let text = scene.refused("agents add ' ' --no-password", 2);
    assert!(text.starts_with("error: username: got \" \", expected"), "{text}");
    assert!(scene.found(Platform::Ozonetel, "ana").is_none());
}

#[test]
fn a_name_is_given_once_whatever_its_case() {
    let scene = Scene::new();
    scene.done("agents add ana --no-password");
    let text = scene.refused("agents add ANA --no-password", 1);
    assert_eq!(text, "error: ANA was not added: another agent has the username \"ANA\"\n");
    let text = scene.refused("agents add ben --acqueon Ana --no-password", 1);
    assert_eq!(text, "error: ben was not added: another agent logs in to acqueon as \"Ana\"\n");
}

#[test]
fn passwords_come_from_a_pipe_or_are_made_and_told_once() {
    let scene = Scene::new();
    let made = |text: &str| text.lines().find_map(|line| line.strip_prefix("password: ")).unwrap().to_owned();
    let first = made(&scene.done("agents add ana --generate-password"));
    assert!(first.len() == 24 && scene.accepts("ana", &first));
    let text = scene.done("agents set-password ana --generate-password");
    let second = made(&text);
    assert_ne!(first, second);
    assert!(scene.accepts("ana", &second) && !scene.accepts("ana", &first));
    scene.done("agents set-password ana --password-stdin <<< $'a pass word\\r'");
    assert!(scene.accepts("ana", "a pass word"));
    let text = scene.refused("agents set-password ana --password-stdin <<< ''", 2);
    assert_eq!(text, "error: expected a password of 1 to 1024 bytes\n");
    let text = scene.refused("agents set-password ana", 2);
    assert_eq!(
        text,
        "error: there is no terminal to ask for the password: use --password-stdin or --generate-password\n"
    );
    assert!(scene.accepts("ana", "a pass word"), "what was refused changed nothing");
}

#[test]
fn an_agent_is_named_by_its_username_its_number_or_a_login_name() {
    let scene = Scene::new();
    scene.import("username,ozonetel,iserviceEmails\nana,AG1001,ana@example.test\n17,,\n");
    for who in ["ana", "ANA", "--id 1", "ag1001 --on ozonetel", "Ana@Example.test --on iservice", "ana --on acqueon"] {
        let text = scene.done(&format!("agents show {who}"));
        assert!(text.starts_with("ana (agent 1)\n"), "{who}: {text}");
    }
    assert!(scene.done("agents show 17").starts_with("17 (agent 2)\n"));
    for (who, fault) in [
        ("AG1001", "no agent has the username \"AG1001\""),
        ("--id 3", "no agent has the number 3"),
        ("ana --on ozonetel", "no agent logs in to ozonetel as \"ana\""),
    ] {
        let text = scene.refused(&format!("agents show {who}"), 1);
        assert!(text.starts_with(&format!("error: {fault}")), "{who}: {text}");
    }
    scene.refused("agents show", 2);
    scene.refused("agents show --id 0", 2);
    scene.refused("agents show ana --id 1", 2);
}

#[test]
fn whoever_is_deactivated_is_refused_until_activated() {
    let scene = Scene::new();
    scene.import("username,password\nana,one\n");
    let is_active = || scene.found(Platform::Ozonetel, "ana").unwrap().record.agent.is_active;
    let text = scene.done("agents deactivate ana");
    assert_eq!(text, "ana is deactivated: signed out everywhere, all sessions ended, every login refused\n");
    assert!(!is_active());
    assert!(scene.done("agents show ana").contains("  active          no: every login is refused\n"));
    scene.done("agents activate ana");
    assert!(is_active() && scene.accepts("ana", "one"));
    scene.refused("agents deactivate nobody", 1);
}

#[test]
fn whoever_failed_too_often_is_unlocked() {
    use logingate::directory::LockRule;

    let scene = Scene::new();
    scene.import("username,password\nana,one\n");
    let directory = scene.directory();
    let id = scene.found(Platform::Ozonetel, "ana").unwrap().record.id;
    let rule = LockRule { failures: 1.try_into().unwrap(), lasts: std::time::Duration::from_hours(24) };
    let now = i64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos()).unwrap();
    directory.wait(directory.failed(id, now, rule)).unwrap().unwrap();
    let shown = scene.done("agents show ana");
    assert!(shown.contains("  locked          until 20") && shown.contains(", after too many failures\n"), "{shown}");
    scene.done("agents unlock ana");
    assert!(!scene.done("agents show ana").contains("locked"));
    assert!(scene.found(Platform::Ozonetel, "ana").unwrap().locked_until.is_none());
}

#[test]
fn whoever_is_removed_is_gone_and_the_number_with_them() {
    let scene = Scene::new();
    scene.import("username\nana\nben\n");
    let text = scene.refused("agents remove ben", 2);
    assert!(text.contains("use --yes"), "{text}");
    assert_eq!(scene.done("agents remove ben --yes"), "ben is removed\n");
    assert!(scene.found(Platform::Ozonetel, "ben").is_none());
    scene.done("agents add ben --no-password");
    assert!(scene.done("agents show ben").starts_with("ben (agent 3)\n"));
}

#[test]
fn what_agents_are_called_gives_no_orders_to_a_terminal() {
    let scene = Scene::new();
    scene.import("{\"username\":\"ana\",\"customData\":{\"x\\u001b[2J\":\"\\u001b[31m\"},\"fullName\":\"a\u{202e}b\"}");
    for command in ["agents show ana", "agents list"] {
        let text = scene.done(command);
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
    }
}
