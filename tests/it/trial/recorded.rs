//! A login that was recorded, decided again.

use logingate::decision::Reads;
use logingate::trial::Recorded;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ask, edit, outcome, recorded, tried, with_index};

fn body() -> Value {
    json!({
        "projectId": 1, "secondaryProjectIds": [2, 3], "userId": 7, "username": "ana", "groupId": 4,
        "customData": { "iban": "ES91" },
    })
}

#[test]
fn a_recorded_login_is_decided_again_at_its_own_time_or_another() {
    let directory = tempfile::tempdir().unwrap();
    let server = with_index(directory.path(), "");
    let id = recorded(&server, &body());
    server.clock.advance(std::time::Duration::from_hours(5));
    let told = tried(&server, &json!({ "decisionId": id }));
    assert_eq!(told["answer"], json!({ "1": true, "2": true, "3": false }));
    assert_eq!((&told["now"], &told["recorded"]["decisionId"]), (&json!("2026-11-23T08:00:00Z"), &json!(id)));
    assert_eq!(told["recorded"]["missing"], json!([]));
    for (at, outcome) in [(0, "allow"), (1, "allow"), (2, "deny")] {
        let then = &told["recorded"]["projects"][at];
        assert_eq!((&then["outcome"], &then["samePolicy"]), (&json!(outcome), &json!(true)));
        assert_eq!(then["revision"], told["projects"][at]["policy"]["revision"]);
    }
    let later = tried(&server, &json!({ "decisionId": id, "at": "2026-11-23T13:00:00Z" }));
    assert_eq!(later["answer"], json!({ "1": true, "2": false, "3": false }));
}

#[test]
fn policies_that_have_changed_since_are_told_apart() {
    let directory = tempfile::tempdir().unwrap();
    let server = with_index(directory.path(), "");
    let id = recorded(&server, &body());
    let before = tried(&server, &json!({ "decisionId": id }));
    let revision = before["projects"][2]["policy"]["revision"].clone();
    let is_new = |status: &Value| status["bundles"]["projects[\"3\"]"]["active_revision"] != revision;
    edit(
        &server,
        "projects/3.rego",
        "package projects[\"3\"]\n\nallow if input.username == \"ana\"\n",
        "/v1/status",
        is_new,
    );
    let after = tried(&server, &json!({ "decisionId": id }));
    assert_eq!((&after["outcome"], &after["projects"][2]["outcome"]), (&json!("granted"), &json!("allow")));
    let then = &after["recorded"]["projects"];
    assert_eq!((&then[2]["samePolicy"], &then[2]["revision"]), (&json!(false), &revision));
    assert_eq!(then[0]["samePolicy"], json!(true));
    // A candidate is tried on it, too.
    let module = json!({ "projects/3.rego": "package projects[\"3\"]\n\nallow := false\n" });
    assert_eq!(tried(&server, &json!({ "decisionId": id, "modules": module }))["answer"]["3"], false);
}

#[test]
fn what_the_journal_does_not_keep_is_missing_and_no_wrong_story_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let privacy =
        "mask = [\"/input/customData/iban\"]\nagents = \"hashed\"\nagents_key = \"hidden-hidden-hidden-hidden\"";
    let server = with_index(directory.path(), privacy);
    let id = recorded(&server, &body());
    let told = tried(&server, &json!({ "decisionId": id, "explain": true }));
    assert_eq!(told["recorded"]["missing"], json!(["input.customData.iban", "input.userId", "input.username"]));
    // These two read none of it.
    assert_eq!(told["answer"], json!({ "1": true, "2": true, "3": null }));
    assert_eq!(told["outcome"], Value::Null);
    let third = &told["projects"][2];
    assert_eq!((&third["outcome"], &third["reasons"]), (&Value::Null, &json!([])));
    assert_eq!(third["missing"], json!(["input.customData.iban", "input.userId"]));
    let explained = told["explanation"]["projects"].as_array().unwrap();
    assert_eq!(explained.iter().map(|it| &it["projectId"]).collect::<Vec<_>>(), [&json!(1), &json!(2)]);
    // One refusal is enough to know.
    let module = json!({ "projects/1.rego": "package projects[\"1\"]\n\nallow := false\n" });
    assert_eq!(tried(&server, &json!({ "decisionId": id, "modules": module }))["outcome"], "blocked");
    // A policy that reads everything can't do without.
    let whole = json!({ "projects/1.rego": "package projects[\"1\"]\n\nallow if count(input) > 3\n" });
    assert_eq!(outcome(&server, &json!({ "decisionId": id, "modules": whole })), Value::Null);
}

#[test]
fn a_decision_that_is_not_kept_can_not_be_tried() {
    let directory = tempfile::tempdir().unwrap();
    let server = with_index(directory.path(), "");
    let unknown = json!({ "decisionId": "01a1ffc6-ab02-743f-bbd3-bf566ee0592f" });
    assert_eq!(ask(&server, "POST", "/v1/decide", &unknown.to_string()).problem(), "no_such_decision");
}

/// Names that stand in pointers, and what an event may have under them.
fn name() -> impl Strategy<Value = String> {
    prop_oneof!["userId|username|groupId|customData|source|ip|iban|projectIds|hook", "[a/~0-9é]{0,3}"]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a:é]{0,3}".prop_map(Value::from),
        Just(json!({ "iban": [1] })),
        Just(json!({ "ip": "::1" })),
    ]
}

proptest! {
    #[test]
    fn any_event_is_a_login_or_none_and_what_it_lacks_is_missing(
        erased in vec(vec(name(), 0..4), 0..4),
        input in btree_map(name(), scalar(), 0..6),
        projects in vec(any::<u64>(), 0..4),
        time in scalar(),
    ) {
        let pointers: Vec<_> = erased.iter().map(|names| names.iter().fold("/input".to_owned(), |pointer, name| {
            format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
        })).collect();
        let projects: Vec<_> = projects.iter().map(|id| json!({ "project_id": id, "outcome": "deny" })).collect();
        let event = json!({
            "decision_id": "01a1ffc6-ab02-743f-bbd3-bf566ee0592f", "timestamp": "2026-11-23T08:00:00Z", "input": input,
            "erased": pointers, "nd_builtin_cache": { "time.now_ns": { "[]": time } },
            "custom": { "hook": "default", "projects": projects },
        });
        if let Ok(recorded) = Recorded::read(&event.to_string()) {
            let missing = recorded.missing_for(&Reads::of_everything());
            for names in &erased {
                let first = names.first().map(String::as_str);
                let is_part = first.is_none_or(|first| {
                    ["userId", "username", "groupId", "customData", "source"].contains(&first)
                });
                prop_assert!(!is_part || !missing.is_empty(), "{event}");
                if first == Some("userId") && names.len() == 1 {
                    prop_assert_eq!(recorded.login.agent.user_id(), None);
                }
            }
            prop_assert!(!projects.is_empty());
        }
    }
}
