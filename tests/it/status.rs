//! What `/v1/status` tells of the policies.

use std::time::Duration;

use serde_json::{Value, json};

use crate::patience::wait_until;
use crate::server::{Connection, POLICIES, TestServer};

const SECOND_POLICY: &str = "package projects[\"3\"]\n\nallow if input.customData.team == \"red\"\n";

fn status(server: &TestServer) -> Value {
    let answer = Connection::to(server.admin).ask("GET", "/v1/status", "");
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// Writes a file and waits until the status of a policy satisfies `condition`.
fn edit(server: &TestServer, file: &str, text: &str, policy: &str, condition: impl Fn(&Value) -> bool) -> Value {
    std::fs::write(server.policies.path().join(file), text).unwrap();
    let mut now = Value::Null;
    wait_until("the status says so", || {
        now = status(server);
        condition(&now["bundles"][policy])
    });
    now
}

#[test]
fn each_policy_tells_its_revision_since_when_it_decides_and_what_it_depends_on() {
    let status = status(&TestServer::with("", POLICIES));
    let policy = &status["bundles"]["projects.default"];
    assert_eq!(policy["active_revision"].as_str().map(str::len), Some(12));
    assert_eq!(policy["last_successful_activation"], "2026-11-23T08:00:00.000Z");
    assert_eq!((&policy["file"], &policy["decided_by"]), (&json!("default.rego"), &json!("current")));
    assert_eq!((&policy["reads"], &policy["cached"]), (&json!(["input.groupId"]), &json!(true)));
    assert_eq!((&status["faults"], &policy["errors"], &policy["code"]), (&json!(0), &Value::Null, &Value::Null));
    assert_eq!(status["bundles"].as_object().unwrap().len(), 2);
}

#[test]
fn an_edit_is_a_new_activation_of_its_own_policy_only() {
    let server = TestServer::with("", POLICIES);
    let before = status(&server);
    server.clock.advance(Duration::from_mins(1));
    let policy = "projects[\"3\"]";
    let is_new = |now: &Value| now["active_revision"] != before["bundles"][policy]["active_revision"];
    let after = edit(&server, "projects/3.rego", SECOND_POLICY, policy, is_new);
    assert_eq!(after["bundles"][policy]["last_successful_activation"], "2026-11-23T08:01:00.000Z");
    assert_eq!(after["bundles"][policy]["reads"], json!(["input.customData.team"]));
    assert_eq!(after["bundles"]["projects.default"], before["bundles"]["projects.default"]);
}

#[test]
fn a_rejected_candidate_is_told_with_its_faults_while_the_last_good_version_decides() {
    let server = TestServer::with("", POLICIES);
    let policy = "projects[\"3\"]";
    let revision = status(&server)["bundles"][policy]["active_revision"].clone();
    let broken = "package projects[\"3\"]\n\nallow if {\n";
    let after = edit(&server, "projects/3.rego", broken, policy, |now| now["code"] == "policy_broken");
    let told = &after["bundles"][policy];
    assert_eq!((&told["decided_by"], &told["active_revision"]), (&json!("last_good"), &revision));
    assert_eq!((&told["errors"][0]["kind"], &told["errors"][0]["line"]), (&json!("syntax"), &json!(3)));
    assert_eq!(after["faults"], 1);
}

#[test]
fn a_policy_that_never_was_good_is_decided_by_nobody() {
    let files = [POLICIES, &[("projects/4.rego", "package projects[\"4\"]\n\nallow if {\n")]].concat();
    let status = status(&TestServer::with("", &files));
    let policy = &status["bundles"]["projects[\"4\"]"];
    assert_eq!((&policy["decided_by"], &policy["active_revision"]), (&json!("nobody"), &Value::Null));
    assert_eq!(policy["errors"].as_array().unwrap().len(), 1);
}

#[test]
fn it_is_for_readers_only_and_by_get() {
    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let token = format!("[[admin.tokens]]\nname = \"a\"\nrole = \"reader\"\nsha256 = \"{digest}\"\n");
    let server = TestServer::with(&token, POLICIES);
    let mut connection = Connection::to(server.admin);
    assert_eq!(connection.ask("GET", "/v1/status", "").problem(), "token_required");
    assert_eq!(connection.ask("POST", "/v1/status", "").status, 405);
    connection.send(crate::server::request("GET", "/v1/status", "Authorization: bearer test\r\n", ""));
    assert_eq!(connection.receive().status, 200);
}
