//! What a receiver that is well gets.

use std::time::SystemTime;

use serde_json::json;

use super::receiver::{Answer, Receiver, TOKEN};
use super::{ids, log_in, settings, spooled, status, wait_for_metric, wait_until};
use crate::server::{Connection, POLICIES, Process, TestServer};
use crate::tls::Authority;

#[test]
fn every_login_reaches_the_receiver_once_and_leaves_the_spool() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    let token = format!("token = \"{TOKEN}\"");
    let server = TestServer::with(&settings(&receiver.url(), spool.path(), &token), POLICIES);
    let mut sent = log_in(&mut server.connect(), 20);
    let taken = receiver.wait_for(20);
    assert_eq!(ids(&taken), {
        sent.sort();
        sent
    });
    assert_eq!((&taken[0]["labels"]["app"], &taken[0]["result"]["3"]), (&json!("logingate"), &json!(false)));
    assert_eq!(taken[0]["input"]["userId"], 2);
    wait_for_metric(&server, "logingate_journal_events_uploaded_total{upload=\"siem\"} 20");
    wait_for_metric(&server, "logingate_journal_spool_events{upload=\"siem\"} 0");
    wait_for_metric(&server, "logingate_journal_spool_bytes{upload=\"siem\"} 0");
    wait_for_metric(&server, "logingate_journal_upload_last_success_timestamp_seconds{upload=\"siem\"} 1795420800");
    assert_eq!(spooled(spool.path()), Vec::<serde_json::Value>::new());
    let told =
        json!({"state": "ok", "waiting_events": 0, "waiting_bytes": 0, "last_success": "2026-11-23T08:00:00.000Z"});
    assert_eq!(status(&server), told);
}

#[test]
fn a_token_in_a_file_is_exchanged_while_the_server_runs() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    let file = spool.path().join("token");
    std::fs::write(&file, format!("{TOKEN}\n")).unwrap();
    let token_file = format!("token_file = \"{}\"", file.display());
    let server = TestServer::with(&settings(&receiver.url(), &spool.path().join("siem"), &token_file), POLICIES);
    log_in(&mut server.connect(), 1);
    receiver.wait_for(1);
    receiver.answer(Answer { token: "another-token".to_owned(), ..Answer::default() });
    log_in(&mut server.connect(), 1);
    wait_until("a failure", || status(&server)["state"] == "failing");
    assert_eq!(
        status(&server)["message"],
        "status 401: the token is missing, wrong or may not do this; set token or token_file"
    );
    wait_for_metric(&server, "logingate_journal_events_dropped_total{reason=\"upload_refused\"} 0");
    std::fs::write(&file, "another-token").unwrap();
    assert_eq!(receiver.wait_for(2).len(), 2);
    wait_until("an end of it", || status(&server)["state"] == "ok");
}

#[test]
fn several_receivers_get_the_same() {
    let (first, second) = (Receiver::start(), Receiver::start());
    let spool = tempfile::tempdir().unwrap();
    let one = settings(&first.url(), &spool.path().join("a"), "");
    let two = settings(&second.url(), &spool.path().join("b"), "").replace("siem", "archive");
    second.answer_status(503);
    let server = TestServer::with(&format!("{one}{two}"), POLICIES);
    log_in(&mut server.connect(), 3);
    let taken = first.wait_for(3);
    second.answer_status(204);
    assert_eq!(ids(&second.wait_for(3)), ids(&taken));
}

#[test]
fn a_receiver_is_known_by_its_own_authority() {
    let (authority, spool) = (Authority::new("receivers"), tempfile::tempdir().unwrap());
    let receiver = Receiver::start_with(&authority.issue(SystemTime::now()));
    let url = receiver.url().replace("http:", "https:");
    for (name, pem, is_believed) in [("right", authority.pem(), true), ("wrong", Authority::new("others").pem(), false)]
    {
        let file = spool.path().join(format!("{name}.crt"));
        std::fs::write(&file, pem).unwrap();
        let ca = format!("ca = \"{}\"", file.display());
        let server = TestServer::with(&settings(&url, &spool.path().join(name), &ca), POLICIES);
        log_in(&mut server.connect(), 1);
        if is_believed {
            receiver.wait_for(1);
        } else {
            wait_until("a failure", || status(&server)["state"] == "failing");
            let message = status(&server)["message"].as_str().unwrap().to_owned();
            assert!(message.starts_with("no answer: invalid peer certificate"), "{message}");
        }
    }
    assert_eq!(receiver.requests(), 1);
}

#[test]
fn neither_token_nor_what_the_receiver_says_stands_in_the_log() {
    let (receiver, spool) = (Receiver::start(), tempfile::tempdir().unwrap());
    receiver.answer(Answer { token: "xyzzy-other".to_owned(), ..Answer::default() });
    let text = settings(&receiver.url(), spool.path(), &format!("token = \"{TOKEN}\"\n[log]\nlevel = \"trace\""));
    let mut process = Process::start(&text);
    log_in(&mut Connection::to(process.address), 1);
    receiver.wait_for_requests(2);
    process.signal("TERM");
    assert!(process.wait().success());
    let lines = process.log.iter().filter(|line| line.contains("the receiver does not take events"));
    assert_eq!(lines.count(), 1, "{:#?}", process.log);
    assert!(process.log.iter().all(|line| !line.contains("xyzzy")), "{:#?}", process.log);
}
