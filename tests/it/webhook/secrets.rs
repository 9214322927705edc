//! Who may ask.

use crate::server::{Connection, POLICIES, SAMPLE, SAMPLE_ANSWER, TestServer, request};

const SETTINGS: &str = r#"
    [[vcc.hooks]]
    name = "acme"
    path = "/acme"
    secrets = ["the first of two secrets", "the-second+of/two=secrets"]
    [[vcc.hooks]]
    name = "named"
    path = "/named"
    secrets = ["the-third-of-the-secrets"]
    secret_parameter = "token"
    [[vcc.hooks]]
    name = "in-path"
    path = "/in-path/{secret}"
    secrets = ["50% + 50% / ünder&so?on#"]
"#;

fn server() -> TestServer {
    TestServer::with(SETTINGS, POLICIES)
}

/// Whether the sample is answered at `target`; if not, how it is refused.
fn is_answered(connection: &mut Connection, target: &str, lines: &str) -> bool {
    connection.send(request("POST", target, lines, SAMPLE));
    let answer = connection.receive();
    if answer.status == 200 {
        assert_eq!(answer.body, SAMPLE_ANSWER);
        return true;
    }
    assert_eq!((answer.status, &*answer.problem()), (401, "unauthorized"));
    assert_eq!(answer.header("www-authenticate"), Some("Basic realm=\"logingate\""));
    false
}

#[test]
fn every_live_secret_is_accepted_in_the_query() {
    let server = server();
    let mut connection = server.connect();
    for target in [
        "/acme?secret-key=the+first+of+two+secrets",
        "/acme/?x=1&secret-key=the%20first%20of%20two%20secrets",
        "/acme?secret-key=the-second+of/two=secrets",
        "/acme?secret%2Dkey=the-second%2Bof%2Ftwo%3Dsecrets",
        "/acme?secret-key=the-second+of/two=secrets&secret-key=the-second%2Bof/two=secrets",
        "/named?token=the-third-of-the-secrets",
    ] {
        assert!(is_answered(&mut connection, target, ""), "{target}");
    }
}

#[test]
fn a_wrong_or_missing_secret_is_refused_on_a_connection_that_goes_on() {
    let server = server();
    let mut connection = server.connect();
    for target in [
        "/acme",
        "/acme?secret-key=",
        "/acme?secret-key=the+first+of+two+secret",
        "/acme?secret-key=THE+FIRST+OF+TWO+SECRETS",
        "/acme?secret-key=the-third-of-the-secrets",
        "/acme?Secret-Key=the-second+of/two=secrets",
        "/acme?secret-key=%zz",
        "/acme?secret-key=the-second+of/two=secrets&secret-key=the+first+of+two+secrets",
        "/named?secret-key=the-third-of-the-secrets",
        "/in-path/wrong?secret-key=50%25%20%2B%2050%25%20%2F%20%C3%BCnder%26so%3Fon%23",
    ] {
        assert!(!is_answered(&mut connection, target, ""), "{target}");
    }
    assert!(is_answered(&mut connection, "/named?token=the-third-of-the-secrets", ""));
}

#[test]
fn a_secret_in_the_path_is_decoded_once() {
    let server = server();
    let mut connection = server.connect();
    let right = "/in-path/50%25%20%2B%2050%25%20%2f%20%C3%BCnder%26so%3Fon%23";
    assert!(is_answered(&mut connection, right, ""));
    assert!(is_answered(&mut connection, &format!("{right}/"), ""));
    for wrong in ["/in-path/x", "/in-path/%FF", &right.replace("%25", "%2525")] {
        assert!(!is_answered(&mut connection, wrong, ""), "{wrong}");
    }
    assert_eq!(connection.ask("POST", "/in-path/", SAMPLE).status, 404);
}

#[test]
fn a_secret_may_be_the_password_of_http_basic() {
    let server = server();
    let mut connection = server.connect();
    let basic = |credentials: &str| format!("Authorization: Basic {credentials}\r\n");
    // vcc:the-third-of-the-secrets
    assert!(is_answered(&mut connection, "/named", &basic("dmNjOnRoZS10aGlyZC1vZi10aGUtc2VjcmV0cw==")));
    // vcc:wrong, and what is no base64
    for credentials in ["dmNjOndyb25n", "???"] {
        assert!(!is_answered(&mut connection, "/named", &basic(credentials)), "{credentials}");
        assert!(!is_answered(&mut connection, "/named?token=the-third-of-the-secrets", &basic(credentials)));
    }
}

#[test]
fn the_secret_is_asked_for_before_the_body_is_understood() {
    let server = server();
    let mut connection = server.connect();
    for (target, status) in [("/named?token=wrong", 401), ("/named?token=the-third-of-the-secrets", 400)] {
        for body in ["", "{broken", r#"{"projectId":0}"#, "projectId=%zz"] {
            assert_eq!(connection.ask("POST", target, body).status, status, "{target} {body}");
        }
        assert_eq!(connection.ask("GET", target, "").status, status);
        let too_long = " ".repeat(70_000);
        assert_eq!(connection.ask("POST", target, &too_long).status, if status == 401 { 401 } else { 413 });
    }
}
