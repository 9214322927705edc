//! What `/v1/agents` refuses, and that no refusal and no line of the log tells a secret or a name.

use serde_json::json;

use super::CHEAP;
use super::api::{Office, tokens};
use crate::server::{Connection, POLICIES, Process, TestServer, request};

/// Every operation, on an agent who is there.
const OPERATIONS: [(&str, &str, &str); 10] = [
    ("GET", "/v1/agents", ""),
    ("GET", "/v1/agents/1", ""),
    ("GET", "/v1/agents/1/sessions", ""),
    ("POST", "/v1/agents", r#"{"username": "new"}"#),
    ("POST", "/v1/agents/import", "username\n"),
    ("PUT", "/v1/agents/1/password", r#"{"password": "x"}"#),
    ("POST", "/v1/agents/1/deactivate", ""),
    ("POST", "/v1/agents/1/activate", ""),
    ("POST", "/v1/agents/1/unlock", ""),
    ("DELETE", "/v1/agents/1/sessions", ""),
];

#[test]
fn operators_see_agents_and_administrators_change_them() {
    let office = Office::open();
    office.add("ana");
    for (method, target, body) in OPERATIONS {
        let statuses = ["wrong", "reader", "author", "operator", "administrator"]
            .map(|role| office.send(role, method, target, body).status);
        let operator = if method == "GET" { 200 } else { 403 };
        let done = if target == "/v1/agents" && method == "POST" { 201 } else { 200 };
        assert_eq!(statuses, [401, 403, 403, operator, done], "{method} {target}");
    }
}

#[test]
fn without_tokens_nobody_sees_or_changes_agents_not_even_on_this_machine() {
    let server = TestServer::with(CHEAP, POLICIES);
    for (method, target, body) in OPERATIONS {
        let answer = Connection::to(server.admin).ask(method, target, body);
        assert_eq!((answer.status, answer.problem().as_str()), (401, "token_required"), "{method} {target}");
        assert_eq!(server.connect().ask(method, target, body).status, 404, "platforms have no business there");
    }
}

#[test]
fn other_methods_learn_which_there_are() {
    let office = Office::open();
    for (target, allowed) in [
        ("/v1/agents", "GET, HEAD, POST, OPTIONS"),
        ("/v1/agents/import", "POST, OPTIONS"),
        ("/v1/agents/1", "GET, HEAD, OPTIONS"),
        ("/v1/agents/1/password", "PUT, OPTIONS"),
        ("/v1/agents/1/activate", "POST, OPTIONS"),
        ("/v1/agents/1/sessions", "GET, HEAD, DELETE, OPTIONS"),
    ] {
        let answer = office.send("administrator", "PATCH", target, "");
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allowed)), "{target}");
    }
}

#[test]
fn what_can_not_be_read_is_refused_by_its_name() {
    let office = Office::open();
    office.add("ana");
    for (method, target, body, status, kind) in [
        ("GET", "/v1/agents?limit=0", "", 400, "invalid_field"),
        ("GET", "/v1/agents?cursor=x", "", 400, "invalid_field"),
        ("GET", "/v1/agents?username=", "", 400, "invalid_field"),
        ("GET", "/v1/agents?project=1", "", 400, "unknown_parameter"),
        ("GET", "/v1/agents?limit=1&limit=2", "", 400, "conflicting_values"),
        ("GET", "/v1/agents/ana", "", 400, "invalid_field"),
        ("GET", "/v1/agents/0", "", 400, "invalid_field"),
        ("GET", "/v1/agents/2", "", 404, "no_such_agent"),
        ("GET", "/v1/agents/2/sessions", "", 404, "no_such_agent"),
        ("DELETE", "/v1/agents/2/sessions", "", 404, "no_such_agent"),
        ("POST", "/v1/agents/2/deactivate", "", 404, "no_such_agent"),
        ("POST", "/v1/agents/x/deactivate", "", 400, "invalid_field"),
        ("PUT", "/v1/agents/2/password", r#"{"password": "x"}"#, 404, "no_such_agent"),
        ("PUT", "/v1/agents/1/password", r#"{"password": ""}"#, 400, "invalid_body"),
        ("PUT", "/v1/agents/1/password", r#"{"pasword": "hunter2"}"#, 400, "invalid_body"),
        ("PUT", "/v1/agents/1/password", "\"hunter2\"", 400, "invalid_body"),
        ("POST", "/v1/agents", "", 422, "faulty_agents"),
        ("POST", "/v1/agents", "[]", 422, "faulty_agents"),
        ("POST", "/v1/agents", r#"{"username": "x", "pasword": "hunter2"}"#, 422, "faulty_agents"),
        ("POST", "/v1/agents", r#"{"username": "x", "password": 7}"#, 422, "faulty_agents"),
        ("POST", "/v1/agents", r#"{"username": "Ana"}"#, 409, "name_taken"),
        ("POST", "/v1/agents", r#"{"username": "x", "acqueon": "ANA"}"#, 409, "name_taken"),
        ("POST", "/v1/agents/import?dryRun=yes", "", 400, "invalid_field"),
        ("POST", "/v1/agents/import?dry=true", "", 400, "unknown_parameter"),
    ] {
        let answer = office.send("administrator", method, target, body);
        assert_eq!((answer.status, answer.problem().as_str()), (status, kind), "{method} {target} {body}");
        assert!(!answer.body.contains("hunter2"), "{}", answer.body);
    }
    assert_eq!(office.ask("GET", "/v1/agents", "", 200)["agents"].as_array().unwrap().len(), 1);
}

#[test]
fn too_much_is_refused() {
    let office = Office::open();
    let many: Vec<String> = (0..1001).map(|at| format!("a{at},x")).collect();
    let refused = office.ask("POST", "/v1/agents/import", &format!("username,password\n{}\n", many.join("\n")), 400);
    assert!(refused["detail"].as_str().unwrap().contains("it has 1001 passwords"), "{refused}");
    let large = json!({"username": "a", "fullName": "x".repeat(70_000)}).to_string();
    assert_eq!(office.send("administrator", "POST", "/v1/agents", &large).problem(), "body_too_large");
    let huge = "x".repeat((8 << 20) + 1);
    assert_eq!(office.send("administrator", "POST", "/v1/agents/import", &huge).problem(), "body_too_large");
    assert_eq!(office.ask("GET", "/v1/agents", "", 200)["agents"], json!([]));
}

#[test]
fn a_directory_that_does_not_answer_is_told_as_such() {
    let office = Office::open();
    office.add("ana");
    let scene = office.scene_path().join("logingate.db");
    let database = rusqlite::Connection::open(scene).unwrap();
    database
        .execute_batch("DROP TABLE presence; DROP TABLE login_names; DROP TABLE sessions; DROP TABLE agents")
        .unwrap();
    for (method, target, body) in OPERATIONS {
        // Nothing of it has to be asked about nobody.
        let body = if target.ends_with("import") { "username\nnew\n" } else { body };
        let answer = office.send("administrator", method, target, body);
        assert_eq!((answer.status, answer.problem().as_str()), (503, "directory_unavailable"), "{method} {target}");
        assert_eq!(answer.header("retry-after"), Some("1"));
    }
}

#[test]
fn the_log_says_who_changed_agents_and_names_neither_them_nor_a_secret() {
    let mut process =
        Process::start(&format!("admin.listen = \"127.0.0.1:0\"\n{CHEAP}{}[log]\nlevel = \"trace\"\n", tokens()));
    let address = process.admin();
    let ask = |method: &str, target: &str, body: &str| {
        let mut connection = Connection::to(address);
        connection.send(request(method, target, "Authorization: Bearer administrator\r\n", body));
        connection.receive().status
    };
    assert_eq!(ask("POST", "/v1/agents", r#"{"username": "Anastasia", "password": "hunter2"}"#), 201);
    assert_eq!(ask("POST", "/v1/agents", r#"{"username": "anastasia", "password": "hunter2"}"#), 409);
    assert_eq!(ask("PUT", "/v1/agents/1/password", r#"{"password": "hunter3"}"#), 200);
    assert_eq!(ask("POST", "/v1/agents/import", "username,password\nANASTASIA,hunter2\n"), 422);
    assert_eq!(ask("POST", "/v1/agents/1/deactivate", ""), 200);
    process.wait_for_line("somebody has changed whether an agent may log in");
    let log = process.log.join("\n");
    assert!(log.contains("somebody has added an agent") && log.contains("\"who\":\"administrator\""), "{log}");
    for secret in ["hunter", "argon2", "nastasia", "NASTASIA"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}
