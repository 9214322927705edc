//! The end: what waits is sent, and nobody waits for a receiver that does not answer.

use std::time::Duration;

use super::HOOK;
use super::receiver::{Receiver, is_listening, silent};
use crate::server::{Process, SAMPLE};

#[test]
fn a_stop_sends_what_waits() {
    const LOGINS: usize = 50;
    let receiver = Receiver::start();
    let mut server = Process::start(&receiver.settings());
    let mut connection = server.connect();
    for _ in 0..LOGINS {
        assert_eq!(connection.ask("POST", HOOK, SAMPLE).status, 200);
    }
    server.signal("TERM");
    assert_eq!(server.wait().code(), Some(0));
    // All of it has come before the end.
    assert_eq!(receiver.spans().len(), 5 + LOGINS);
}

#[test]
fn a_receiver_that_does_not_answer_keeps_nobody_up() {
    let (_listener, address) = silent();
    let mut server = Process::start(&format!("shutdown_grace = \"1s\"\n[traces]\nendpoint = \"http://{address}\"\n"));
    assert_eq!(server.connect().ask("POST", HOOK, SAMPLE).status, 200);
    server.signal("TERM");
    // It would be asked for five seconds.
    assert!(server.ends_within(Duration::from_secs(4)), "{:#?}", server.log);
    assert_eq!(server.wait().code(), Some(0));
    assert!(server.log.iter().any(|line| line.contains("the last traces are lost")), "{:#?}", server.log);
    assert!(is_listening(address));
}
