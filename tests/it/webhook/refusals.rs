//! Refusals: what they say, and what becomes of the connection.

use crate::server::{Connection, POLICIES, SAMPLE, SAMPLE_ANSWER, TestServer, request};

const HOOK: &str = "/vcc/project-login";
const LIMIT: usize = 64 * 1024;

fn still_works(connection: &mut Connection) {
    assert_eq!(connection.ask("POST", HOOK, SAMPLE).body, SAMPLE_ANSWER);
}

/// The sample with blanks behind it, `bytes` long.
fn padded(bytes: usize) -> String {
    format!("{SAMPLE}{}", " ".repeat(bytes - SAMPLE.len()))
}

#[test]
fn a_refusal_names_the_field_what_was_got_and_what_is_accepted() {
    let server = TestServer::start();
    let mut connection = server.connect();
    let answer = connection.ask("POST", HOOK, r#"{"projectId":"1.5","userId":2}"#);
    assert_eq!((answer.status, &*answer.problem()), (400, "invalid_field"));
    let document = answer.json();
    assert_eq!((&document["field"], &document["got"]), (&"projectId".into(), &"1.5".into()));
    assert!(document["accepted"].as_str().unwrap().contains("9223372036854775807"), "{document}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-decision-id"), None);
    still_works(&mut connection);
}

#[test]
fn the_connection_outlives_every_refusal() {
    let server = TestServer::start();
    let mut connection = server.connect();
    let slightly_too_long = padded(LIMIT + 1);
    let far_too_long = padded(16 * LIMIT);
    let refused = [
        ("POST", HOOK, "", 400),
        ("POST", HOOK, "{", 400),
        ("PUT", HOOK, "projectId=x", 400),
        ("GET", "/vcc/project-login?projectId=%zz", "", 400),
        ("POST", "/nowhere", SAMPLE, 404),
        ("DELETE", HOOK, SAMPLE, 405),
        ("POST", HOOK, &slightly_too_long, 413),
        ("GET", HOOK, &slightly_too_long, 413),
        ("POST", "/nowhere", &slightly_too_long, 404),
        ("POST", HOOK, &far_too_long, 413),
    ];
    for (method, target, body, status) in refused {
        assert_eq!(connection.ask(method, target, body).status, status, "{method} {target}");
        still_works(&mut connection);
    }
}

#[test]
fn a_body_may_be_as_long_as_the_limit() {
    let server = TestServer::start();
    assert_eq!(server.post(HOOK, &padded(LIMIT)).body, SAMPLE_ANSWER);
    assert_eq!(server.post(HOOK, &padded(LIMIT + 1)).problem(), "body_too_large");
}

#[test]
fn a_body_in_chunks_has_the_same_limit() {
    let server = TestServer::start();
    let mut connection = server.connect();
    let chunk = format!("{:x}\r\n{}\r\n", LIMIT / 4, " ".repeat(LIMIT / 4));
    let head = format!("POST {HOOK} HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
    connection.send(format!("{head}{}1\r\n \r\n0\r\n\r\n", chunk.repeat(4)));
    assert_eq!(connection.receive().problem(), "body_too_large");
    still_works(&mut connection);
}

#[test]
fn a_body_without_end_is_answered_and_then_the_connection_is_closed() {
    let server = TestServer::start();
    let mut connection = server.connect();
    connection.send(format!("POST {HOOK} HTTP/1.1\r\nHost: test\r\nContent-Length: 99999999999\r\n\r\n"));
    connection.send(" ".repeat(17 * LIMIT));
    let answer = connection.receive();
    assert_eq!((answer.status, answer.header("connection")), (413, Some("close")));
    assert!(connection.is_closed());
}

#[test]
fn a_slow_body_is_refused_in_time() {
    let server = TestServer::with("[limits]\nbody_read = \"100ms\"", POLICIES);
    for path in [HOOK, "/nowhere"] {
        let mut connection = server.connect();
        let bytes = request("POST", path, "", SAMPLE);
        connection.send(&bytes[..bytes.len() - 1]);
        let answer = connection.receive();
        assert_eq!(&*answer.problem(), if path == HOOK { "body_too_slow" } else { "not_found" });
        assert_eq!(answer.header("connection"), Some("close"));
        assert!(connection.is_closed());
    }
}

#[test]
fn a_body_that_is_cut_off_is_refused() {
    let server = TestServer::start();
    let bytes = request("POST", HOOK, "", format!("{SAMPLE} "));
    let mut connection = server.connect();
    connection.send(&bytes[..bytes.len() - 1]);
    connection.finish_sending();
    let answer = connection.receive();
    assert_eq!((answer.status, &*answer.problem()), (400, "body_not_understood"));
    assert!(answer.body.contains("ended early"), "{answer:?}");
    assert!(connection.is_closed());
}

#[test]
fn broken_chunks_are_refused() {
    let server = TestServer::start();
    let head = format!("POST {HOOK} HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
    let answer = server.raw(format!("{head}zz\r\n{SAMPLE}\r\n0\r\n\r\n"));
    assert_eq!((answer.status, &*answer.problem()), (400, "body_not_understood"));
    assert!(answer.body.contains("chunks"), "{answer:?}");
}

#[test]
fn what_is_no_http_is_refused_without_a_decision_and_hurts_nobody() {
    let server = TestServer::start();
    let two_lengths =
        format!("POST {HOOK} HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{{}}");
    let both = format!(
        "POST {HOOK} HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    );
    let long = request("GET", &format!("{HOOK}?x={}", "a".repeat(70_000)), "", "");
    let many = request("GET", HOOK, &"X: a\r\n".repeat(100), "");
    let cases = [
        (b"GARBAGE\r\n\r\n".to_vec(), 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), 400),
        (b"GET / HTTP/1.1\r\n\r\n".to_vec(), 400),
        (two_lengths.into_bytes(), 400),
        (both.into_bytes(), 400),
        (long, 400),
        (many, 431),
    ];
    for (bytes, status) in cases {
        let mut connection = server.connect();
        connection.send(&bytes);
        let answer = connection.receive();
        assert_eq!((answer.status, &*answer.body), (status, ""), "{}", String::from_utf8_lossy(&bytes));
        assert!(connection.is_closed());
    }
    still_works(&mut server.connect());
}
