//! Who may call, by address, and which proxies are believed about it.

use crate::server::{Connection, POLICIES, Response, SAMPLE, SAMPLE_ANSWER, TestServer, request};

/// 127.0.0.1 is the tests' own address.
const FROM_OUTSIDE_ONLY: &str = r#"
    [[vcc.hooks]]
    name = "acme"
    path = "/acme"
    allow = ["203.0.113.0/24", "2001:db8::/32"]
    secrets = ["a-secret-of-24-letters-x"]
    [[vcc.hooks]]
    name = "local"
    path = "/local"
    allow = ["127.0.0.1"]
"#;

fn ask(connection: &mut Connection, target: &str, lines: &str) -> Response {
    connection.send(request("POST", target, lines, SAMPLE));
    connection.receive()
}

#[test]
fn a_hook_listens_to_its_networks_only_whatever_the_secret() {
    let server = TestServer::with(FROM_OUTSIDE_ONLY, POLICIES);
    let mut connection = server.connect();
    for target in ["/acme?secret-key=a-secret-of-24-letters-x", "/acme?secret-key=wrong", "/acme"] {
        let answer = ask(&mut connection, target, "");
        assert_eq!((answer.status, &*answer.problem()), (403, "address_not_allowed"), "{target}");
    }
    assert_eq!(ask(&mut connection, "/local", "").body, SAMPLE_ANSWER);
}

#[test]
fn a_trusted_proxy_is_believed_about_the_caller_and_nobody_else_is() {
    let right = "/acme?secret-key=a-secret-of-24-letters-x";
    let told = ["X-Forwarded-For: 198.51.100.1, 203.0.113.7\r\n", "Forwarded: for=\"[2001:db8::7]:4711\"\r\n"];
    let server = TestServer::with(FROM_OUTSIDE_ONLY, POLICIES);
    for lines in told {
        assert_eq!(ask(&mut server.connect(), right, lines).status, 403, "{lines}");
        assert_eq!(ask(&mut server.connect(), "/local", lines).status, 200, "{lines}");
    }
    let server = TestServer::with(&format!("trusted_proxies = [\"127.0.0.1/32\"]\n{FROM_OUTSIDE_ONLY}"), POLICIES);
    for lines in told {
        assert_eq!(ask(&mut server.connect(), right, lines).body, SAMPLE_ANSWER, "{lines}");
        assert_eq!(ask(&mut server.connect(), "/local", lines).status, 403, "{lines}");
    }
    for lines in ["", "X-Forwarded-For: 203.0.113.7, 198.51.100.1\r\n", "X-Forwarded-For: 203.0.113.7, unknown\r\n"] {
        assert_eq!(ask(&mut server.connect(), right, lines).status, 403, "{lines}");
    }
}

#[test]
fn policies_and_the_journal_see_the_callers_own_address() {
    let directory = tempfile::tempdir().unwrap();
    let journal = directory.path().join("logins.ndjson");
    let settings = format!(
        "trusted_proxies = [\"127.0.0.1\"]\n[[journal.files]]\npath = {journal:?}\n\
         [[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\n"
    );
    let policy = "package projects.default\n\nallow if input.source.ip == \"203.0.113.7\"\n";
    let mut server = TestServer::with(&settings, &[("default.rego", policy)]);
    let mut connection = server.connect();
    let answers = ["203.0.113.7", "203.0.113.8"].map(|address| {
        connection.send(request("GET", "/acme?projectId=1&userId=2", &format!("X-Forwarded-For: {address}\r\n"), ""));
        connection.receive().body
    });
    assert_eq!(answers, [r#"{"1":true}"#, r#"{"1":false}"#]);
    server.stop().unwrap();
    let text = std::fs::read_to_string(journal).unwrap();
    let told = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["requested_by"].clone();
    assert_eq!(text.lines().map(told).collect::<Vec<_>>(), ["203.0.113.7", "203.0.113.8"]);
}
