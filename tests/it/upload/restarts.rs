//! What was spooled outlives the process.

use std::io::Write as _;

use super::receiver::Receiver;
use super::{ids, log_in, settings, spooled, wait_for_metric, wait_until};
use crate::server::{POLICIES, Process, TestServer};

#[test]
fn what_one_server_could_not_send_the_next_one_does() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    receiver.answer_status(500);
    let text = settings(&receiver.url(), spool.path(), "");
    let mut sent = Vec::new();
    for _ in 0..2 {
        let mut server = TestServer::with(&text, POLICIES);
        sent.extend(log_in(&mut server.connect(), 10));
        server.stop().unwrap();
    }
    assert_eq!(spooled(spool.path()).len(), 20);
    receiver.answer_status(200);
    let server = TestServer::with(&text, POLICIES);
    let taken = receiver.wait_for(20);
    assert_eq!(taken.iter().map(|event| event["decision_id"].as_str().unwrap()).collect::<Vec<_>>(), sent);
    wait_for_metric(&server, "logingate_journal_spool_events{upload=\"siem\"} 0");
}

#[test]
fn a_process_that_is_killed_loses_nothing_of_what_it_spooled_and_half_a_line_harms_no_other() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    receiver.answer_status(500);
    let text = settings(&receiver.url(), spool.path(), "");
    let process = Process::start(&text);
    let mut sent = log_in(&mut process.connect(), 20);
    wait_until("all spooled", || spooled(spool.path()).len() == 20);
    process.signal("KILL");
    drop(process);
    let files = || std::fs::read_dir(spool.path()).unwrap().map(|entry| entry.unwrap().path());
    let open: Vec<_> = files().filter(|path| path.extension().is_some_and(|it| it == "open")).collect();
    assert_eq!(open.len(), 1, "{:?}", files().collect::<Vec<_>>());
    let mut torn = std::fs::OpenOptions::new().append(true).open(&open[0]).unwrap();
    torn.write_all(b"{\"labels\":{\"app\":\"loging").unwrap();
    receiver.answer_status(200);
    let server = TestServer::with(&text, POLICIES);
    sent.sort();
    assert_eq!(ids(&receiver.wait_for(20)), sent);
    wait_for_metric(&server, "logingate_journal_events_dropped_total{reason=\"spool_damaged\"} 1");
    wait_for_metric(&server, "logingate_journal_spool_bytes{upload=\"siem\"} 0");
}
