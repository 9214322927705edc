//! Queries and bodies that are refused as a whole, their bounds, and what a refusal may quote.

use super::{SAMPLE, post, read_get, read_post, settings};
use crate::dialect::vcc::Hook;
use crate::dialect::{Problem, Request};

#[test]
fn a_query_with_a_broken_escape_is_refused_where_it_stands() {
    for (query, byte) in [("projectId=1&userId=2&x=%zz", 23), ("%4=1", 0), ("a%=&projectId=1", 1), ("x=%e", 2)] {
        let problem = read_get(query).unwrap_err();
        assert_eq!(problem.kind(), "query_not_understood", "{query}");
        assert!(problem.detail().contains(&format!("at byte {byte}.")), "{query}: {problem}");
        assert!(!problem.detail().contains("zz"));
    }
    assert!(read_get("projectId=1&userId=2&x=%FF&%FF=1").is_ok(), "what is not ours may be any bytes");
}

#[test]
fn a_body_that_is_neither_json_nor_a_form_is_refused() {
    let bodies: [&[u8]; 14] = [
        b"",
        b" \n",
        b"[1,2]",
        b"[\"projectId=1\"]",
        b"\"projectId=1\"",
        b"<xml a=\"b\"/>",
        b"--x\r\nContent-Disposition: form-data; name=\"projectId\"\r\n\r\n1\r\n--x--",
        b"{\"projectId\":1,\"userId\":2} x",
        b"{\"projectId\":1,\"userId\":2}{}",
        b"{\"projectId\":1,\"userId\":2",
        b"{\"projectId\":01,\"userId\":2}",
        b"{\"projectId\":+1,\"userId\":2}",
        b"{projectId:1,userId:2}",
        b"{\"projectId\":1,\"userId\":2,\"x\":\"\xff\"}",
    ];
    for body in bodies {
        let problem = read_post(body).unwrap_err();
        assert_eq!((problem.status(), problem.kind()), (400, "body_not_understood"), "{body:?}");
    }
    assert!(read_post("{\"projectId\":1,,}").unwrap_err().detail().contains("line 1 column 16"));
}

#[test]
fn nesting_has_a_limit() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let body = |levels| format!(r#"{{"projectId":1,"userId":2,"x":"]]\"[[","customData":{}}}"#, nested(levels));
    assert!(read_post(body(31)).is_ok());
    assert_eq!(read_post(body(32)), Err(Problem::TooDeep));
    assert_eq!(read_post(body(20_000)), Err(Problem::TooDeep));
    let unknown = format!(r#"{{"projectId":1,"userId":2,"x":{}}}"#, nested(32));
    assert_eq!(read_post(unknown), Err(Problem::TooDeep));
    let text = |levels| format!(r#"{{"projectId":1,"userId":2,"customData":"{}"}}"#, nested(levels));
    assert!(read_post(text(32)).is_ok());
    assert_eq!(read_post(text(33)), Err(Problem::TooDeep));
    let brackets = |levels: usize| format!("projectId=1&userId=2&customData{}=x", "[a]".repeat(levels));
    assert!(read_get(&brackets(32)).is_ok());
    assert_eq!(read_get(&brackets(33)), Err(Problem::TooDeep));
    assert_eq!(read_get(&format!("projectId=1&userId=2&customData={}", nested(10_000))), Err(Problem::TooDeep));
}

#[test]
fn two_hundred_and_fifty_six_projects_are_the_most() {
    let query = |count: u64| {
        let ids: Vec<String> = (1..=count).map(|id| id.to_string()).collect();
        format!("projectId=1&userId=2&secondaryProjectIds={}", ids.join(","))
    };
    assert_eq!(read_get(&query(256)).unwrap().projects.as_slice().len(), 256);
    assert_eq!(read_get(&query(257)), Err(Problem::TooManyProjects));
}

#[test]
fn a_refusal_says_what_was_got_and_what_is_accepted() {
    let problem = read_post(r#"{"projectId":1e3,"userId":2}"#).unwrap_err();
    let document: serde_json::Value = serde_json::from_slice(&problem.document()).unwrap();
    assert_eq!(document["field"], "projectId");
    assert_eq!(document["got"], "1e3");
    assert!(document["accepted"].as_str().unwrap().contains("positive integer"));
}

#[test]
fn a_refusal_quotes_neither_custom_data_nor_user_names() {
    let hook = Hook::new(&settings());
    for body in [
        r#"{"projectId":1,"username":{"n":"hush"}}"#,
        r#"{"projectId":1,"userId":2,"customData":"hush"}"#,
        r#"{"projectId":1,"userId":2,"customData":{"a":"hush\ud800"}}"#,
        "projectId=1&username=hush%ff",
        "projectId=1&userId=2&customData=hush",
        "projectId=1&userId=2&customData[a]=hush%",
        "projectId=1&secret-key=hush%",
    ] {
        let problem = hook.read(&Request { query: "secret-key=hush", ..post(body.as_bytes()) }).unwrap_err();
        assert!(!format!("{problem:?} {problem}").contains("hush"), "{body}: {problem:?}");
    }
    let request = format!("{:?}", Request { query: "secret-key=hush", ..post(SAMPLE.as_bytes()) });
    assert!(!request.contains("hush") && !request.contains("projectId"), "{request}");
}
