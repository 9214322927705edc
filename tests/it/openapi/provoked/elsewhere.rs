//! What servers answer that are set up otherwise, or in trouble.

use std::time::{Duration, Instant};

use super::{IN_PATH, IN_QUERY, SECRET, UNKNOWN_ID, hooks};
use crate::openapi::kept::Promises;
use crate::server::{Connection, POLICIES, SAMPLE, TestServer};

/// What a server answers whose hooks listen to other addresses, and that keeps no decisions.
pub fn keep_where_little_is_allowed(promises: &mut Promises) {
    let strict = TestServer::with(&hooks("allow = [\"203.0.113.0/24\"]\n"), POLICIES);
    for (path, target) in [(IN_QUERY, IN_QUERY.to_owned()), (IN_PATH, format!("{IN_QUERY}/{SECRET}"))] {
        for method in ["GET", "POST", "PUT"] {
            promises.keep(method, path, &strict.connect().ask(method, &target, "x"));
        }
    }
    promises.keep("GET", "/v1/decisions", &Connection::to(strict.admin).ask("GET", "/v1/decisions", ""));
    let of_recorded = format!("{{\"decisionId\": \"{UNKNOWN_ID}\"}}");
    let answer = Connection::to(strict.admin).ask("POST", "/v1/decide", &of_recorded);
    assert_eq!(answer.problem(), "no_index");
    promises.keep("POST", "/v1/decide", &answer);
}

/// What a server answers that is about to stop.
pub fn keep_while_leaving(promises: &mut Promises) {
    let mut server = TestServer::with("shutdown_delay = \"3s\"", POLICIES);
    let mut connection = server.connect();
    server.tell_to_stop();
    let started = Instant::now();
    while connection.ask("GET", "/health/ready", "").status == 200 {
        assert!(started.elapsed() < Duration::from_mins(1), "it never leaves");
    }
    promises.keep("GET", "/health/ready", &connection.ask("GET", "/health/ready", ""));
    promises.keep("GET", "/health", &connection.ask("GET", "/health?bundles", ""));
}

/// What is told of an upload whose receiver is away.
pub fn keep_while_nobody_receives(promises: &mut Promises) {
    let spool = tempfile::tempdir().unwrap();
    let upload = format!(
        "[[journal.uploads]]\nname = \"siem\"\nurl = \"http://127.0.0.1:1\"\nspool = \"{}\"\ndelay = \"20ms\"\n",
        spool.path().display()
    );
    let server = TestServer::with(&upload, POLICIES);
    assert_eq!(server.post("/vcc/project-login", SAMPLE).status, 200);
    let started = Instant::now();
    loop {
        let answer = Connection::to(server.admin).ask("GET", "/v1/status", "");
        promises.keep("GET", "/v1/status", &answer);
        if answer.json()["uploads"]["siem"]["message"].is_string() {
            break;
        }
        assert!(started.elapsed() < Duration::from_mins(1), "{answer:?}");
        std::thread::yield_now();
    }
}
