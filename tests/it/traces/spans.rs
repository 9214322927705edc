//! What the spans of a login say.

use std::time::{SystemTime, UNIX_EPOCH};

use opentelemetry_proto::tonic::trace::v1::span::SpanKind;

use super::receiver::Receiver;
use super::span::{Span, attributes, expected};
use super::{HOOK, request};
use crate::patience::wait_until;
use crate::server::{POLICIES, Process, SAMPLE};
use crate::tls::TlsServer;

/// Whatever is asked of projects 6 and 7 ends badly, the one at once and the other after 50 ms.
const BROKEN: &[(&str, &str)] = &[
    (
        "projects/6.rego",
        "package projects[\"6\"]\n\nallow := true if input.userId > 0\n\nallow := false if input.groupId > 0\n",
    ),
    (
        "projects/7.rego",
        "package projects[\"7\"]\n\nallow if count([1 | some a in data.many; some b in data.many; a * b == input.userId]) >= 0\n",
    ),
    ("projects/8.rego", "package projects[\"8\"]\n\nallow if groups.nobody\n"),
];

fn now() -> u64 {
    u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos()).unwrap()
}

fn evaluations(spans: &[Span]) -> Vec<&Span> {
    spans.iter().filter(|span| span.kind == SpanKind::Internal).collect()
}

/// The attributes of every request on an ordinary connection.
fn over_http(pairs: &[(&str, &str)]) -> super::span::Attributes {
    let mut all = expected(&[
        ("http.request.method", "POST"),
        ("http.route", HOOK),
        ("url.path", HOOK),
        ("url.scheme", "http"),
        ("network.protocol.version", "1.1"),
        ("http.response.status_code", "200"),
    ]);
    all.extend(expected(pairs));
    all
}

#[test]
fn a_login_is_a_span_with_one_below_it_for_each_evaluation() {
    let receiver = Receiver::start();
    let server = Process::start(&receiver.settings());
    let before = now();
    let answer = server.connect().ask("POST", HOOK, SAMPLE);
    let after = now();
    let spans = receiver.wait_for_spans(6);

    let login = request(&spans);
    assert_eq!((&*login.name, &*login.parent, &login.error), ("POST /vcc/project-login", "", &None));
    let id = answer.header("x-decision-id").unwrap();
    let decided = over_http(&[
        ("logingate.decision_id", id),
        ("opa.decision_id", id),
        ("logingate.platform", "vcc"),
        ("logingate.hook", "default"),
        ("logingate.outcome", "blocked"),
    ]);
    assert_eq!(login.attributes, decided);
    assert!(before <= login.start && login.start < login.end && login.end <= after, "{before} {login:#?} {after}");
    assert_eq!(login.events, [] as [super::span::Attributes; 0]);

    let mut projects = Vec::new();
    for evaluation in evaluations(&spans) {
        assert_eq!((&*evaluation.name, &evaluation.parent), ("policy evaluation", &login.id));
        assert_eq!((&evaluation.trace, &evaluation.error), (&login.trace, &None));
        assert!(login.start <= evaluation.start && evaluation.start < evaluation.end, "{spans:#?}");
        assert!(evaluation.end <= login.end, "{spans:#?}");
        let get = |name| evaluation.get(name).unwrap();
        assert_eq!(get("logingate.revision").len(), 12);
        assert_eq!(evaluation.attributes.len(), 4, "{evaluation:#?}");
        projects.push([get("logingate.project_id"), get("logingate.outcome"), get("logingate.policy")]);
    }
    let of_default = |project| [project, "allow", "projects.default"];
    let of_three = ["3", "deny", "projects[\"3\"]"];
    assert_eq!(projects, [of_default("1"), of_default("2"), of_three, of_default("4"), of_default("5")]);
}

#[test]
fn a_verdict_without_an_evaluation_is_an_event() {
    let receiver = Receiver::start();
    let server = Process::launch(&receiver.settings(), &POLICIES[1..]);
    let mut connection = server.connect();
    wait_until("it is ready", || connection.ask("GET", "/health/ready", "").status == 200);
    let login = r#"{"projectId":3,"userId":2,"secondaryProjectIds":[9]}"#;
    for _ in 0..2 {
        assert_eq!(connection.ask("POST", HOOK, login).body, r#"{"3":false,"9":false}"#);
    }
    let spans = receiver.wait_for_spans(3);
    let nobody =
        expected(&[("logingate.project_id", "9"), ("logingate.outcome", "no_policy"), ("logingate.cached", "false")]);
    let evaluation = evaluations(&spans)[0];
    let mut remembered = evaluation.attributes.clone();
    remembered.insert("logingate.cached".into(), "true".into());
    let events: Vec<_> = spans.iter().filter(|span| span.kind == SpanKind::Server).map(|span| &span.events).collect();
    assert_eq!(events, [&vec![nobody.clone()], &vec![remembered, nobody]]);
}

#[test]
fn a_policy_that_fails_or_takes_too_long_is_an_error() {
    let receiver = Receiver::start();
    let settings = format!("{}\n[limits]\nevaluation = \"50ms\"\n", receiver.settings());
    let many = (0..4000).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    let many = format!("{{\"many\": [{many}]}}");
    let files: Vec<_> = BROKEN.iter().copied().chain([("data.json", &*many)]).collect();
    let mut server = Process::launch(&settings, &files);
    server.wait_for_line("policies loaded");
    let mut connection = server.connect();
    for (project, outcome, spans) in [(6, "error", 2), (7, "timeout", 2), (8, "error", 1)] {
        let before = receiver.spans().len();
        let login = format!(r#"{{"projectId":{project},"userId":2,"groupId":4}}"#);
        assert_eq!(connection.ask("POST", HOOK, &login).status, 200);
        let found = receiver.wait_for_spans(before + spans).split_off(before);
        for span in &found {
            assert_eq!(span.error.as_deref(), Some(outcome), "{span:#?}");
            assert_eq!(span.get("error.type"), Some(outcome), "{span:#?}");
        }
        if project == 7 {
            let evaluation = evaluations(&found)[0];
            assert!(evaluation.end - evaluation.start >= 50_000_000, "{evaluation:#?}");
        }
    }
}

#[test]
fn whoever_receives_them_learns_who_sends_them() {
    let receiver = Receiver::start();
    let server = Process::start(&format!("{}service_name = \"gate-1\"\n", receiver.settings()));
    server.connect().ask("POST", HOOK, SAMPLE);
    let batch = receiver.wait_for_batches(1).remove(0);
    let message = batch.message();
    let [resource] = &message.resource_spans[..] else { panic!("{message:#?}") };
    let mut said = attributes(&resource.resource.as_ref().unwrap().attributes);
    assert_eq!(said.remove("service.instance.id").map(|id| id.len()), Some(36));
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(said, expected(&[("service.name", "gate-1"), ("service.version", version)]));
    let [scope] = &resource.scope_spans[..] else { panic!("{message:#?}") };
    let scope = scope.scope.as_ref().unwrap();
    assert_eq!((&*scope.name, &*scope.version), ("logingate", version));
    let head = batch.head.to_lowercase();
    for line in ["post /v1/traces http/1.1\r\n", "content-type: application/x-protobuf", "user-agent: logingate/"] {
        assert!(head.contains(line), "{head}");
    }
}

#[test]
fn a_request_by_tls_says_so() {
    let receiver = Receiver::start();
    let server = TlsServer::with("", &receiver.settings());
    server.client.connect(server.address()).ask("POST", HOOK, SAMPLE);
    let spans = receiver.wait_for_spans(1);
    assert_eq!(spans[0].get("url.scheme"), Some("https"));
}
