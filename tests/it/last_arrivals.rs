//! What arrived last at a hook, as somebody who sets a platform up looks at it.

use serde_json::{Value, json};

use crate::server::{Connection, POLICIES, Response, SAMPLE, TestServer, request};

const SECRET: &str = "a-secret-of-24-letters-x";
const RIGHT: &str = "/acme?secret-key=a-secret-of-24-letters-x";
const IV: &str = "000102030405060708090a0b0c0d0e0f";
/// [`SAMPLE`] in AES-256-CTR with the key `very secret key` and [`IV`].
const ENCRYPTED: &str = "2NRFohjfYJ+1gltn8I0pJn4YWGyNo/iK5MSGd1MtquOE0omo5FytJ/X25wZTR65KqkbzDXY5utldYFA1vRp2Ms0m8GgOHmNP8ZQpfWhbBcTLd7u0QYO9X/ZTcj8UvmmuQ1tlkt8=";
/// Agents by their hashes.
const HASHED: &str = "agents = \"hashed\"\nagents_key = \"a-key-of-more-than-16-letters\"\n";

fn acme() -> String {
    format!("[[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\nsecrets = [\"{SECRET}\"]\n")
}

fn encrypted(name: &str) -> String {
    format!(
        "[[vcc.hooks]]\nname = \"{name}\"\npath = \"/{name}\"\n\
         [vcc.hooks.encryption]\ncipher = \"aes-256-ctr\"\nkey = \"very secret key\"\n"
    )
}

fn ask(server: &TestServer, hook: &str) -> Response {
    Connection::to(server.admin).ask("GET", &format!("/v1/hooks/{hook}/last"), "")
}

fn last(server: &TestServer, hook: &str) -> Value {
    let answer = ask(server, hook);
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

#[test]
fn before_anything_arrives_there_is_nothing_to_tell() {
    let server = TestServer::start();
    let nothing = json!({"hook": "default", "last": null, "last_refused": null, "last_turned_away": null});
    assert_eq!(last(&server, "default"), nothing);
    let unknown = ask(&server, "other");
    assert_eq!((unknown.status, unknown.problem().as_str()), (404, "no_such_hook"));
}

#[test]
fn a_login_is_told_with_its_decision_and_what_was_passed_over() {
    let server = TestServer::start();
    let body = r#"{"projectId":3,"userId":2,"groupId":2,"secondaryProjectsIds":[4],"projectid":3}"#;
    let mut connection = server.connect();
    connection.send(request("PUT", "/vcc/project-login", "Content-Type: application/json\r\n", body));
    let answer = connection.receive();
    let told = last(&server, "default");
    let arrived = &told["last"];
    assert_eq!(arrived["received_at"], "2026-11-23T08:00:00.000Z");
    assert_eq!((&arrived["method"], &arrived["content_type"]), (&json!("PUT"), &json!("application/json")));
    assert_eq!((&arrived["body_bytes"], &arrived["source"]), (&json!(body.len()), &json!("127.0.0.1")));
    let read =
        json!({"form": "json", "fields": ["projectId", "userId", "groupId"], "passed_over": ["secondaryProjectsIds"]});
    assert_eq!(arrived["read"], read);
    let decision = &arrived["decision"];
    assert_eq!(decision["decision_id"].as_str(), answer.header("x-decision-id"));
    assert_eq!((&decision["result"], &decision["input"]["userId"]), (&json!({"3": false}), &json!(2)));
    assert_eq!(decision["custom"]["projects"][0]["reasons"], json!(["not yet"]));
    assert!(arrived.get("problem").is_none() && arrived.get("secret").is_none(), "{arrived}");
    assert_eq!((&told["last_refused"], &told["last_turned_away"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_good_request_does_not_hide_the_bad_one_before_it() {
    let server = TestServer::start();
    let refused = server.post("/vcc/project-login", r#"{"projectId":1.5,"userId":2}"#);
    assert_eq!(refused.status, 400);
    assert_eq!(last(&server, "default")["last"], last(&server, "default")["last_refused"]);
    assert_eq!(server.get("/vcc/project-login?projectId=1&userId=2&iv=00&group=7").status, 200);
    let told = last(&server, "default");
    assert_eq!(told["last_refused"]["problem"], refused.json(), "as the caller got it");
    assert_eq!(told["last_refused"]["read"]["fields"], json!(["projectId", "userId"]));
    let read = json!({"form": "query", "fields": ["projectId", "userId"], "passed_over": ["group"]});
    assert_eq!((&told["last"]["method"], &told["last"]["read"]), (&json!("GET"), &read));
}

#[test]
fn whoever_is_turned_away_is_told_of_apart_and_hides_nothing() {
    let server = TestServer::with(&acme(), POLICIES);
    assert_eq!(server.post(RIGHT, "projectId=x").status, 400);
    let long = "x".repeat(3000);
    for (target, lines, secret) in [
        ("/acme".to_owned(), String::new(), ["absent", "absent"]),
        ("/acme?secret-key=what-somebody-tried".to_owned(), String::new(), ["wrong", "absent"]),
        (RIGHT.to_owned(), "Authorization: Basic eDp3aGF0LXNvbWVib2R5LXRyaWVk\r\n".to_owned(), ["right", "wrong"]),
        (format!("/acme?{long}"), format!("Content-Type: {long}\r\n"), ["absent", "absent"]),
    ] {
        let mut connection = server.connect();
        connection.send(request("POST", &target, &lines, format!("projectId=1&userId={long}")));
        assert_eq!(connection.receive().status, 401, "{target}");
        let answer = ask(&server, "acme");
        let told = &answer.json()["last_turned_away"];
        let expected = json!({"query": secret[0], "path": "absent", "password": secret[1]});
        assert_eq!((&told["secret"], &told["problem"]["status"]), (&expected, &json!(401)));
        assert!(told.get("read").is_none() && told.get("decision").is_none(), "{told}");
        assert!(!answer.body.contains("what-somebody-tried") && !answer.body.contains("eDp3"), "{}", answer.body);
        assert!(answer.body.len() < 2000, "{}", answer.body);
        assert_eq!(answer.json()["last_refused"]["problem"]["field"], "projectId");
    }
    assert_eq!(server.connect().ask("DELETE", "/acme", "").status, 405);
    let told = last(&server, "acme");
    assert_eq!(told["last_turned_away"]["method"], "other");
    assert_eq!(told["last_turned_away"]["problem"]["status"], 405);
    assert_eq!(server.connect().ask("OPTIONS", "/acme", "").status, 204);
    assert_eq!(last(&server, "acme"), told, "an answer to OPTIONS is no refusal");
}

#[test]
fn a_right_secret_is_in_no_answer_wherever_it_stood() {
    let settings = acme()
        + "[[vcc.hooks]]\nname = \"path\"\npath = \"/path/{secret}\"\nsecrets = [\"a-secret-of-24-letters-x\"]\n";
    let server = TestServer::with(&settings, POLICIES);
    for (method, target) in [
        ("GET", format!("{RIGHT}&projectId=1&userId=7&a-secret-of-24-letters-x&x=y")),
        ("GET", format!("{RIGHT}&projectId=x")),
        ("POST", RIGHT.to_owned()),
        ("POST", format!("/path/{SECRET}")),
    ] {
        let answer = server.connect().ask(method, &target, if method == "POST" { SAMPLE } else { "" });
        assert_ne!(answer.status, 401, "{target}");
        for hook in ["acme", "path"] {
            let told = ask(&server, hook).body;
            assert!(!told.contains(SECRET) && !told.contains("secret-key"), "{told}");
        }
    }
    assert_eq!(last(&server, "path")["last"]["decision"]["input"]["userId"], 2);
}

#[test]
fn what_was_wrong_with_an_encrypted_body_is_told_to_operators_alone() {
    let server = TestServer::with(&encrypted("locked"), POLICIES);
    let target = format!("/locked?iv={IV}");
    assert_eq!(server.post(&target, ENCRYPTED).status, 200);
    let told = last(&server, "locked");
    assert_eq!(told["last"]["read"]["form"], "encrypted");
    assert_eq!(told["last"]["read"]["fields"][0], "projectId");
    for (target, body, reason) in [
        (&*target, "bm90IGFuIGVuY3J5cHRlZCBsb2dpbg==", "decrypted, but the text can't be read: "),
        ("/locked", ENCRYPTED, "the query has no iv"),
        ("/locked?iv=${iv}", ENCRYPTED, "the iv is the literal placeholder ${iv}: the platform's random IV is off"),
        (&*target, SAMPLE, "a plain body where an encrypted one is due"),
    ] {
        let answer = server.raw(request("POST", target, "", body));
        assert_eq!(answer.problem(), "undecryptable_body", "{target}");
        let told = last(&server, "locked");
        assert_eq!(told["last_refused"]["problem"], answer.json());
        assert!(told["last_refused"]["reason"].as_str().unwrap().starts_with(reason), "{told}");
        assert!(!told.to_string().contains(IV), "{told}");
    }
    assert_eq!(last(&server, "locked")["last"]["read"]["form"], "json", "that body was not encrypted");
}

#[test]
fn of_agents_it_tells_what_the_journal_tells() {
    let settings = format!("[journal]\nmask = [\"/input/customData/iban\", \"/input/source\"]\n{HASHED}");
    let server = TestServer::with(&settings, POLICIES);
    let login = r#"{"projectId":1,"userId":71234,"username":"ana","customData":{"iban":"DE02120300000000202051"}}"#;
    assert_eq!(server.post("/vcc/project-login", login).status, 200);
    assert_eq!(server.post("/vcc/project-login", r#"{"projectId":1,"userId":"71234x"}"#).status, 400);
    let answer = ask(&server, "default");
    let told = answer.json();
    assert_eq!(told["last_refused"]["problem"]["got"], "***");
    for secret in ["71234", "\"ana\"", "DE0212", "127.0.0.1"] {
        assert!(!answer.body.contains(secret), "{secret}: {}", answer.body);
    }
    assert_eq!(server.post("/vcc/project-login", login).status, 200);
    let answer = ask(&server, "default");
    let decision = &answer.json()["last"]["decision"];
    assert_eq!(decision["masked"], json!(["/input/userId", "/input/username"]));
    for secret in ["71234", "\"ana\"", "DE0212", "127.0.0.1"] {
        assert!(!answer.body.contains(secret), "{secret}: {}", answer.body);
    }
}

#[test]
fn a_login_that_was_decided_and_not_answered_is_both() {
    let hook = "[[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\non_error = \"unavailable\"\n";
    let server = TestServer::with(hook, &[("projects/1.rego", "package projects[\"1\"]\n\nallow if {\n")]);
    let answer = server.post("/acme", r#"{"projectId":1,"userId":2}"#);
    assert_eq!(answer.status, 503);
    let told = last(&server, "acme");
    assert_eq!(told["last"], told["last_refused"]);
    assert_eq!(told["last"]["problem"], answer.json());
    assert_eq!(told["last"]["decision"]["custom"]["projects"][0]["outcome"], "error");
}

#[test]
fn it_is_for_readers_with_a_token_and_only_to_read() {
    use sha2::{Digest as _, Sha256};
    let digest: String = Sha256::digest("reading").iter().map(|byte| format!("{byte:02x}")).collect();
    let token = format!("[[admin.tokens]]\nname = \"ana\"\nrole = \"reader\"\nsha256 = \"{digest}\"\n");
    let server = TestServer::with(&token, POLICIES);
    for (method, token, status) in
        [("GET", "reading", 200), ("GET", "wrong", 401), ("POST", "reading", 405), ("HEAD", "reading", 200)]
    {
        let mut connection = Connection::to(server.admin);
        let line = format!("Authorization: Bearer {token}\r\n");
        connection.send(request(method, "/v1/hooks/default/last", &line, ""));
        let answer = if method == "HEAD" { connection.receive_head() } else { connection.receive() };
        assert_eq!(answer.status, status, "{method} {token}");
    }
    assert_eq!(server.get("/v1/hooks/default/last").status, 404, "platforms can't ask");
}

#[test]
fn whoever_is_turned_away_for_a_signature_is_told_what_is_wrong_with_it() {
    let signing = "signing_secrets = [\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"]\n";
    let settings = acme() + signing + "[[vcc.hooks]]\nname = \"signed\"\npath = \"/signed\"\n" + signing;
    let server = TestServer::with(&settings, POLICIES);
    let signature =
        "webhook-id: msg_1\r\nwebhook-timestamp: 1795420800\r\nwebhook-signature: v1,d2hhdC13YXMtdHJpZWQ=\r\n";
    let right = json!({"query": "right", "path": "absent", "password": "absent"});
    for (hook, method, target, lines, secret, reason) in [
        ("signed", "POST", "/signed", "", &Value::Null, "there is no signature"),
        ("signed", "GET", "/signed?projectId=1&userId=2", signature, &Value::Null, "a GET can't be signed"),
        ("acme", "POST", RIGHT, signature, &right, "the signature is not that of this body by a secret of this hook"),
    ] {
        let mut connection = server.connect();
        connection.send(request(method, target, lines, if method == "POST" { SAMPLE } else { "" }));
        let refused = connection.receive();
        assert_eq!(refused.problem(), "signature_refused", "{target}");
        let told = ask(&server, hook);
        let turned_away = &told.json()["last_turned_away"];
        assert_eq!((&turned_away["problem"], &turned_away["secret"]), (&refused.json(), secret), "{target}");
        assert_eq!(turned_away["reason"], reason);
        assert!(!told.body.contains("d2hhdC13YXMtdHJpZWQ=") && !told.body.contains("\"username\""), "{}", told.body);
    }
}

#[test]
fn a_rule_that_masks_keeps_the_same_from_it() {
    let rule = ("system/log.rego", "package system.log\n\nmask contains \"/input/customData\"\n");
    let login = r#"{"projectId":1,"userId":2,"groupId":2,"customData":{"iban":"DE02120300000000202051"}}"#;
    for (files, is_masked) in [(POLICIES.to_vec(), false), ([POLICIES, &[rule]].concat(), true)] {
        let server = TestServer::with("", &files);
        assert_eq!(server.post("/vcc/project-login", login).body, r#"{"1":true}"#);
        let told = last(&server, "default");
        let decision = &told["last"]["decision"];
        assert_eq!(decision["input"]["userId"], 2, "{told}");
        assert_eq!(decision["input"]["customData"].is_null(), is_masked, "{told}");
        assert_eq!(told.to_string().contains("DE0212"), !is_masked, "{told}");
        assert_eq!(decision["erased"] == json!(["/input/customData"]), is_masked, "{told}");
    }
}

#[test]
fn a_decision_that_a_rule_drops_is_not_told_and_what_arrived_is() {
    let rule = ("system/log.rego", "package system.log\n\ndrop if true\n");
    for (files, is_told) in [(POLICIES.to_vec(), true), ([POLICIES, &[rule]].concat(), false)] {
        let server = TestServer::with("", &files);
        assert_eq!(server.post("/vcc/project-login", SAMPLE).status, 200);
        let told = last(&server, "default");
        assert_eq!(told["last"].get("decision").is_some(), is_told, "{told}");
        assert_eq!(told["last"]["read"]["form"], "json");
    }
}
