//! Signals: what is under way is finished, and nothing is lost.

use std::time::Duration;

use crate::server::{Process, SAMPLE, SAMPLE_ANSWER, TestServer, request, write_files};

const HOOK: &str = "/vcc/project-login";

#[test]
fn a_login_under_way_is_finished_and_answered() {
    for signal in ["TERM", "INT"] {
        let mut server = Process::start("");
        let mut connection = server.connect();
        let bytes = request("POST", HOOK, "Expect: 100-continue\r\n", SAMPLE);
        let (head, body) = bytes.split_at(bytes.len() - SAMPLE.len());
        connection.send(head);
        assert_eq!(connection.receive_head().status, 100);
        server.signal(signal);
        server.wait_for_line("stopping");
        connection.send(body);
        let answer = connection.receive();
        assert_eq!((answer.status, &*answer.body), (200, SAMPLE_ANSWER));
        assert!(connection.is_closed());
        assert_eq!(server.wait().code(), Some(0), "{signal}");
        assert!(server.log.last().unwrap().contains("login blocked"), "{:#?}", server.log);
    }
}

#[test]
fn idle_connections_do_not_keep_it_up() {
    let mut server = Process::start("shutdown_grace = \"10m\"");
    let mut idle: Vec<_> = (0..3).map(|_| server.connect()).collect();
    for connection in &mut idle {
        assert_eq!(connection.ask("GET", "/health/live", "").status, 200);
    }
    server.signal("TERM");
    assert_eq!(server.wait().code(), Some(0));
    assert!(idle.iter_mut().all(crate::server::Connection::is_closed));
}

#[test]
fn the_log_is_complete_even_if_its_reader_is_slow() {
    const LOGINS: usize = 1000;
    // No line of the shutdown itself, which would have to wait for the reader, too.
    let level = "warn,logingate::cli=info,logingate::policy=info,logingate::login=info";
    let mut server = Process::with_slow_reader(&format!("workers = 8\n[log]\nlevel = \"{level}\""));
    let mut connection = server.connect();
    for _ in 0..LOGINS {
        assert_eq!(connection.ask("POST", HOOK, SAMPLE).status, 200);
    }
    server.signal("TERM");
    assert!(!server.ends_within(Duration::from_millis(200)), "it ended before its log was read");
    assert_eq!(server.wait().code(), Some(0));
    assert_eq!(server.log.iter().filter(|line| line.contains("login blocked")).count(), LOGINS);
}

#[test]
fn whoever_embeds_the_server_stops_it_by_dropping_the_sender() {
    let mut server = TestServer::start();
    let mut connection = server.connect();
    assert_eq!(connection.ask("POST", HOOK, SAMPLE).status, 200);
    server.stop().unwrap();
    assert!(connection.is_closed());
    assert!(std::net::TcpStream::connect(server.address).is_err());
}

#[test]
fn hangup_looks_at_the_policies_now() {
    let mut server = Process::start("[policies]\nfile_events = false\nscan_interval = \"1h\"");
    server.signal("HUP");
    server.wait_for_line("policies are as they were");
    let policies = server.directory.path().join("policies");
    write_files(&policies, &[("projects/3.rego", "package projects[\"3\"]\n\nallow := true\n")]);
    server.signal("HUP");
    server.wait_for_line("policies loaded");
    let answer = server.connect().ask("POST", HOOK, SAMPLE);
    assert_eq!(answer.body, SAMPLE_ANSWER.replace("false", "true"));
}
