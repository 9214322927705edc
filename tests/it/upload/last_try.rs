//! A stop signal: what waits is tried once more, and the rest stays.

use std::time::Duration;

use super::receiver::{Receiver, Silent, timed};
use super::{ids, log_in, settings, spooled};
use crate::server::{Connection, POLICIES, Process, SAMPLE, SAMPLE_ANSWER, TestServer};

#[test]
fn no_event_of_an_answered_login_is_lost_when_the_server_is_told_to_stop_under_load() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    let text = settings(&receiver.url(), spool.path(), "");
    let mut process = Process::start(&format!("[journal]\nwhen_full = \"wait\"\nqueue = 4\n{text}"));
    let address = process.address;
    let clients: Vec<_> = (0..4)
        .map(|_| {
            std::thread::spawn(move || {
                let (mut answered, mut connection) = (Vec::new(), Connection::to(address));
                while let Some(answer) = connection.try_ask("POST", "/vcc/project-login", SAMPLE) {
                    assert_eq!(answer.body, SAMPLE_ANSWER);
                    answered.push(answer.header("x-decision-id").unwrap().to_owned());
                }
                answered
            })
        })
        .collect();
    receiver.wait_for(300);
    process.signal("TERM");
    assert!(process.wait().success());
    let answered: Vec<_> = clients.into_iter().flat_map(|client| client.join().unwrap()).collect();
    let taken = ids(&receiver.taken());
    assert!(answered.len() >= 300);
    assert!(
        answered.iter().all(|id| taken.binary_search(id).is_ok()),
        "{} answered, {} taken",
        answered.len(),
        taken.len()
    );
    assert!(spooled(spool.path()).is_empty());
}

#[test]
fn what_has_not_waited_long_enough_is_sent_at_the_end_all_the_same() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    let text = settings(&receiver.url(), spool.path(), "").replace("20ms", "1h");
    let mut server = TestServer::with(&text, POLICIES);
    log_in(&mut server.connect(), 5);
    assert_eq!(receiver.requests(), 0);
    server.stop().unwrap();
    assert_eq!(receiver.taken().len(), 5);
}

#[test]
fn a_receiver_that_hangs_does_not_keep_the_server_up_and_a_late_answer_removes_nothing() {
    let (silent, spool) = (Silent::listen(), tempfile::tempdir().unwrap());
    let text = settings(&silent.url(), spool.path(), "timeout = \"1m\"");
    let mut server = TestServer::with(&format!("shutdown_grace = \"1s\"\n{text}"), POLICIES);
    log_in(&mut server.connect(), 5);
    let caller = silent.caller();
    let took = timed(|| server.stop().unwrap());
    assert!(took < Duration::from_secs(40), "{took:?}");
    assert_eq!(spooled(spool.path()).len(), 5);
    // The spool is free for another, though a thread of the first still waits for its receiver.
    let receiver = Receiver::start();
    receiver.answer_status(503);
    let _server = TestServer::with(&settings(&receiver.url(), spool.path(), ""), POLICIES);
    caller.answer();
    assert_eq!(spooled(spool.path()).len(), 5);
    receiver.answer_status(200);
    assert_eq!(receiver.wait_for(5).len(), 5);
}
