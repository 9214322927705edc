//! Requests that get no decision, and those that nobody wants to see.

use super::receiver::Receiver;
use super::span::expected;
use crate::server::{Process, SAMPLE, TestServer, request};

const HOOKS: &str = "
[[vcc.hooks]]
name = \"acme\"
path = \"/vcc/{secret}\"
secrets = [\"0123456789abcdef\"]
[[vcc.hooks]]
name = \"open\"
path = \"/open\"
";

#[test]
fn a_refusal_says_which_problem_it_is_and_who_called() {
    let receiver = Receiver::start();
    let server = TestServer::with(&format!("{}{HOOKS}", receiver.settings()), &[]);
    assert_eq!(server.post("/vcc/wrong-secret", SAMPLE).status, 401);
    let spans = receiver.wait_for_spans(1);
    assert_eq!((&*spans[0].name, &spans[0].error), ("POST /vcc/{secret}", &None));
    let refused = expected(&[
        ("http.request.method", "POST"),
        ("http.route", "/vcc/{secret}"),
        ("url.path", "/vcc/{secret}"),
        ("url.scheme", "http"),
        ("network.protocol.version", "1.1"),
        ("http.response.status_code", "401"),
        ("logingate.hook", "acme"),
        ("logingate.problem", "unauthorized"),
        ("client.address", "127.0.0.1"),
    ]);
    assert_eq!(spans[0].attributes, refused);
}

#[test]
fn what_nobody_serves_has_neither_route_nor_path_and_no_method_of_the_callers_own() {
    let receiver = Receiver::start();
    let server = TestServer::with(&receiver.settings(), &[]);
    assert_eq!(server.raw(request("HIDDEN", "/hidden?hidden", "", "")).status, 404);
    let spans = receiver.wait_for_spans(1);
    assert_eq!((&*spans[0].name, spans[0].get("http.request.method")), ("HTTP", Some("_OTHER")));
    assert_eq!(spans[0].get("logingate.problem"), Some("not_found"));
    assert!(spans[0].get("http.route").is_none() && spans[0].get("url.path").is_none());
    assert!(!format!("{:?}", receiver.batches()[0].bytes).contains("hidden"));
}

#[test]
fn a_failure_of_ours_is_an_error() {
    let receiver = Receiver::start();
    let hook = "[[vcc.hooks]]\nname = \"a\"\npath = \"/a\"\non_error = \"unavailable\"\n";
    let policies = [("projects/1.rego", "package projects[\"1\"]\n\nallow if nothing.like.this\n")];
    let server = TestServer::with(&format!("{}{hook}", receiver.settings()), &policies);
    assert_eq!(server.post("/a", "projectId=1&userId=2").status, 503);
    let spans = receiver.wait_for_spans(1);
    assert_eq!(spans[0].error.as_deref(), Some("undecided"));
    assert_eq!((spans[0].get("error.type"), spans[0].get("logingate.hook")), (Some("undecided"), Some("a")));
    assert!(spans[0].get("logingate.decision_id").is_some(), "{spans:#?}");
}

#[test]
fn a_caller_who_leaves_leaves_a_span() {
    let receiver = Receiver::start();
    let server = Process::start(&receiver.settings());
    let bytes = request("POST", super::HOOK, "", SAMPLE);
    let mut connection = server.connect();
    connection.send(&bytes[..bytes.len() - 1]);
    connection.send([]);
    drop(connection);
    let spans = receiver.wait_for_spans(1);
    assert!(spans[0].get("logingate.decision_id").is_none(), "{spans:#?}");
    let said = (spans[0].get("error.type"), spans[0].get("logingate.problem"));
    assert!([(Some("caller_left"), None), (None, Some("body_not_understood"))].contains(&said), "{spans:#?}");
}

#[test]
fn operators_are_traced_and_whoever_asks_for_health_and_metrics_is_not() {
    let receiver = Receiver::start();
    let server = TestServer::with(&receiver.settings(), &[]);
    let mut admin = crate::server::Connection::to(server.admin);
    for untraced in ["/health/live", "/health/ready", "/metrics"] {
        let answer = admin.ask("GET", untraced, "");
        assert_eq!((answer.status, answer.header("traceresponse")), (200, None), "{untraced}");
    }
    assert_eq!(admin.ask("GET", "/v1/status", "").status, 200);
    assert_eq!(receiver.wait_for_spans(1)[0].name, "GET /v1/status");
}
