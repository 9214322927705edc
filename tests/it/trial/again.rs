//! `logingate why --again`, as a supervisor meets it.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{HOUSE, edit, recorded, tokens, tried, with_index};
use crate::patience::wait_until;
use crate::program::{Printed, bash};
use crate::server::{TestServer, write_files};

const CHANGED: &str = "package projects[\"3\"]\n\nallow if input.userId == 7\n";

fn why(directory: &TempDir, server: &TestServer, arguments: &str) -> Printed {
    let command = format!("logingate why --since 2026-11-23T00:00:00Z {arguments}");
    let command = command.replace("--server", &format!("--url http://{}", server.admin));
    bash(directory.path(), &command.replace("--file", "--index decisions.sqlite --policies policies"), &[])
}

fn login() -> Value {
    json!({ "projectId": 1, "secondaryProjectIds": [3], "userId": 7, "groupId": 4, "customData": { "iban": "x" } })
}

#[test]
fn below_the_story_stands_what_the_policies_of_today_say() {
    let directory = tempfile::tempdir().unwrap();
    let server = with_index(directory.path(), "");
    write_files(&directory.path().join("policies"), HOUSE);
    recorded(&server, &login());
    for from in ["--server", "--file"] {
        let printed = why(&directory, &server, &format!("--user-id 7 --again {from}"));
        let text = &printed.text;
        assert_eq!(printed.code, Some(0), "{text}");
        let (story, now) = text.split_once("  now        ").unwrap();
        assert!(story.starts_with("2026-11-23 08:00:00 UTC  agent 7 was kept out by project 3\n"), "{text}");
        let expected = "would be kept out by project 3\n  policies   the same as then\n\n  project 3: false (deny: `deny` has reasons)\n    because   not yet (projects/3.rego:5)\n";
        assert!(now.starts_with(expected), "{text}");
    }
    let before = tried(&server, &json!({ "login": login() }));
    let revision = &before["projects"][1]["policy"]["revision"];
    edit(&server, "projects/3.rego", CHANGED, "/v1/status", |status| {
        status["bundles"]["projects[\"3\"]"]["active_revision"] != *revision
    });
    write_files(&directory.path().join("policies"), &[("projects/3.rego", CHANGED)]);
    for from in ["--server", "--file"] {
        let printed = why(&directory, &server, &format!("--user-id 7 --again {from}")).text;
        let expected =
            "  now        would be let in\n  policies   other than then for project 3\n\n  project 3: true (allow";
        assert!(printed.contains(expected), "{printed}");
        let json = why(&directory, &server, &format!("--user-id 7 --again {from} --format json")).text;
        let json: Value = serde_json::from_str(&json).unwrap();
        let (again, then) = (&json["again"][0], &json["decisions"][0]);
        assert_eq!(again["recorded"]["decisionId"], then["decision_id"]);
        assert_eq!(
            (&again["answer"], &then["result"]),
            (&json!({"1": true, "3": true}), &json!({"1": true, "3": false}))
        );
    }
}

#[test]
fn what_can_not_be_known_is_said_and_why() {
    let directory = tempfile::tempdir().unwrap();
    let server = with_index(directory.path(), "agents = \"hashed\"\nagents_key = \"hidden-hidden-hidden-hidden\"");
    recorded(&server, &json!({ "projectId": 3, "userId": 7, "groupId": 4 }));
    let printed = why(&directory, &server, "--user-id 7 --again --server").text;
    let expected = "  now        not known\n  policies   the same as then\n  project 3: not known: its policy reads input.userId, which the journal does not keep\n";
    assert!(printed.ends_with(expected), "{printed}");
}

#[test]
fn whoever_may_only_read_is_told_which_role_it_takes() {
    let directory = tempfile::tempdir().unwrap();
    let settings = super::settings(directory.path(), "") + &tokens(&[("reader", "reading")]);
    let server = TestServer::with(&settings, HOUSE);
    let id = server.post("/vcc/project-login", &login().to_string()).header("x-decision-id").unwrap().to_owned();
    let ask = |more: &str| {
        let command = format!("logingate why --decision {id} --url http://{} {more}", server.admin);
        bash(directory.path(), &command, &[("LOGINGATE_TOKEN", "reading")])
    };
    wait_until("it can be looked up", || ask("").code == Some(0));
    let refused = ask("--again");
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.text.contains("refuses with status 403: This takes a token with the role `author`."),
        "{}",
        refused.text
    );
}

#[test]
fn policies_that_are_not_there_are_said_to_be_missing() {
    let directory = tempfile::tempdir().unwrap();
    let server = with_index(directory.path(), "");
    recorded(&server, &login());
    let printed = why(&directory, &server, "--user-id 7 --again --file");
    assert_eq!(printed.code, Some(1));
    assert!(printed.text.contains("policies: does not exist"), "{}", printed.text);
    let usage = why(&directory, &server, "--user-id 7 --policies policies");
    assert_eq!(usage.code, Some(2), "{}", usage.text);
}
