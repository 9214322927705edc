//! A flood of wrong secrets: refused more and more briefly, while right ones are accepted at once.

use std::time::Duration;

use crate::server::{Connection, POLICIES, Process, Response, SAMPLE, SAMPLE_ANSWER, TestServer, request};

const RIGHT: &str = "/acme?secret-key=a-secret-of-24-letters-x";
const WRONG: &str = "/acme?secret-key=a-secret-of-24-letters-y";

fn settings(more: &str) -> String {
    format!(
        "{more}\n[limits]\nbad_secrets_per_minute = 4\n\
         [[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\nsecrets = [\"a-secret-of-24-letters-x\"]\n"
    )
}

fn ask_for(connection: &mut Connection, caller: &str, target: &str) -> Response {
    connection.send(request("POST", target, &format!("X-Forwarded-For: {caller}\r\n"), SAMPLE));
    connection.receive()
}

#[test]
fn an_address_with_too_many_wrong_secrets_is_told_when_the_next_one_is_looked_into() {
    let server = TestServer::with(&settings(""), POLICIES);
    let mut connection = server.connect();
    for _ in 0..4 {
        assert_eq!(connection.ask("POST", WRONG, SAMPLE).problem(), "unauthorized");
    }
    let answer = connection.ask("POST", WRONG, SAMPLE);
    assert_eq!((answer.status, &*answer.problem()), (429, "too_many_bad_secrets"));
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((15..=16).contains(&seconds), "{seconds}");
    assert_eq!(connection.ask("POST", "/acme", SAMPLE).status, 429);
    for _ in 0..100 {
        assert_eq!(connection.ask("POST", RIGHT, SAMPLE).body, SAMPLE_ANSWER);
    }
    server.clock.advance(Duration::from_secs(seconds));
    assert_eq!(connection.ask("POST", WRONG, SAMPLE).status, 401);
    assert_eq!(connection.ask("POST", WRONG, SAMPLE).status, 429);
    let metrics = Connection::to(server.admin).ask("GET", "/metrics", "").body;
    assert!(metrics.contains("{hook=\"acme\",kind=\"too_many_bad_secrets\"} 3\n"), "{metrics}");
}

#[test]
fn addresses_are_told_apart_and_so_are_networks_of_64_bits() {
    let server = TestServer::with(&settings("trusted_proxies = [\"127.0.0.1\"]"), POLICIES);
    let mut connection = server.connect();
    let statuses = |connection: &mut Connection, callers: [&str; 5]| {
        callers.map(|caller| ask_for(connection, caller, WRONG).status)
    };
    let used_up = [401, 401, 401, 401, 429];
    assert_eq!(statuses(&mut connection, ["203.0.113.1"; 5]), used_up);
    assert_eq!(ask_for(&mut connection, "203.0.113.2", WRONG).status, 401);
    let one_network =
        ["2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:1:8::", "2001:db8:0:1:ffff::", "2001:db8:0:1::3"];
    assert_eq!(statuses(&mut connection, one_network), used_up);
    assert_eq!(ask_for(&mut connection, "2001:db8:0:2::1", WRONG).status, 401);
    assert_eq!(ask_for(&mut connection, "203.0.113.1", RIGHT).status, 200);
}

#[test]
fn tokens_of_operators_are_counted_like_secrets() {
    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let token = format!("[[admin.tokens]]\nname = \"anna\"\nrole = \"reader\"\nsha256 = \"{digest}\"\n");
    let server = TestServer::with(&(settings("") + &token), POLICIES);
    let mut connection = Connection::to(server.admin);
    let statuses = [(); 5].map(|()| connection.ask("GET", "/metrics", "").status);
    assert_eq!(statuses, [401, 401, 401, 401, 429]);
    connection.send(request("GET", "/metrics", "Authorization: Bearer test\r\n", ""));
    assert_eq!(connection.receive().status, 200);
}

#[test]
fn a_flood_of_wrong_secrets_leaves_a_line_of_each_kind_and_a_count() {
    let mut process = Process::start(&settings(""));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let mut connection = process.connect();
            scope.spawn(move || {
                for _ in 0..500 {
                    assert!([401, 429].contains(&connection.ask("POST", WRONG, SAMPLE).status));
                }
            });
        }
        let mut connection = process.connect();
        for _ in 0..500 {
            assert_eq!(connection.ask("POST", RIGHT, SAMPLE).body, SAMPLE_ANSWER);
        }
    });
    process.signal("TERM");
    assert_eq!(process.wait().code(), Some(0));
    let refusals: Vec<_> = process.log.iter().filter(|line| line.contains(" refused")).collect();
    // The first of each kind, and at the end how many more there were.
    assert_eq!(refusals.len(), 4, "{refusals:#?}");
    let told =
        |line: &&String| serde_json::from_str::<serde_json::Value>(line).unwrap()["refusals"].as_u64().unwrap_or(1);
    assert_eq!(refusals.iter().map(told).sum::<u64>(), 2000);
}
