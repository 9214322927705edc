//! Every status that the page names has the consequence that it says.

use std::time::Duration;

use super::receiver::{Answer, Receiver};
use super::{log_in, settings, status, wait_for_metric, wait_until};
use crate::server::{POLICIES, TestServer};

const PAGE: &str = include_str!("../../../examples/journal/README.md");

/// The statuses in the row of the page's table that begins like this.
fn statuses(row: &str) -> Vec<u16> {
    let line = PAGE.lines().find_map(|line| line.strip_prefix(&format!("| {row} | "))).unwrap();
    let cell = line.split(" | ").next().unwrap();
    let numbers = cell.split(|char: char| !char.is_ascii_digit());
    numbers.filter(|number| number.len() == 3).map(|number| number.parse().unwrap()).collect()
}

#[test]
fn what_speaks_of_the_receiver_keeps_events_until_it_takes_them() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    let server = TestServer::with(&settings(&receiver.url(), spool.path(), ""), POLICIES);
    let codes = statuses("kept");
    assert!(codes.len() > 10, "{codes:?}");
    for (at, code) in codes.iter().enumerate() {
        receiver.answer_status(*code);
        log_in(&mut server.connect(), 1);
        wait_until("a failure", || {
            status(&server)["message"].as_str().is_some_and(|it| it.contains(&code.to_string()))
        });
        assert_eq!(status(&server)["waiting_events"], 1);
        receiver.answer_status(200);
        assert_eq!(receiver.wait_for(at + 1).len(), at + 1, "{code}");
    }
    wait_for_metric(&server, "logingate_journal_events_dropped_total{reason=\"upload_refused\"} 0");
}

#[test]
fn what_speaks_of_the_events_drops_them_and_the_next_ones_go_on() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    let server = TestServer::with(&settings(&receiver.url(), spool.path(), ""), POLICIES);
    let codes = statuses("dropped");
    assert!(codes.len() > 2, "{codes:?}");
    for (at, code) in codes.iter().enumerate() {
        receiver.answer_status(*code);
        log_in(&mut server.connect(), 1);
        let lost = at + 1;
        wait_for_metric(
            &server,
            &format!("logingate_journal_events_dropped_total{{reason=\"upload_refused\"}} {lost}"),
        );
        receiver.answer_status(200);
        log_in(&mut server.connect(), 1);
        receiver.wait_for(lost);
    }
    assert_eq!(receiver.requests(), 2 * codes.len());
}

#[test]
fn what_is_too_much_at_once_is_sent_in_parts_and_only_what_can_not_be_halved_is_dropped() {
    assert_eq!(statuses("halved"), [413]);
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    receiver.answer_status(503);
    let server = TestServer::with(&settings(&receiver.url(), spool.path(), ""), POLICIES);
    let mut sent = log_in(&mut server.connect(), 1);
    receiver.wait_for_requests(1);
    // While it is not well these wait together.
    sent.extend(log_in(&mut server.connect(), 21));
    receiver.answer(Answer { most_events: 3, ..Answer::default() });
    let taken = receiver.wait_for(22);
    // In the order in which they came.
    assert_eq!(taken.iter().map(|event| event["decision_id"].as_str().unwrap()).collect::<Vec<_>>(), sent);
    assert!(receiver.batches(|batches| batches.iter().any(|batch| batch.status == 413)));
    receiver.answer(Answer { most_events: 0, ..Answer::default() });
    log_in(&mut server.connect(), 1);
    wait_for_metric(&server, "logingate_journal_events_dropped_total{reason=\"upload_too_long\"} 1");
}

#[test]
fn a_receiver_that_asks_for_time_gets_it() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    let server = TestServer::with(&settings(&receiver.url(), spool.path(), ""), POLICIES);
    let header = Some(("retry-after", "2".to_owned()));
    receiver.answer(Answer { status: 429, header, ..Answer::default() });
    log_in(&mut server.connect(), 1);
    receiver.wait_for_requests(1);
    receiver.answer_status(200);
    receiver.wait_for(1);
    let waited = receiver.batches(|batches| batches[1].at - batches[0].at);
    assert!(waited >= Duration::from_millis(1900), "{waited:?}");
}

#[test]
fn nobody_else_gets_what_a_receiver_sends_elsewhere() {
    let (receiver, other) = (Receiver::start(), Receiver::start());
    let spool = tempfile::tempdir().unwrap();
    let server = TestServer::with(&settings(&receiver.url(), spool.path(), ""), POLICIES);
    for code in [301, 302, 307, 308] {
        receiver.answer(Answer { status: code, header: Some(("location", other.url())), ..Answer::default() });
        log_in(&mut server.connect(), 1);
        let told = format!("status {code}, a redirect, which is not followed; set url to where it leads");
        wait_until(&told, || status(&server)["message"] == told.as_str());
    }
    assert_eq!(other.requests(), 0);
}
