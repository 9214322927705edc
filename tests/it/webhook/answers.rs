//! The answer, to the letter.

use std::collections::HashSet;
use std::time::Duration;

use crate::patience::wait_until;
use crate::server::{POLICIES, SAMPLE, SAMPLE_ANSWER, TestServer, request, write_files};

const HOOK: &str = "/vcc/project-login";

#[test]
fn an_answer_has_these_headers_and_no_others() {
    let server = TestServer::start();
    let answer = server.post(HOOK, SAMPLE);
    assert_eq!((answer.status, &*answer.body), (200, SAMPLE_ANSWER));
    let names = ["cache-control", "content-length", "content-type", "date", "referrer-policy", "x-decision-id"];
    assert_eq!(answer.header_names(), names);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("content-length"), Some(&*SAMPLE_ANSWER.len().to_string()));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
}

#[test]
fn every_decision_has_an_id_of_its_own() {
    let server = TestServer::start();
    let mut connection = server.connect();
    let mut ids = HashSet::new();
    for _ in 0..100 {
        let answer = connection.ask("POST", HOOK, SAMPLE);
        let id = answer.header("x-decision-id").unwrap();
        let parsed = uuid::Uuid::parse_str(id).unwrap();
        assert_eq!((parsed.get_version_num(), &*parsed.hyphenated().to_string()), (7, id));
        assert!(ids.insert(id.to_owned()));
    }
}

#[test]
fn each_project_is_answered_once_the_primary_first_then_in_the_order_asked() {
    let server = TestServer::start();
    let body = r#"{"projectId":9,"userId":2,"groupId":2,"secondaryProjectIds":[7,3,9,7,10,9223372036854775807,1]}"#;
    let expected = r#"{"9":true,"7":true,"3":false,"10":true,"9223372036854775807":true,"1":true}"#;
    assert_eq!(server.post(HOOK, body).body, expected);
}

#[test]
fn what_cannot_be_decided_is_answered_false() {
    let broken = [("projects/1.rego", "package projects[\"1\"]\n\nallow if {\n"), ("data.yaml", "{}")];
    let server = TestServer::with("", &broken);
    let answer = server.post(HOOK, SAMPLE);
    assert_eq!((answer.status, &*answer.body), (200, r#"{"1":false,"2":false,"3":false,"4":false,"5":false}"#));
}

#[test]
fn before_the_policies_are_loaded_everything_is_denied() {
    let server = TestServer::launch("", POLICIES);
    let mut connection = server.connect();
    wait_until("they are loaded", || {
        let body = connection.ask("POST", HOOK, SAMPLE).body;
        let is_denied = body == r#"{"1":false,"2":false,"3":false,"4":false,"5":false}"#;
        assert!(is_denied || body == SAMPLE_ANSWER, "{body}");
        !is_denied
    });
}

#[test]
fn a_plain_request_id_is_sent_back_whatever_the_answer() {
    let server = TestServer::start();
    let mut connection = server.connect();
    for (path, body) in [(HOOK, SAMPLE), (HOOK, "{"), ("/nowhere", ""), ("/health/live", "")] {
        for id in ["abc-123", "~", &"x".repeat(128)] {
            connection.send(request("POST", path, &format!("X-Request-Id: {id}\r\n"), body));
            assert_eq!(connection.receive().header("x-request-id"), Some(id), "{path}");
        }
    }
}

#[test]
fn an_odd_request_id_is_not_sent_back() {
    let server = TestServer::start();
    let mut connection = server.connect();
    for id in ["", "a b", "a\tb", "jános", &"x".repeat(129)] {
        connection.send(request("POST", HOOK, &format!("X-Request-Id: {id}\r\n"), SAMPLE));
        let answer = connection.receive();
        assert_eq!((answer.status, answer.header("x-request-id")), (200, None), "{id}");
    }
}

#[test]
fn policies_see_the_time_of_the_servers_clock() {
    let morning = "package projects.default\n\nallow if time.clock(time.now_ns())[0] == 8\n";
    let server = TestServer::with("", &[("default.rego", morning)]);
    let body = r#"{"projectId":1,"userId":2}"#;
    assert_eq!(server.post(HOOK, body).body, r#"{"1":true}"#);
    server.clock.advance(Duration::from_hours(1));
    assert_eq!(server.post(HOOK, body).body, r#"{"1":false}"#);
}

#[test]
fn an_edited_policy_decides_soon_and_no_answer_is_anything_but_the_old_or_the_new() {
    let server = TestServer::start();
    let mut connection = server.connect();
    assert_eq!(connection.ask("POST", HOOK, SAMPLE).body, SAMPLE_ANSWER);
    write_files(server.policies.path(), &[("projects/3.rego", "package projects[\"3\"]\n\nallow := true\n")]);
    let edited = SAMPLE_ANSWER.replace("false", "true");
    wait_until("the edited policy decides", || {
        let answer = connection.ask("POST", HOOK, SAMPLE);
        let is_new = answer.body == edited;
        assert!(answer.status == 200 && (is_new || answer.body == SAMPLE_ANSWER), "{answer:?}");
        is_new
    });
}
