//! `/health` with OPA's parameters, as monitoring that knows OPA asks for it.

use std::net::SocketAddr;
use std::time::Instant;

use crate::patience::PATIENCE;
use crate::server::{Connection, POLICIES, Response, SAMPLE, TestServer, request};

const DISK_FULL: &str = "[journal]\n[[journal.files]]\npath = \"/dev/full\"\n";

fn ask(address: SocketAddr, query: &str) -> Response {
    Connection::to(address).ask("GET", &format!("/health{query}"), "")
}

fn error(answer: &Response) -> String {
    assert_eq!(answer.status, 500, "{answer:?}");
    let health = answer.json();
    assert_eq!(health.as_object().unwrap().len(), 1, "{health}");
    health["error"].as_str().unwrap().to_owned()
}

/// Asks until the answer is no more 200.
fn first_refusal(mut ask: impl FnMut() -> Response) -> Response {
    let started = Instant::now();
    loop {
        let answer = ask();
        if answer.status != 200 {
            return answer;
        }
        assert!(started.elapsed() < PATIENCE, "it goes on answering 200");
        std::thread::yield_now();
    }
}

#[test]
fn a_server_that_can_answer_is_healthy_on_both_listeners_whatever_is_asked() {
    let server = TestServer::start();
    for address in [server.address, server.admin] {
        for query in
            ["", "?bundles", "?plugins", "?bundles=true&plugins=TRUE", "?verbose", "?bundles&unknown=%ff", "?&="]
        {
            let answer = ask(address, query);
            assert_eq!((answer.status, &*answer.body), (200, "{}"), "{query}");
            assert_eq!(answer.header("content-type"), Some("application/json"));
        }
    }
}

#[test]
fn one_broken_policy_leaves_it_healthy() {
    let broken = [POLICIES[0], ("projects/3.rego", "package projects[\"3\"]\n\nallow if {\n")];
    let server = TestServer::with("", &broken);
    assert_eq!(ask(server.address, "?bundles&plugins").body, "{}");
}

#[test]
fn until_the_policies_are_loaded_whoever_asks_for_them_is_told_so() {
    let server = TestServer::launch("", POLICIES);
    assert_eq!(ask(server.address, "").body, "{}");
    let started = Instant::now();
    loop {
        let bundles = ask(server.address, "?bundles");
        if bundles.status == 200 {
            break;
        }
        assert_eq!(error(&bundles), "the policies are not loaded yet");
        assert!(started.elapsed() < PATIENCE, "they never are");
    }
    assert_eq!(ask(server.address, "?plugins&bundles").status, 200);
}

#[test]
fn a_server_that_is_leaving_answers_and_has_no_bundles_for_anybody() {
    let mut server = TestServer::with("shutdown_delay = \"400ms\"", POLICIES);
    let mut connection = server.connect();
    assert_eq!(connection.ask("GET", "/health?bundles", "").status, 200);
    server.tell_to_stop();
    let leaving = first_refusal(|| connection.ask("GET", "/health?bundles", ""));
    assert_eq!(error(&leaving), "the server is shutting down");
    for query in ["", "?plugins", "?bundles=false", "?bundles=yes"] {
        assert_eq!(connection.ask("GET", &format!("/health{query}"), "").body, "{}", "{query}");
    }
    server.stop().unwrap();
}

#[test]
fn a_journal_that_loses_events_is_a_plugin_that_fails_unless_it_is_left_out() {
    let server = TestServer::with(DISK_FULL, POLICIES);
    assert_eq!(ask(server.address, "?plugins").body, "{}");
    assert_eq!(server.post("/vcc/project-login", SAMPLE).status, 200);
    let failing = first_refusal(|| ask(server.address, "?plugins"));
    assert_eq!(error(&failing), "the plugin decision_logs can't do its work: the last events could not be written");
    assert_eq!(ask(server.admin, "?plugins&exclude-plugin=bundle").status, 500);
    for query in [
        "",
        "?bundles",
        "?plugins&exclude-plugin=decision_logs",
        "?exclude-plugin=x&exclude-plugin=decision_logs&plugins",
        "?plugins=false",
    ] {
        assert_eq!(ask(server.admin, query).body, "{}", "{query}");
    }
    assert_eq!(server.get("/health/ready").status, 200, "logins go on");
}

#[test]
fn nobody_needs_a_token_and_other_methods_are_refused() {
    let token = format!("[[admin.tokens]]\nname = \"a\"\nrole = \"reader\"\nsha256 = \"{}\"\n", "a".repeat(64));
    let server = TestServer::with(&token, POLICIES);
    let mut connection = Connection::to(server.admin);
    connection.send(request("GET", "/health?bundles", "Authorization: Bearer wrong\r\n", ""));
    assert_eq!(connection.receive().status, 200);
    assert_eq!(connection.ask("HEAD", "/health", "").status, 200);
    let refused = connection.ask("POST", "/health", SAMPLE);
    assert_eq!((refused.status, refused.header("allow")), (405, Some("GET, HEAD, OPTIONS")));
}
