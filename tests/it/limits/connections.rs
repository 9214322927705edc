//! Connections that stand still, in each of the places where they can.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::overload;
use crate::patience::PATIENCE;
use crate::server::{Connection, POLICIES, SAMPLE, SAMPLE_ANSWER, TestServer, request};

const HOOK: &str = "/vcc/project-login";
const IMPATIENT: &str = "[limits]\nhead_read = \"1s\"\nbody_read = \"1s\"\nidle = \"1s\"\n";
/// All of them together, and what a busy machine may add.
const SOON: Duration = Duration::from_secs(30);

#[test]
fn a_slow_head_is_refused_in_time() {
    let server = TestServer::with(IMPATIENT, POLICIES);
    let mut connection = server.connect();
    connection.send("POST /vcc/project-login HTTP/1.1\r\nHost: te");
    assert_eq!(connection.receive().status, 408);
    assert!(connection.is_closed());
}

#[test]
fn a_slow_head_after_a_good_request_is_cut_off_in_time() {
    let server = TestServer::with(IMPATIENT, POLICIES);
    for address in [server.address, server.admin] {
        let mut connection = Connection::to(address);
        assert_eq!(connection.ask("GET", "/health/live", "").status, 200);
        let began = Instant::now();
        connection.send("POST /vcc/project-login HTTP/1.1\r\nHost: te");
        assert!(connection.is_closed());
        assert!(began.elapsed() < SOON);
    }
}

#[test]
fn a_connection_that_says_nothing_is_closed_before_its_first_request_and_after() {
    let server = TestServer::with(IMPATIENT, POLICIES);
    let mut silent = server.connect();
    let mut spoken = server.connect();
    assert_eq!(spoken.ask("POST", HOOK, SAMPLE).body, SAMPLE_ANSWER);
    let began = Instant::now();
    assert!(spoken.is_closed());
    assert_eq!(silent.receive().status, 408);
    assert!(silent.is_closed());
    assert!(began.elapsed() < SOON);
}

#[test]
fn a_caller_who_never_reads_his_answers_is_cut_off_in_time() {
    let server = TestServer::with(IMPATIENT, POLICIES);
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    // Each answer is larger than its request.
    let requests = request("GET", "/nowhere", "", "").repeat(1000);
    let began = Instant::now();
    let error = loop {
        if let Err(error) = stream.write_all(&requests) {
            break error;
        }
        assert!(began.elapsed() < 2 * PATIENCE, "it never ends");
    };
    assert!(matches!(error.kind(), std::io::ErrorKind::ConnectionReset | std::io::ErrorKind::BrokenPipe), "{error}");
    assert_eq!(server.post(HOOK, SAMPLE).body, SAMPLE_ANSWER);
}

#[test]
fn a_connection_that_is_used_is_not_cut_off() {
    let server = TestServer::with(&IMPATIENT.replace("1s", "3s"), POLICIES);
    let mut connection = server.connect();
    let began = Instant::now();
    // Beyond what a silent one is granted.
    while began.elapsed() < Duration::from_secs(5) {
        assert_eq!(connection.ask("POST", HOOK, SAMPLE).body, SAMPLE_ANSWER);
    }
}

#[test]
fn a_connection_whose_login_takes_long_is_not_cut_off() {
    let settings = "[limits]\nhead_read = \"300ms\"\nidle = \"300ms\"\nlogin_deadline = \"2s\"\nevaluation = \"2s\"\n";
    let server = TestServer::with(settings, overload::POLICIES);
    let mut connection = server.connect();
    let began = Instant::now();
    assert_eq!(connection.ask("GET", &format!("{HOOK}?projectId=66&userId=1"), "").body, r#"{"66":false}"#);
    assert!(began.elapsed() > Duration::from_secs(1), "{:?}", began.elapsed());
}

#[test]
fn connections_beyond_the_cap_wait_until_others_are_closed() {
    let server = TestServer::with("workers = 1\n[limits]\nconnections = 3\nidle = \"3s\"\n", POLICIES);
    let mut held: Vec<_> = (0..3).map(|_| server.connect()).collect();
    for connection in &mut held {
        assert_eq!(connection.ask("POST", HOOK, SAMPLE).status, 200);
    }
    let began = Instant::now();
    let mut waiting = server.connect();
    assert_eq!(waiting.ask("POST", HOOK, SAMPLE).body, SAMPLE_ANSWER);
    assert!(began.elapsed() > Duration::from_millis(500), "{:?}", began.elapsed());
    assert!(held.iter_mut().all(Connection::is_closed));
}

#[test]
fn connections_that_stand_still_make_room_when_nearly_all_are_taken() {
    let server = TestServer::with("workers = 1\n[limits]\nconnections = 64\nidle = \"10m\"\n", POLICIES);
    let mut held: Vec<_> = (0..64).map(|_| server.connect()).collect();
    for connection in &mut held {
        // The last are only accepted when the first have made room.
        let _ = connection.try_ask("GET", "/health/live", "");
    }
    let mut patient = server.connect();
    assert_eq!(patient.ask("POST", HOOK, SAMPLE).body, SAMPLE_ANSWER);
    for mut agent in (0..100).map(|_| server.connect()) {
        assert_eq!(agent.ask("POST", HOOK, SAMPLE).body, SAMPLE_ANSWER);
    }
    assert!(held[0].is_closed());
}

#[test]
fn whatever_is_too_large_is_refused() {
    let server = TestServer::start();
    let query = |length: usize| format!("{HOOK}?projectId=1&userId=2&groupId=2&x={}", "a".repeat(length));
    assert_eq!(server.get(&query(30_000)).body, r#"{"1":true}"#);
    let answer = server.get(&query(33_000));
    assert_eq!((answer.status, &*answer.problem()), (414, "target_too_long"));
    for (lines, status) in [("X: a\r\n".repeat(97), 431), (format!("X: {}\r\n", "a".repeat(140_000)), 431)] {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.set_read_timeout(Some(SOON)).unwrap();
        // The server may hang up before it has all.
        let _ = stream.write_all(&request("GET", HOOK, &lines, ""));
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(std::str::from_utf8(&answer).unwrap(), format!("HTTP/1.1 {status}"));
    }
    assert_eq!(server.post(HOOK, SAMPLE).body, SAMPLE_ANSWER);
}
