//! A receiver that is not there, refuses, or wants to be asked again: logins never notice.

use opentelemetry_proto::tonic::collector::trace::v1::{ExportTracePartialSuccess, ExportTraceServiceResponse};
use prost::Message as _;

use super::HOOK;
use super::receiver::{Receiver, nobody, silent};
use crate::patience::wait_until;
use crate::program::Program;
use crate::server::{Connection, POLICIES, Process, SAMPLE, TestServer, write_files};

/// The value of a metric.
fn metric(server: &TestServer, name: &str) -> u64 {
    let text = Connection::to(server.admin).ask("GET", "/metrics", "").body;
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{text}"));
    line.trim().parse().unwrap()
}

fn wait_for_metric(server: &TestServer, name: &str, value: u64) {
    wait_until(&format!("{name} is {value}"), || metric(server, name) == value);
}

const SENT: &str = "logingate_trace_spans_exported_total";
const FAILED: &str = "logingate_trace_spans_dropped_total{reason=\"send_failed\"}";
const REJECTED: &str = "logingate_trace_spans_dropped_total{reason=\"rejected\"}";
const CROWDED_OUT: &str = "logingate_trace_spans_dropped_total{reason=\"queue_full\"}";

#[test]
fn what_a_receiver_takes_is_counted() {
    let receiver = Receiver::start();
    let server = TestServer::with(&receiver.settings(), POLICIES);
    assert_eq!((metric(&server, SENT), metric(&server, FAILED)), (0, 0));
    server.post(HOOK, SAMPLE);
    wait_for_metric(&server, SENT, 1);
}

#[test]
fn while_nobody_receives_them_logins_go_on_and_the_log_says_so_once() {
    let address = nobody();
    let directory = tempfile::tempdir().unwrap();
    write_files(&directory.path().join("policies"), POLICIES);
    let endpoint = format!("http://{address}");
    let server = Program::serve_with(directory.path(), &[], &[("LOGINGATE_TRACES__ENDPOINT", &endpoint)]);
    let mut connection = Connection::to(server.address.parse().unwrap());
    let mut admin = Connection::to(server.admin.parse().unwrap());
    let mut lost_more_than = |count: u64| {
        assert_eq!(connection.ask("POST", HOOK, SAMPLE).status, 200);
        let text = admin.ask("GET", "/metrics", "").body;
        let lost = text.lines().find_map(|line| line.strip_prefix(FAILED)).unwrap();
        lost.trim().parse::<u64>().unwrap() > count
    };
    wait_until("some are lost", || lost_more_than(0));
    let line = server.line(|line| line["message"] == "traces can't be delivered; logins go on");
    assert_eq!(line["url"], format!("{endpoint}/v1/traces"));
    assert!(line["reason"].as_str().unwrap().to_lowercase().contains("refused"), "{line}");
    // Another batch, about which there is no line.
    let lost = line["spans"].as_u64().unwrap();
    wait_until("more are lost", || lost_more_than(lost));
    let receiver = Receiver::at(address, None);
    connection.ask("POST", HOOK, SAMPLE);
    let line = server.line(|line| line["target"].as_str().unwrap().starts_with("logingate::traces"));
    assert_eq!(line["message"], "traces are delivered again; some spans are lost");
    assert!(line["spans"].as_u64().unwrap() > lost, "{line}");
    receiver.wait_for_batches(1);
}

#[test]
fn a_receiver_that_is_busy_is_asked_again() {
    let receiver = Receiver::start();
    receiver.answer([("503 Service Unavailable", Vec::new()), ("429 Too Many Requests", Vec::new())]);
    let server = TestServer::with(&receiver.settings(), POLICIES);
    server.post(HOOK, SAMPLE);
    let batches = receiver.wait_for_batches(3);
    assert!(batches.iter().all(|batch| batch.bytes == batches[0].bytes));
    wait_for_metric(&server, SENT, 1);
    assert_eq!(metric(&server, FAILED), 0);
}

#[test]
fn what_a_receiver_refuses_is_lost_and_counted() {
    let receiver = Receiver::start();
    receiver.answer([("401 Unauthorized", b"hidden words".to_vec())]);
    let mut server = Process::start(&receiver.settings());
    server.connect().ask("POST", HOOK, SAMPLE);
    let line = server.wait_for_line("traces can't be delivered");
    assert_eq!((&line["reason"], &line["spans"]), (&"it answers with status 401".into(), &6.into()));
    assert_eq!(receiver.batches().len(), 1);
}

#[test]
fn spans_that_a_receiver_rejects_one_by_one_are_counted() {
    let receiver = Receiver::start();
    let partial = ExportTracePartialSuccess { rejected_spans: 1, error_message: "too\nold".to_owned() };
    receiver.answer([("200 OK", ExportTraceServiceResponse { partial_success: Some(partial) }.encode_to_vec())]);
    let server = TestServer::with(&receiver.settings(), POLICIES);
    server.post(HOOK, SAMPLE);
    wait_for_metric(&server, REJECTED, 1);
    assert_eq!((metric(&server, SENT), metric(&server, FAILED)), (0, 0));
}

#[test]
fn what_finds_no_place_in_the_queue_is_counted_and_no_login_waits_for_one() {
    let (_listener, address) = silent();
    let server = TestServer::with(&format!("[traces]\nendpoint = \"http://{address}\"\n"), POLICIES);
    let mut connection = server.connect();
    // One batch is on its way, and 2048 requests wait.
    for _ in 0..3000 {
        assert_eq!(connection.ask("POST", HOOK, SAMPLE).status, 200);
    }
    let lost = metric(&server, CROWDED_OUT);
    assert!((1..=3000 - 2048).contains(&lost), "{lost}");
}

#[test]
fn headers_of_the_settings_are_sent_and_no_others() {
    let receiver = Receiver::start();
    let directory = tempfile::tempdir().unwrap();
    write_files(&directory.path().join("policies"), POLICIES);
    let endpoint = format!("http://{}", receiver.address);
    let environment = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &*endpoint),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-other=of-the-environment"),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "none"),
        ("LOGINGATE_TRACES__HEADERS", "[\"Authorization: Bearer hidden\", \"X-Team: one\"]"),
    ];
    let server = Program::serve_with(directory.path(), &[], &environment);
    Connection::to(server.address.parse().unwrap()).ask("POST", HOOK, SAMPLE);
    let head = receiver.wait_for_batches(1).remove(0).head.to_lowercase();
    for line in ["authorization: bearer hidden", "x-team: one", "content-encoding: gzip"] {
        assert_eq!(head.matches(line).count(), 1, "{head}");
    }
    assert!(!head.contains("x-other"), "{head}");
}
