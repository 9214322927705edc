//! Receivers that are gone, and spools that are full: logins go on.

use std::time::Duration;

use super::receiver::{Receiver, Silent, timed};
use super::{ids, log_in, settings, spooled, status, wait_for_metric, wait_until};
use crate::program::bash;
use crate::server::{POLICIES, SAMPLE_ANSWER, TestServer, write_files};

#[test]
fn a_receiver_that_went_away_gets_everything_when_it_is_back() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    let (url, address) = (receiver.url(), receiver.address);
    let server = TestServer::with(&settings(&url, spool.path(), ""), POLICIES);
    log_in(&mut server.connect(), 1);
    receiver.wait_for(1);
    drop(receiver);
    let mut sent = log_in(&mut server.connect(), 30);
    wait_until("a failure", || status(&server)["message"] == "no answer: nobody listens there");
    wait_until("all wait", || status(&server)["waiting_events"] == 30);
    let receiver = Receiver::start_at(address);
    sent.sort();
    assert_eq!(ids(&receiver.wait_for(30)), sent);
}

#[test]
fn no_login_waits_for_a_receiver_that_hangs() {
    let (silent, spool) = (Silent::listen(), tempfile::tempdir().unwrap());
    let text = settings(&silent.url(), spool.path(), "timeout = \"1s\"");
    let server = TestServer::with(&format!("[journal]\nwhen_full = \"wait\"\nqueue = 1\n{text}"), POLICIES);
    let took = timed(|| drop(log_in(&mut server.connect(), 100)));
    assert!(took < Duration::from_mins(1), "{took:?}");
    wait_until("a failure", || status(&server)["message"] == "no answer: nothing within 1s");
    wait_until("all written", || spooled(spool.path()).len() == 100);
}

#[test]
fn events_that_nobody_takes_are_not_kept_for_ever() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    receiver.answer_status(500);
    let server = TestServer::with(&settings(&receiver.url(), spool.path(), "keep_age = \"1m\""), POLICIES);
    log_in(&mut server.connect(), 2);
    receiver.wait_for_requests(1);
    server.clock.advance(Duration::from_secs(50));
    receiver.wait_for_requests(1);
    wait_for_metric(&server, "logingate_journal_events_dropped_total{reason=\"spool_too_old\"} 0");
    server.clock.advance(Duration::from_secs(50));
    wait_for_metric(&server, "logingate_journal_events_dropped_total{reason=\"spool_too_old\"} 2");
    wait_for_metric(&server, "logingate_journal_spool_events{upload=\"siem\"} 0");
    receiver.answer_status(200);
    let sent = log_in(&mut server.connect(), 1);
    assert_eq!(ids(&receiver.wait_for(1)), sent);
}

#[test]
fn a_full_disk_stops_no_login_and_shows_in_log_and_metrics() {
    let directory = tempfile::tempdir().unwrap();
    write_files(&directory.path().join("policies"), POLICIES);
    let silent = Silent::listen();
    let text = settings(&silent.url(), &directory.path().join("spool"), "");
    write_files(directory.path(), &[("logingate.toml", &format!("shutdown_grace = \"100ms\"\n{text}"))]);
    // To this process, every file is on a disk that is full.
    let script = "trap '' XFSZ; exec 4> >(cat > log); \
        (ulimit -f 0; exec logingate --listen 127.0.0.1:0 2>&4) & \
        until grep -q 'policies loaded' log && grep -q 'serving operators' log; do :; done; \
        url=$(grep 'serving VCC' log | grep -o 'http://[^\"]*'); admin=$(grep 'serving operators' log | grep -o 'http://[^\"]*'); \
        curl $url -d \"$SAMPLE\"; echo; \
        until curl $admin | grep 'dropped_total{reason=\"disk_full\"} 1'; do :; done; \
        kill $!; wait $!; echo $?; grep -o 'events of the journal are lost' log";
    let environment = [("LOGINGATE_ADMIN__LISTEN", "127.0.0.1:0"), ("SAMPLE", crate::server::SAMPLE)];
    let printed = bash(directory.path(), script, &environment);
    let metric = "logingate_journal_events_dropped_total{reason=\"disk_full\"} 1";
    let expected = format!("{SAMPLE_ANSWER}\n{metric}\n0\nevents of the journal are lost\n");
    assert_eq!(printed.text, expected);
}
