//! Traces that begin at the caller's, and what is kept: `traceparent`, `tracestate`, `sample_ratio`, `follow_callers`.

use serde_json::Value;

use super::receiver::Receiver;
use super::{HOOK, request};
use crate::patience::wait_until;
use crate::server::{self, Process, Response, SAMPLE};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

fn sampled() -> String {
    format!("traceparent: 00-{TRACE}-{PARENT}-01\r\n")
}

fn unsampled() -> String {
    format!("traceparent: 00-{TRACE}-{PARENT}-00\r\n")
}

fn ask(server: &Process, lines: &str) -> Response {
    let mut connection = server.connect();
    connection.send(server::request("POST", HOOK, lines, SAMPLE));
    connection.receive()
}

/// The line that the next login leaves, and its event in the journal.
fn told(server: &mut Process) -> [Value; 2] {
    let line = server.wait_for_line("login");
    let journal = server.directory.path().join("journal");
    let mut found = None;
    // Written by a thread of its own.
    wait_until("it is in the journal", || {
        let text = std::fs::read_to_string(&journal).unwrap();
        let event = text.lines().find(|event| event.contains(line["decision_id"].as_str().unwrap()));
        found = event.filter(|_| text.ends_with('\n')).map(|event| serde_json::from_str(event).unwrap());
        found.is_some()
    });
    [line, found.unwrap()]
}

fn start(receiver: &Receiver, more: &str) -> Process {
    Process::start(&format!("{}{more}[[journal.files]]\npath = \"journal\"\n", receiver.settings()))
}

#[test]
fn a_callers_trace_is_continued_and_the_log_the_journal_and_the_answer_name_it() {
    let receiver = Receiver::start();
    let mut server = start(&receiver, "");
    let answer = ask(&server, &format!("{}tracestate: a=1\r\ntracestate: b=2\r\n", sampled()));
    let spans = receiver.wait_for_spans(6);
    let login = request(&spans);
    assert_eq!((&*login.trace, &*login.parent), (TRACE, PARENT));
    assert!(spans.iter().all(|span| span.trace == TRACE && span.state == "a=1,b=2"), "{spans:#?}");
    assert_eq!(answer.header("traceresponse"), Some(&*format!("00-{TRACE}-{}-01", login.id)));
    for told in told(&mut server) {
        assert_eq!((&told["trace_id"], &told["span_id"]), (&TRACE.into(), &login.id.clone().into()), "{told}");
    }
}

#[test]
fn a_callers_trace_that_is_not_kept_is_named_and_not_sent() {
    let receiver = Receiver::start();
    let mut server = start(&receiver, "");
    let answer = ask(&server, &unsampled());
    for told in told(&mut server) {
        assert_eq!(told["trace_id"], TRACE);
    }
    assert!(answer.header("traceresponse").unwrap().starts_with(&format!("00-{TRACE}-")));
    assert!(answer.header("traceresponse").unwrap().ends_with("-00"));
    ask(&server, &sampled());
    // The second only.
    receiver.wait_for_batches(1);
    assert_eq!(receiver.spans().iter().filter(|span| span.parent == PARENT).count(), 1);
}

#[test]
fn a_malformed_parent_is_as_none() {
    let receiver = Receiver::start();
    let server = start(&receiver, "");
    let upper = sampled().replace("4bf", "4BF");
    let twice = format!("{0}{0}", sampled());
    for (at, lines) in ["", "traceparent: \r\n", &*upper, &*twice, "tracestate: a=1\r\n"].into_iter().enumerate() {
        assert_eq!(ask(&server, lines).status, 200);
        // What is remembered takes no span of its own.
        let spans = receiver.wait_for_spans(6 + at);
        let login = spans.last().unwrap();
        assert!(login.trace != TRACE && login.parent.is_empty() && login.state.is_empty(), "{lines}\n{login:#?}");
    }
}

#[test]
fn only_a_sampled_parent_is_kept_where_no_trace_that_begins_here_is() {
    let receiver = Receiver::start();
    let mut server = start(&receiver, "sample_ratio = 0\n");
    let answer = ask(&server, "");
    assert_eq!(answer.header("traceresponse"), None);
    for told in told(&mut server) {
        assert!(told.get("trace_id").is_none() && told.get("span_id").is_none(), "{told}");
    }
    ask(&server, &sampled());
    let spans = receiver.wait_for_spans(1);
    assert_eq!(spans[0].trace, TRACE);
}

#[test]
fn callers_that_are_not_followed_are_linked_to() {
    let receiver = Receiver::start();
    let server = start(&receiver, "follow_callers = false\n");
    ask(&server, &unsampled());
    let spans = receiver.wait_for_spans(6);
    let login = request(&spans);
    assert!(login.trace != TRACE && login.parent.is_empty(), "{login:#?}");
    assert_eq!(login.links, [(TRACE.to_owned(), PARENT.to_owned())]);
}

#[test]
fn while_traces_are_off_a_parent_is_not_looked_at() {
    let mut server = Process::start("");
    let answer = ask(&server, &sampled());
    assert_eq!(answer.header("traceresponse"), None);
    assert!(server.wait_for_line("login").get("trace_id").is_none());
}
