//! Requests that get no decision, and those that nobody wants to see.

use super::receiver::Receiver;
use super::span::expected;
use crate::patience::wait_until;
use crate::server::{Connection, Process, SAMPLE, TestServer, request};

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
fn the_line_of_a_refusal_names_its_trace() {
    let receiver = Receiver::start();
    let mut server = Process::start(&receiver.settings());
    assert_eq!(server.connect().ask("POST", super::HOOK, "projectId=x").status, 400);
    let line = server.wait_for_line("request refused");
    let span = &receiver.wait_for_spans(1)[0];
    assert_eq!(line["span"]["trace_id"].as_str(), Some(&*span.trace), "{line}");
    assert_eq!(line["span"]["span_id"].as_str(), Some(&*span.id), "{line}");
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
    let limits = "[limits]\nlogin_deadline = \"20s\"\nevaluation = \"20s\"\n";
    let slow =
        "package projects[\"1\"]\n\nallow if count([1 | some a in data.many; some b in data.many; a * b == 1]) >= 0\n";
    let many = (0..4000).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    let many = format!("{{\"many\": [{many}]}}");
    let policies = [("projects/1.rego", slow), ("data.json", &*many)];
    let server = TestServer::with(&format!("{}{limits}", receiver.settings()), &policies);
    let mut connection = server.connect();
    // The interim answer is never read, so that the connection is reset and not only closed.
    connection.send(request("POST", super::HOOK, "Expect: 100-continue\r\n", "projectId=1&userId=2"));
    let metrics = || Connection::to(server.admin).ask("GET", "/metrics", "").body;
    wait_until("it is being decided", || metrics().contains("logingate_logins_in_flight 1\n"));
    drop(connection);
    let spans = receiver.wait_for_spans(1);
    assert_eq!(spans[0].get("error.type"), Some("unanswered"), "{spans:#?}");
    assert_eq!((spans[0].error.as_deref(), spans[0].get("http.response.status_code")), (Some("unanswered"), None));
}

#[test]
fn operators_are_traced_and_whoever_asks_for_health_and_metrics_is_not() {
    let receiver = Receiver::start();
    let server = TestServer::with(&receiver.settings(), &[]);
    let mut admin = Connection::to(server.admin);
    for untraced in ["/health/live", "/health/ready", "/metrics"] {
        let answer = admin.ask("GET", untraced, "");
        assert_eq!((answer.status, answer.header("traceresponse")), (200, None), "{untraced}");
    }
    assert_eq!(admin.ask("GET", "/v1/status", "").status, 200);
    assert_eq!(receiver.wait_for_spans(1)[0].name, "GET /v1/status");
}
