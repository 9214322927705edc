//! Who may read sources and try logins: authors, and operators.

use serde_json::json;

use super::{HOUSE, login, tokens};
use crate::server::{Connection, TestServer, request};

#[test]
fn sources_and_trials_are_for_authors_and_the_list_for_readers() {
    let settings = tokens(&[("reader", "reading"), ("author", "writing"), ("operator", "operating")]);
    let server = TestServer::with(&settings, HOUSE);
    let body = json!({ "login": login(1, 4) }).to_string();
    let status = |method: &str, target: &str, token: &str| {
        let mut connection = Connection::to(server.admin);
        let body = if method == "POST" { body.as_str() } else { "" };
        connection.send(request(method, target, &format!("Authorization: Bearer {token}\r\n"), body));
        connection.receive().status
    };
    for (method, target, expected) in [
        ("GET", "/v1/policies", [401, 200, 200, 200]),
        ("GET", "/v1/policies/projects/1.rego", [401, 403, 200, 200]),
        ("POST", "/v1/decide", [401, 403, 200, 200]),
        ("POST", "/v1/reload", [401, 403, 403, 202]),
        ("DELETE", "/v1/policies/projects/1.rego", [405, 405, 405, 405]),
        ("PUT", "/v1/decide", [405, 405, 405, 405]),
        ("GET", "/v1/decide", [405, 405, 405, 405]),
    ] {
        let got = ["wrong", "reading", "writing", "operating"].map(|token| status(method, target, token));
        assert_eq!(got, expected, "{method} {target}");
    }
    for target in ["/v1/policies", "/v1/policies/projects/1.rego", "/v1/decide"] {
        assert_eq!(server.post(target, &body).status, 404, "platforms can't ask");
    }
}

#[test]
fn who_may_not_try_learns_nothing_of_what_is_wrong_with_the_body() {
    let server = TestServer::with(&tokens(&[("reader", "reading")]), HOUSE);
    let mut connection = Connection::to(server.admin);
    for body in ["{", &"x".repeat(900_000)] {
        assert_eq!(connection.ask("POST", "/v1/decide", body).problem(), "token_required");
    }
}
