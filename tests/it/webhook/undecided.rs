//! What the caller gets for a login that a policy failed on: what the hook's `on_error` says.

use crate::server::TestServer;

const POLICIES: &[(&str, &str)] = &[
    ("projects/1.rego", "package projects[\"1\"]\n\nallow if input.groupId == 2\n"),
    (
        "projects/2.rego",
        "package projects[\"2\"]\n\nallow := true if input.userId == 2\n\nallow := false if input.groupId == 2\n",
    ),
    ("projects/3.rego", "package projects[\"3\"]\n\nallow if {\n"),
];

fn server(on_error: &str) -> TestServer {
    let hook = format!("[[vcc.hooks]]\nname = \"acme\"\npath = \"/vcc/acme\"\non_error = \"{on_error}\"\n");
    TestServer::with(&hook, POLICIES)
}

fn body(projects: &str) -> String {
    format!("{{\"projectId\":1,\"userId\":2,\"groupId\":2,\"secondaryProjectIds\":[{projects}]}}")
}

#[test]
fn by_default_what_can_not_be_decided_is_denied() {
    for server in [server("deny"), TestServer::with("[[vcc.hooks]]\nname = \"a\"\npath = \"/vcc/acme\"\n", POLICIES)] {
        let answer = server.post("/vcc/acme", &body("2,3,4"));
        assert_eq!((answer.status, &*answer.body), (200, r#"{"1":true,"2":false,"3":false,"4":false}"#));
    }
}

#[test]
fn a_hook_may_give_no_answer_rather_than_a_wrong_one() {
    let server = server("unavailable");
    for (undecided, what) in [("2", "rules that contradict each other"), ("3", "a broken policy")] {
        let answer = server.post("/vcc/acme", &body(undecided));
        assert_eq!((answer.status, answer.problem().as_str()), (503, "undecided"), "{what}");
        assert_eq!(answer.header("retry-after"), Some("1"), "{what}");
        assert_eq!(answer.header("x-decision-id").map(str::len), Some(36), "{what}");
        assert!(!answer.body.contains("true"), "{what}");
    }
}

#[test]
fn refusals_are_answers_whatever_on_error_says() {
    let server = server("unavailable");
    let answer = server.post("/vcc/acme", &body("4"));
    assert_eq!((answer.status, &*answer.body), (200, r#"{"1":true,"4":false}"#), "no policy decides for 4");
    let undefined = r#"{"projectId":1,"userId":2,"groupId":9}"#;
    assert_eq!(server.post("/vcc/acme", undefined).body, r#"{"1":false}"#);
    assert_eq!(server.post("/vcc/acme", "{}").status, 400);
}
