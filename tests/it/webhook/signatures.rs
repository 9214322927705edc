//! Requests signed as Standard Webhooks does, over a socket.

use std::time::Duration;

use logingate::config::{Secret, signing_key};
use logingate::dialect::vcc::sign;

use crate::server::{EIGHT, POLICIES, Response, SAMPLE, SAMPLE_ANSWER, TestServer, request};

const OLD: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NEW: &str = "whsec_bm90LWEtc2VjcmV0LWJ1dC1hbi1leGFtcGxlIQ==";
const SETTINGS: &str = r#"
    [limits]
    bad_secrets_per_minute = 3
    [[vcc.hooks]]
    name = "signed"
    path = "/signed"
    signing_secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_bm90LWEtc2VjcmV0LWJ1dC1hbi1leGFtcGxlIQ=="]
    [[vcc.hooks]]
    name = "either"
    path = "/either"
    secrets = ["an-example-known-to-everybody"]
    signing_secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
"#;
const NOW: i64 = EIGHT / 1_000_000_000;

fn server() -> TestServer {
    TestServer::with(SETTINGS, POLICIES)
}

fn signed(method: &str, target: &str, secret: &str, seconds: i64, body: &str) -> Vec<u8> {
    let key = signing_key(&Secret::new(secret)).unwrap();
    let signature = sign(&key, "msg_1", seconds, body.as_bytes());
    let lines = format!("webhook-id: msg_1\r\nWebhook-Timestamp: {seconds}\r\nwebhook-signature: {signature}\r\n");
    request(method, target, &lines, body)
}

fn detail(response: &Response) -> String {
    assert_eq!((response.status, response.problem().as_str()), (401, "signature_refused"));
    assert_eq!(response.header("www-authenticate"), Some("Standard-Webhooks realm=\"logingate\""));
    response.json()["detail"].as_str().unwrap().to_owned()
}

#[test]
fn a_login_signed_by_any_live_secret_is_answered_and_may_be_asked_again() {
    let server = server();
    for secret in [OLD, NEW] {
        for method in ["POST", "PUT", "POST"] {
            let response = server.raw(signed(method, "/signed", secret, NOW, SAMPLE));
            assert_eq!((response.status, response.body.as_str()), (200, SAMPLE_ANSWER));
        }
    }
}

#[test]
fn a_body_that_was_changed_on_its_way_is_refused() {
    let server = server();
    let changed = String::from_utf8(signed("POST", "/signed", OLD, NOW, SAMPLE)).unwrap();
    let response = server.raw(changed.replace("\"userId\":2", "\"userId\":3"));
    assert!(detail(&response).contains("the body byte for byte as it is sent"), "{response:?}");
}

#[test]
fn a_clock_that_is_wrong_is_named() {
    let server = server();
    server.clock.advance(Duration::from_secs(301));
    let response = server.raw(signed("POST", "/signed", OLD, NOW, SAMPLE));
    assert!(detail(&response).contains("is 301 s behind this server's clock, accepted are 300"), "{response:?}");
    let response = server.raw(signed("POST", "/signed", OLD, NOW + 602, SAMPLE));
    assert!(detail(&response).contains("is 301 s ahead of this server's clock"), "{response:?}");
    assert_eq!(server.raw(signed("POST", "/signed", OLD, NOW + 601, SAMPLE)).body, SAMPLE_ANSWER);
}

#[test]
fn a_signature_does_not_authenticate_a_query() {
    let server = server();
    let response = server.raw(signed("GET", "/signed?projectId=1&userId=2&groupId=2", OLD, NOW, ""));
    assert!(detail(&response).contains("send a POST"), "{response:?}");
}

#[test]
fn without_a_signature_the_hook_says_that_it_takes_signed_requests() {
    let response = server().post("/signed?secret-key=an-example-known-to-everybody", SAMPLE);
    assert!(detail(&response).contains("this hook takes signed requests"), "{response:?}");
}

#[test]
fn either_a_secret_or_a_signature_will_do_and_neither_may_be_wrong() {
    let server = server();
    let good = "/either?secret-key=an-example-known-to-everybody";
    assert_eq!(server.post(good, SAMPLE).body, SAMPLE_ANSWER);
    assert_eq!(server.raw(signed("POST", "/either", OLD, NOW, SAMPLE)).body, SAMPLE_ANSWER);
    assert_eq!(server.raw(signed("POST", good, OLD, NOW, SAMPLE)).body, SAMPLE_ANSWER);
    detail(&server.raw(signed("POST", good, NEW, NOW, SAMPLE)));
    let response = server.raw(signed("POST", "/either?secret-key=wrong", OLD, NOW, SAMPLE));
    assert_eq!((response.status, response.problem().as_str()), (401, "unauthorized"));
}

#[test]
fn wrong_signatures_count_as_wrong_secrets_and_right_ones_always_pass() {
    let server = server();
    for _ in 0..3 {
        detail(&server.raw(signed("POST", "/either", NEW, NOW, SAMPLE)));
    }
    let response = server.raw(signed("POST", "/either", NEW, NOW, SAMPLE));
    assert_eq!((response.status, response.problem().as_str()), (429, "too_many_bad_secrets"));
    assert_eq!(server.raw(signed("POST", "/either", OLD, NOW, SAMPLE)).body, SAMPLE_ANSWER);
}

#[test]
fn whoever_signs_a_body_that_is_too_large_learns_that() {
    let server = server();
    let body = format!("{SAMPLE}{}", " ".repeat(64 * 1024));
    let response = server.raw(signed("POST", "/signed", OLD, NOW, &body));
    assert_eq!((response.status, response.problem().as_str()), (413, "body_too_large"));
    let response = server.raw(request("POST", "/signed", "", &body));
    assert_eq!(response.status, 401, "{response:?}");
}

#[test]
fn refused_signatures_are_counted_from_the_start() {
    let server = server();
    let line =
        |count| format!("logingate_refused_requests_total{{hook=\"signed\",kind=\"signature_refused\"}} {count}\n");
    let metrics = || crate::server::Connection::to(server.admin).ask("GET", "/metrics", "").body;
    assert!(metrics().contains(&line(0)), "{}", metrics());
    detail(&server.post("/signed", SAMPLE));
    assert!(metrics().contains(&line(1)), "{}", metrics());
}
