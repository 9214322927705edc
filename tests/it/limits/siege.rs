//! Every attack at once, and good logins meanwhile: none of them fails.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::overload::POLICIES;
use crate::patience::PATIENCE;
use crate::server::{Connection, Process, request};

const SETTINGS: &str = r#"
    [limits]
    in_flight = 16
    head_read = "1s"
    body_read = "1s"
    [[vcc.hooks]]
    name = "acme"
    path = "/acme"
    secrets = ["a-secret-of-24-letters-x"]
"#;
const SECRET: &str = "secret-key=a-secret-of-24-letters-x";
const SIEGE: Duration = Duration::from_secs(3);
const IDLE_CONNECTIONS: u64 = 5000;
/// For the rest of the tests in this process.
const SPARE_FILES: u64 = 1500;
/// Requests that never end: in their head, in their body.
const ENDLESS: [&str; 2] = [
    "GET /acme?projectId=1 HTTP/1.1\r\nHost: te",
    "POST /acme HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\n{",
];

#[test]
fn good_logins_go_on_under_every_attack_at_once() {
    let mut process = Process::launch(SETTINGS, POLICIES);
    process.wait_until_loaded();
    let address = process.address;
    let idle: Vec<_> = (0..idle_connections()).map(|number| keep(address, number)).collect();
    let attacks = AtomicU64::new(0);
    let until = Instant::now() + SIEGE;
    let goes_on = &|| Instant::now() < until;
    let logins = thread::scope(|scope| {
        for attack in [hold, oversize, guess, run_away] {
            let attacks = &attacks;
            scope.spawn(move || {
                while goes_on() {
                    attack(address);
                    attacks.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let agents: Vec<_> = (0..4).map(|_| scope.spawn(move || log_in(address, goes_on))).collect();
        agents.into_iter().map(|agent| agent.join().unwrap()).sum::<u64>()
    });
    let attacks = attacks.into_inner();
    assert!(logins > 20 && attacks > 20, "{logins} logins, {attacks} attacks");
    drop(idle);
}

/// As many as the system lets this process have, up to the wanted number.
fn idle_connections() -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = IDLE_CONNECTIONS + SPARE_FILES;
    let reachable = maximum.map_or(wanted, |maximum| maximum.min(wanted)).max(current.unwrap_or(wanted));
    setrlimit(Resource::Nofile, Rlimit { current: Some(reachable), maximum }).unwrap();
    reachable.saturating_sub(SPARE_FILES).min(IDLE_CONNECTIONS)
}

/// Good logins over one connection; how many were answered rightly, which all have to be.
fn log_in(address: SocketAddr, goes_on: impl Fn() -> bool) -> u64 {
    let mut connection = Connection::to(address);
    let mut count = 0;
    while goes_on() {
        let group = 1 + count % 2;
        let answer = connection.ask("GET", &format!("/acme?{SECRET}&projectId=1&userId=7&groupId={group}"), "");
        assert_eq!((answer.status, answer.body), (200, format!("{{\"1\":{}}}", group == 2)));
        count += 1;
    }
    count
}

/// A connection that was answered once; every other goes on with half a head.
fn keep(address: SocketAddr, number: u64) -> Connection {
    let mut connection = Connection::to(address);
    assert_eq!(connection.ask("GET", "/health/live", "").status, 200);
    connection.send(if number.is_multiple_of(2) { "" } else { ENDLESS[0] });
    connection
}

/// Fifty requests that never end, held as long as the server lets them.
fn hold(address: SocketAddr) {
    let held: Vec<_> = (0..50).map(|number| send(address, ENDLESS[number % ENDLESS.len()].as_bytes())).collect();
    for mut stream in held {
        let _ = stream.read_to_end(&mut Vec::new());
    }
}

/// Bodies, URLs and headers that are too large.
fn oversize(address: SocketAddr) {
    let endless =
        format!("POST /acme HTTP/1.1\r\nHost: test\r\nContent-Length: 99999999\r\n\r\n{}", " ".repeat(2_000_000));
    send(address, endless.as_bytes());
    send(address, &request("GET", &format!("/acme?{}", "a".repeat(60_000)), "", ""));
    send(address, &request("GET", "/acme", &"X: a\r\n".repeat(5000), ""));
}

/// A wrong secret.
fn guess(address: SocketAddr) {
    let mut connection = Connection::to(address);
    let answer = connection.ask("GET", "/acme?secret-key=wrong&projectId=1&userId=7", "");
    assert!([401, 429].contains(&answer.status));
}

/// A policy that runs to its limit, for agents who all differ.
fn run_away(address: SocketAddr) {
    static USER: AtomicU64 = AtomicU64::new(1);
    for _ in 0..4 {
        let user = USER.fetch_add(1, Ordering::Relaxed);
        send(address, &request("GET", &format!("/acme?{SECRET}&projectId=66&userId={user}"), "", ""));
    }
    let user = USER.fetch_add(1, Ordering::Relaxed);
    let answer = Connection::to(address).ask("GET", &format!("/acme?{SECRET}&projectId=66&userId={user}"), "");
    assert!(answer.status == 503 || answer.body == r#"{"66":false}"#, "{answer:?}");
}

/// Sends what the server takes of `bytes`.
fn send(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let _ = stream.write_all(bytes);
    stream
}
