//! What a trial answers, and that nobody takes note of it.

use serde_json::{Value, json};

use super::{HOUSE, PATIENT, ask, house, login, outcome, recorded, tried, with_index};
use crate::server::{Process, TestServer, write_files};

#[test]
fn a_trial_answers_as_the_webhook_does_and_says_by_what() {
    let server = house();
    let body = json!({"projectId": 1, "secondaryProjectIds": [2, 3, 50, 60], "userId": 8, "groupId": 4});
    let told = tried(&server, &json!({ "login": body }));
    let answer: Value = server.post("/vcc/project-login", &body.to_string()).json();
    assert_eq!(told["answer"], answer);
    assert_eq!((&told["outcome"], &told["now"]), (&json!("blocked"), &json!("2026-11-23T08:00:00Z")));
    let outcomes: Vec<_> = told["projects"].as_array().unwrap().iter().map(|it| &it["outcome"]).collect();
    assert_eq!(outcomes, ["allow", "allow", "undefined", "allow", "allow"]);
    let policy = &told["projects"][3]["policy"];
    assert_eq!((&policy["package"], &policy["file"]), (&json!("policies.campaign"), &json!("assigned/campaign.rego")));
    assert_eq!(policy["revision"].as_str().unwrap().len(), 12);
    assert_eq!((&told["projects"][0]["cached"], &told["explanation"]), (&json!(false), &Value::Null));
    assert!(told["projects"][0]["microseconds"].as_u64().unwrap() > 0, "{told}");
}

#[test]
fn an_explanation_is_the_document_that_the_command_prints() {
    let server = house();
    let told = tried(&server, &json!({ "login": login(1, 5), "explain": true, "at": "2026-12-24T08:00:00+01:00" }));
    let directory = tempfile::tempdir().unwrap();
    write_files(&directory.path().join("policies"), HOUSE);
    let arguments = ["decide", "--project", "1", "--user-id", "7", "--group-id", "5", "--explain", "--format", "json"];
    let arguments = [&arguments[..], &["--at", "2026-12-24T08:00:00+01:00"]].concat();
    let printed = Process::command(directory.path(), &arguments).output().unwrap();
    let printed: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(told["explanation"], printed);
    let failure = &printed["projects"][0]["policy"]["allow"]["attempts"][0]["failure"];
    assert_eq!(failure["beneath"][0]["attempts"][0]["failure"]["expression"], "input.groupId in data.groups[name]");
}

#[test]
fn the_time_the_hook_and_the_address_can_be_chosen() {
    let hooks = "[[vcc.hooks]]\nname = \"default\"\npath = \"/a\"\n[[vcc.hooks]]\nname = \"b\"\npath = \"/b\"\n";
    let own = ("projects/4.rego", "package projects[\"4\"]\n\nallow if input.source.ip == \"2001:db8::1\"\n");
    let server = TestServer::with(&(PATIENT.to_owned() + hooks), &[HOUSE, &[own]].concat());
    let at = |time: &str| outcome(&server, &json!({ "login": login(2, 4), "hook": "b", "at": time }));
    assert_eq!((at("2026-11-23T08:59:59Z"), at("2026-11-23T09:00Z")), (json!("allow"), json!("undefined")));
    let through = |hook: &str| outcome(&server, &json!({ "login": login(50, 4), "hook": hook }));
    assert_eq!((through("default"), through("b")), (json!("allow"), json!("undefined")));
    let from = |ip: &str| outcome(&server, &json!({ "login": login(4, 4), "hook": "b", "ip": ip }));
    assert_eq!((from("2001:db8::1"), from("2001:db8::2")), (json!("allow"), json!("undefined")));
    let nowhere = ask(&server, "POST", "/v1/decide", &json!({ "login": login(1, 4) }).to_string());
    assert_eq!((nowhere.problem().as_str(), nowhere.json()["field"].clone()), ("missing_field", json!("hook")));
}

#[test]
fn nobody_takes_note_of_a_trial() {
    let directory = tempfile::tempdir().unwrap();
    let server = with_index(directory.path(), "");
    for _ in 0..3 {
        tried(&server, &json!({ "login": login(1, 4), "explain": true }));
    }
    // What is written in order stands before this one.
    let id = recorded(&server, &login(1, 5));
    let found = ask(&server, "GET", "/v1/decisions?since=1h", "").json();
    let ids: Vec<_> = found["decisions"].as_array().unwrap().iter().map(|event| &event["decision_id"]).collect();
    assert_eq!(ids, [&json!(id)]);
    let metrics = ask(&server, "GET", "/metrics", "").body;
    for line in [
        r#"logingate_decisions_total{platform="vcc",hook="default",outcome="allow",cached="false"} 0"#,
        r#"logingate_decisions_total{platform="vcc",hook="default",outcome="deny",cached="false"} 1"#,
        "logingate_cache_misses_total 1",
        "logingate_cache_hits_total 0",
        r#"http_request_duration_seconds_count{code="200",handler="v1/decide",method="post"} 3"#,
    ] {
        assert!(metrics.lines().any(|it| it == line), "{line}\n{metrics}");
    }
}

#[test]
fn what_can_not_be_tried_is_refused_by_name() {
    let server = house();
    let id = "01a1ffc6-ab02-743f-bbd3-bf566ee0592f";
    for (body, kind, field) in [
        (json!({}), "missing_field", Some("login")),
        (json!({ "login": null }), "missing_field", Some("login")),
        (json!({ "login": 7 }), "invalid_field", Some("login")),
        (json!({ "login": { "projectId": 1 } }), "missing_field", Some("userId")),
        (json!({ "login": { "projectId": "x", "userId": 7 } }), "invalid_field", Some("projectId")),
        (json!({ "login": login(1, 4), "decisionId": id }), "invalid_field", Some("decisionId")),
        (json!({ "decisionId": "7" }), "invalid_field", Some("decisionId")),
        (json!({ "decisionId": id, "hook": "default" }), "invalid_field", Some("hook")),
        (json!({ "decisionId": id }), "no_index", None),
        (json!({ "login": login(1, 4), "hook": "other" }), "invalid_field", Some("hook")),
        (json!({ "login": login(1, 4), "ip": "localhost" }), "invalid_field", Some("ip")),
        (json!({ "login": login(1, 4), "at": "now" }), "invalid_field", Some("at")),
        (json!({ "login": login(1, 4), "modules": { "../1.rego": "" } }), "invalid_field", Some("modules")),
        (json!({ "login": login(1, 4), "modules": { "a_test.rego": "" } }), "invalid_field", Some("modules")),
        (json!({ "login": login(1, 4), "dataFiles": { "a.yaml": "" } }), "invalid_field", Some("dataFiles")),
        (json!({ "login": login(1, 4), "remove": ["nothing.rego"] }), "invalid_field", Some("remove")),
        (json!({ "login": login(1, 4), "modules": { "a.rego": 7 } }), "invalid_body", None),
        (json!({ "login": login(1, 4), "explian": true }), "invalid_body", None),
        (json!([]), "invalid_body", None),
    ] {
        let answer = ask(&server, "POST", "/v1/decide", &body.to_string());
        assert_eq!(answer.problem(), kind, "{body}");
        assert_eq!(answer.json()["field"].as_str(), field, "{body}");
    }
    let twice = r#"{"login": {"projectId": 1, "userId": 7}, "modules": {"a.rego": "", "a.rego": " "}}"#;
    assert!(ask(&server, "POST", "/v1/decide", twice).body.contains("`a.rego` is given twice"));
    for broken in ["", "{", "{\"login\":", "\u{0}"] {
        assert_eq!(ask(&server, "POST", "/v1/decide", broken).problem(), "body_not_understood", "{broken}");
    }
}
