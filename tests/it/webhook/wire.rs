//! Every form in which a login may travel, once each; the dialect's own tests have the whole table.

use crate::server::{SAMPLE, SAMPLE_ANSWER, TestServer, request};

const HOOK: &str = "/vcc/project-login";

#[test]
fn every_form_of_a_query_is_the_same_login() {
    let server = TestServer::start();
    let mut connection = server.connect();
    let lists = [
        "secondaryProjectIds[0]=2&secondaryProjectIds[1]=3&secondaryProjectIds[2]=4&secondaryProjectIds[3]=5",
        "secondaryProjectIds%5B0%5D=2&secondaryProjectIds%5B1%5D=3&secondaryProjectIds%5B2%5D=4&secondaryProjectIds%5B3%5D=5",
        "secondaryProjectIds[]=2&secondaryProjectIds[]=3&secondaryProjectIds[]=4&secondaryProjectIds[]=5",
        "secondaryProjectIds=2&secondaryProjectIds=3&secondaryProjectIds=4&secondaryProjectIds=5",
        "secondaryProjectIds=2,3,4,5",
        "secondaryProjectIds=[2,3,4,5]",
        "secondaryProjectIds=%5B2%2C3%2C4%2C5%5D",
        "secondaryprojectids=2,3,4,5",
    ];
    let objects =
        ["", "&customData[region]=EU+%26+UK", "&customData={}", "&customData=%7B%22a%22:%22x%22%7D", "&customData=[]"];
    for list in lists {
        for object in objects {
            let target =
                format!("{HOOK}?projectId=1&userId=2&username=kov%C3%A1cs+j%C3%A1nos&groupId=2&{list}{object}");
            let answer = connection.ask("GET", &target, "");
            assert_eq!((answer.status, &*answer.body), (200, SAMPLE_ANSWER), "{target}");
        }
    }
}

#[test]
fn every_form_of_a_body_is_the_same_login_whatever_its_content_type() {
    let server = TestServer::start();
    let mut connection = server.connect();
    let bodies = [
        SAMPLE.to_owned(),
        format!("\u{feff} \r\n{SAMPLE}\n"),
        SAMPLE.replace(":1,", ":\"1\",").replace("[2,3,4,5]", r#"{"0":2,"1":"3","2":4,"3":5}"#),
        "projectId=1&userId=2&groupId=2&secondaryProjectIds[]=2&secondaryProjectIds[]=3&secondaryProjectIds[]=4&secondaryProjectIds[]=5".to_owned(),
    ];
    let types = ["", "Content-Type: application/json\r\n", "Content-Type: application/x-www-form-urlencoded\r\n"];
    for body in &bodies {
        for content_type in types {
            if body.starts_with("projectId") && content_type.contains("json") {
                continue;
            }
            connection.send(request("POST", HOOK, content_type, body));
            let answer = connection.receive();
            assert_eq!((answer.status, &*answer.body), (200, SAMPLE_ANSWER), "{content_type}{body}");
        }
    }
}

#[test]
fn a_body_may_come_in_chunks() {
    let server = TestServer::start();
    let (one, other) = SAMPLE.split_at(7);
    let head = format!("POST {HOOK} HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
    let mut connection = server.connect();
    connection.send(format!("{head}{:x}\r\n{one}\r\n", one.len()));
    connection.send(format!("{:x};extension=1\r\n{other}\r\n0\r\nTrailer: x\r\n\r\n", other.len()));
    assert_eq!(connection.receive().body, SAMPLE_ANSWER);
    assert_eq!(connection.ask("POST", HOOK, SAMPLE).status, 200);
}

#[test]
fn a_body_may_come_byte_by_byte() {
    let server = TestServer::start();
    let mut connection = server.connect();
    for byte in request("POST", HOOK, "", SAMPLE) {
        connection.send([byte]);
    }
    assert_eq!(connection.receive().body, SAMPLE_ANSWER);
}

#[test]
fn whoever_waits_for_leave_to_send_the_body_gets_it_at_once() {
    let settings = "[[vcc.hooks]]\nname = \"a\"\npath = \"/a\"\nsecrets = [\"a-long-enough-secret\"]";
    let server = TestServer::with(settings, crate::server::POLICIES);
    for (secret, status) in [("a-long-enough-secret", 200), ("wrong", 401)] {
        let bytes = request("POST", &format!("/a?secret-key={secret}"), "Expect: 100-continue\r\n", SAMPLE);
        let (head, body) = bytes.split_at(bytes.len() - SAMPLE.len());
        let mut connection = server.connect();
        connection.send(head);
        assert_eq!(connection.receive_head().status, 100);
        connection.send(body);
        assert_eq!(connection.receive().status, status);
        assert_eq!(connection.ask("GET", "/health/live", "").status, 200);
    }
}

#[test]
fn http_1_0_closes_unless_it_asks_to_stay() {
    let server = TestServer::start();
    let length = SAMPLE.len();
    for (stay, closes) in [("", true), ("Connection: keep-alive\r\n", false)] {
        let bytes = format!("POST {HOOK} HTTP/1.0\r\n{stay}Content-Length: {length}\r\n\r\n{SAMPLE}");
        let mut connection = server.connect();
        connection.send(&bytes);
        assert_eq!(connection.receive().body, SAMPLE_ANSWER);
        if closes {
            assert!(connection.is_closed());
        } else {
            connection.send(&bytes);
            assert_eq!(connection.receive().body, SAMPLE_ANSWER);
        }
    }
}

#[test]
fn requests_sent_ahead_are_answered_in_their_order() {
    let server = TestServer::start();
    let mut connection = server.connect();
    let ids = 10..30;
    let login = |id| request("POST", HOOK, "", format!(r#"{{"projectId":{id},"userId":2,"groupId":2}}"#));
    connection.send(ids.clone().flat_map(login).collect::<Vec<u8>>());
    for id in ids {
        assert_eq!(connection.receive().body, format!(r#"{{"{id}":true}}"#));
    }
}

#[test]
fn a_caller_that_has_finished_sending_is_answered() {
    let server = TestServer::start();
    let mut connection = server.connect();
    connection.send(request("POST", HOOK, "", SAMPLE));
    connection.finish_sending();
    assert_eq!(connection.receive().body, SAMPLE_ANSWER);
    assert!(connection.is_closed());
}

#[test]
fn of_raw_characters_in_a_query_brackets_and_braces_are_read() {
    let server = TestServer::start();
    let with = |query: &str| server.raw(request("GET", &format!("{HOOK}?projectId=1&userId=2&{query}"), "", ""));
    for query in ["customData[a]=x", "customData={}", "a=|", "a=^`\\", "a='"] {
        assert_eq!(with(query).status, 200, "{query}");
    }
    // The HTTP library refuses what no URL may hold before any code of ours: without a body, and never with a decision.
    for query in ["customData={\"a\":\"x\"}", "a=<", "a=>", "username=jános", "a=b c"] {
        let answer = with(query);
        assert_eq!((answer.status, &*answer.body), (400, ""), "{query}");
    }
}
