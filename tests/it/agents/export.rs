//! What is exported can be imported again, and holds no secret that nobody asked for.

use super::Scene;

const FILE: &str = "\
username,fullName,userId,projectId,secondaryProjectIds,customData.note,customData,segments,iserviceEmails,password
ana,\"Ana \"\"the\"\" first, of two\",7,42,43;44,=1+1,\"{\"\"skills\"\":[1,2.5,null]}\",2;3,ana@example.test,one
\u{e1}kos,,,,,\"two
lines\",,,,two
ben,,,,,,,,,
";

#[test]
fn an_export_is_imported_as_it_is_and_comes_out_the_same() {
    for format in ["csv", "ndjson"] {
        let (here, there) = (Scene::new(), Scene::new());
        here.import(FILE);
        let exported = here.done(&format!("agents export --format {format} --with-password-hashes"));
        there.import(&exported);
        assert_eq!(there.done(&format!("agents export --format {format} --with-password-hashes")), exported);
        assert!(there.accepts("ana", "one") && there.accepts("\u{c1}kos", "two"), "{format}");
        assert_eq!(exported.matches("$argon2id$").count(), 2, "ben has no password");
    }
}

#[test]
fn hashes_are_exported_only_where_they_are_asked_for() {
    let scene = Scene::new();
    scene.import(FILE);
    for command in ["agents export", "agents export --format ndjson", "agents list --format csv", "agents show ana"] {
        let text = scene.done(command);
        assert!(
            text.contains("ana") && !text.contains("argon2") && !text.contains("passwordHash"),
            "{command}: {text}"
        );
    }
}

#[test]
fn many_pages_are_exported_whole_and_in_order() {
    let scene = Scene::new();
    let names: Vec<String> = (0..2_500).map(|at| format!("a{at}")).collect();
    scene.import(format!("username\n{}\n", names.join("\n")));
    let exported = scene.done("agents export --format ndjson");
    let exported = exported.lines().map(|line| {
        let agent: serde_json::Value = serde_json::from_str(line).unwrap();
        agent["username"].as_str().unwrap().to_owned()
    });
    assert_eq!(exported.collect::<Vec<_>>(), names);
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let scene = Scene::new();
    let names: Vec<String> = (0..5_000).map(|at| format!("agent-with-a-long-name-{at}")).collect();
    scene.import(format!("username\n{}\n", names.join("\n")));
    let text = scene.done("agents export | head -1; exit ${PIPESTATUS[0]}");
    assert!(text.starts_with("username,userId,") && text.lines().count() == 1, "{text}");
}
