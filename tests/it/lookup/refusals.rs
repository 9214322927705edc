//! Questions that can't be answered, and who may not ask.

use serde_json::json;

use super::Scene;
use crate::server::{Connection, POLICIES, TestServer, request};

#[test]
fn a_question_that_can_not_be_read_is_refused_by_name() {
    let scene = Scene::new("");
    for (query, kind, field, got) in [
        ("usrId=7", "unknown_parameter", "usrId", Some("usrId")),
        ("userId=ana", "invalid_field", "userId", Some("ana")),
        ("userId=0", "invalid_field", "userId", Some("0")),
        ("username=", "invalid_field", "username", Some("")),
        ("projectId=1.5", "invalid_field", "projectId", Some("1.5")),
        ("outcome=maybe", "invalid_field", "outcome", Some("maybe")),
        ("since=yesterday", "invalid_field", "since", Some("yesterday")),
        ("until=8:02", "invalid_field", "until", Some("8:02")),
        ("limit=0", "invalid_field", "limit", Some("0")),
        ("limit=1001", "invalid_field", "limit", Some("1001")),
        ("cursor=7", "invalid_field", "cursor", Some("7")),
        ("since=1h&until=2h", "invalid_field", "since", Some("2026-11-23T07:00:00+00:00")),
        ("userId=7&userId=8", "conflicting_values", "userId", None),
    ] {
        let answer = scene.ask(&format!("/v1/decisions?{query}"));
        assert_eq!((answer.status, answer.problem().as_str()), (400, kind), "{query}");
        let document = answer.json();
        assert_eq!((&document["field"], document["got"].as_str()), (&json!(field), got), "{query}");
        assert!(got.is_none() || document["accepted"].is_string(), "{document}");
    }
}

#[test]
fn without_an_index_it_is_said_which_setting_makes_one() {
    let server = TestServer::start();
    for target in ["/v1/decisions?userId=7", "/v1/decisions/01a1ffc6-ab02-743f-bbd3-bf566ee0592f"] {
        let answer = Connection::to(server.admin).ask("GET", target, "");
        assert_eq!((answer.status, answer.problem().as_str()), (404, "no_index"));
        assert!(answer.body.contains("`journal.index.path`"), "{}", answer.body);
    }
}

#[test]
fn decisions_are_for_readers_with_a_token_and_only_to_read() {
    use sha2::{Digest as _, Sha256};
    let digest: String = Sha256::digest("reading").iter().map(|byte| format!("{byte:02x}")).collect();
    let directory = tempfile::tempdir().unwrap();
    let token = format!("[[admin.tokens]]\nname = \"ana\"\nrole = \"reader\"\nsha256 = \"{digest}\"\n");
    let server = TestServer::with(&(super::settings(directory.path(), "") + &token), POLICIES);
    let ask = |method: &str, target: &str, token: &str| {
        let mut connection = Connection::to(server.admin);
        connection.send(request(method, target, &format!("Authorization: Bearer {token}\r\n"), ""));
        connection.receive().status
    };
    for target in ["/v1/decisions", "/v1/decisions/01a1ffc6-ab02-743f-bbd3-bf566ee0592f"] {
        assert_eq!(ask("GET", target, "wrong"), 401);
        assert_ne!(ask("GET", target, "reading"), 401);
        assert_eq!(ask("DELETE", target, "reading"), 405);
        assert_eq!(server.get(target).status, 404, "platforms can't ask");
    }
}
