//! The admin listener, as operators and monitoring meet it.

use std::net::SocketAddr;

use crate::patience::wait_until;
use crate::server::{Connection, POLICIES, Process, Response, SAMPLE, TestServer, request};

fn with_token(address: SocketAddr, method: &str, target: &str, token: &str) -> Response {
    let mut connection = Connection::to(address);
    connection.send(request(method, target, &format!("Authorization: Bearer {token}\r\n"), ""));
    connection.receive()
}

fn metrics(server: &TestServer) -> String {
    let answer = Connection::to(server.admin).ask("GET", "/metrics", "");
    assert_eq!(answer.status, 200);
    answer.body
}

fn assert_has(metrics: &str, line: &str) {
    assert!(metrics.lines().any(|it| it == line), "{line}\n{metrics}");
}

#[test]
fn what_was_answered_decided_and_refused_can_be_read_as_metrics() {
    let server = TestServer::start();
    for _ in 0..2 {
        assert_eq!(server.post("/vcc/project-login", SAMPLE).status, 200);
    }
    assert_eq!(server.post("/vcc/project-login", "{}").status, 400);
    assert_eq!(server.get("/nowhere").status, 404);
    let metrics = metrics(&server);
    for line in [
        r#"http_request_duration_seconds_count{code="200",handler="vcc",method="post"} 2"#,
        r#"http_request_duration_seconds_count{code="400",handler="vcc",method="post"} 1"#,
        r#"http_request_duration_seconds_count{code="404",handler="unmatched",method="get"} 1"#,
        r#"logingate_decisions_total{platform="vcc",hook="default",outcome="allow",cached="false"} 4"#,
        r#"logingate_decisions_total{platform="vcc",hook="default",outcome="allow",cached="true"} 4"#,
        r#"logingate_decisions_total{platform="vcc",hook="default",outcome="deny",cached="false"} 1"#,
        r#"logingate_decisions_total{platform="vcc",hook="default",outcome="timeout",cached="false"} 0"#,
        r#"logingate_refused_requests_total{hook="default",kind="missing_field"} 1"#,
        r#"logingate_refused_requests_total{hook="",kind="not_found"} 1"#,
        r#"logingate_policy_reloads_total{result="sound"} 1"#,
        "logingate_cache_hits_total 5",
        "logingate_logins_in_flight 0",
        "logingate_acqueon_websockets 0",
        "logingate_policies_active 2",
        "logingate_policies_broken 0",
    ] {
        assert_has(&metrics, line);
    }
}

#[test]
fn metrics_come_in_the_form_that_the_caller_accepts() {
    let server = TestServer::start();
    let mut connection = Connection::to(server.admin);
    let plain = connection.ask("GET", "/metrics", "");
    assert_eq!(plain.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    connection.send(request("GET", "/metrics", "Accept: application/openmetrics-text;version=1.0.0\r\n", ""));
    let open = connection.receive();
    assert_eq!(open.header("content-type"), Some("application/openmetrics-text; version=1.0.0; charset=utf-8"));
    assert!(open.body.ends_with("# EOF\n") && !plain.body.contains("# EOF"));
}

#[test]
fn a_broken_policy_shows_in_the_metrics() {
    let files = [POLICIES, &[("projects/4.rego", "package projects[\"4\"]\n\nallow if {\n")]].concat();
    let metrics = metrics(&TestServer::with("", &files));
    assert_has(&metrics, "logingate_policies_broken 1");
    assert_has(&metrics, "logingate_policies_denying 1");
    assert_has(&metrics, r#"logingate_policy_reloads_total{result="faulty"} 1"#);
}

#[test]
fn no_metric_names_an_agent_or_a_project() {
    let server = TestServer::start();
    server.post("/vcc/project-login", r#"{"projectId":987654,"userId":876543,"username":"hidden"}"#);
    server.get("/hidden?secret-key=hidden");
    let metrics = metrics(&server);
    assert!(!["987654", "876543", "hidden"].iter().any(|text| metrics.contains(text)), "{metrics}");
}

#[test]
fn platforms_can_not_reach_what_is_for_operators_nor_operators_the_hooks() {
    let server = TestServer::start();
    for target in ["/metrics", "/v1/reload"] {
        assert_eq!(server.get(target).status, 404, "{target}");
    }
    let mut admin = Connection::to(server.admin);
    assert_eq!(admin.ask("POST", "/vcc/project-login", SAMPLE).status, 404);
    assert_eq!(admin.ask("GET", "/health/ready", "").body, r#"{"status":"ready","policies":2,"broken":0}"#);
    assert_eq!(admin.ask("GET", "/health/live", "").status, 200);
}

#[test]
fn whoever_asks_needs_a_token_whose_role_goes_far_enough() {
    let tokens = tokens(&[("prometheus", "reader", "for-reading"), ("anna", "operator", "for-operating")]);
    let server = TestServer::with(&tokens, POLICIES);
    let cases = [
        ("GET", "/metrics", "for-reading", 200),
        ("GET", "/metrics", "for-operating", 200),
        ("GET", "/metrics", "wrong", 401),
        ("GET", "/metrics", "", 401),
        ("POST", "/v1/reload", "for-reading", 403),
        ("POST", "/v1/reload", "for-operating", 202),
        ("GET", "/v1/reload", "for-operating", 405),
        ("GET", "/health/ready", "", 200),
    ];
    for (method, target, token, status) in cases {
        assert_eq!(with_token(server.admin, method, target, token).status, status, "{method} {target} {token}");
    }
    let refused = Connection::to(server.admin).ask("GET", "/metrics", "");
    assert_eq!((refused.status, refused.problem().as_str()), (401, "token_required"));
    assert_eq!(refused.header("www-authenticate"), Some("Bearer realm=\"logingate\""));
    let refused = with_token(server.admin, "POST", "/v1/reload", "for-reading");
    assert_eq!(refused.problem(), "role_too_low");
    assert!(refused.body.contains("`operator`"), "{}", refused.body);
}

#[test]
fn a_reload_is_looked_at_now() {
    let server = TestServer::with("[policies]\nscan_interval = \"1h\"\nfile_events = false\n", POLICIES);
    std::fs::write(server.policies.path().join("projects/7.rego"), "package projects[\"7\"]\n\nallow if true\n")
        .unwrap();
    assert_eq!(Connection::to(server.admin).ask("POST", "/v1/reload", "").status, 202);
    wait_until("it is loaded", || metrics(&server).contains("\nlogingate_policies_active 3\n"));
}

#[test]
fn a_token_that_the_program_makes_opens_the_door() {
    let directory = tempfile::tempdir().unwrap();
    let made = crate::program::bash(directory.path(), "logingate token anna --role operator", &[]);
    assert_eq!(made.code, Some(0), "{}", made.text);
    let token = made.text.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
    let server = TestServer::with(&made.text, POLICIES);
    assert_eq!(with_token(server.admin, "POST", "/v1/reload", &token).status, 202);
    assert_eq!(with_token(server.admin, "POST", "/v1/reload", &token[1..]).status, 401);
    let other = crate::program::bash(directory.path(), "logingate token anna", &[]);
    assert_ne!(made.text, other.text);
}

#[test]
fn an_admin_address_that_is_taken_stops_the_start_and_off_needs_none() {
    let mut first = Process::start("");
    let address = &first.admin().to_string();
    let directory = tempfile::tempdir().unwrap();
    crate::server::write_files(&directory.path().join("policies"), POLICIES);
    let serve = "timeout 60 logingate serve --listen 127.0.0.1:0";
    let taken = crate::program::bash(directory.path(), serve, &[("LOGINGATE_ADMIN__LISTEN", address)]);
    assert_eq!(taken.code, Some(1), "{}", taken.text);
    assert!(taken.text.contains(&format!("can't listen on {address} (admin.listen)")), "{}", taken.text);
    let settings = crate::program::bash(directory.path(), "logingate settings", &[("LOGINGATE_ADMIN__LISTEN", "off")]);
    assert!(settings.text.contains("admin.listen = \"off\""), "{}", settings.text);
}

/// Settings with these tokens, each a name, a role and the token itself.
fn tokens(tokens: &[(&str, &str, &str)]) -> String {
    use sha2::{Digest, Sha256};
    let digits = |token: &str| Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let table = |(name, role, token): &(&str, &str, &str)| {
        format!("[[admin.tokens]]\nname = \"{name}\"\nrole = \"{role}\"\nsha256 = \"{}\"\n", digits(token))
    };
    tokens.iter().map(table).collect()
}
