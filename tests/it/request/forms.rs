//! Every form in which VCC Live may write a login.

use serde_json::Value;

use super::{Canned, ask, request, told};
use crate::server::{POLICIES, TestServer};

const GRANTED: &str = r#"{"1":true,"2":true,"3":true,"4":true,"5":true}"#;

fn canned() -> Canned {
    Canned::with("200 OK", "Content-Type: application/json\r\n", GRANTED)
}

#[test]
fn each_form_is_written_as_the_platform_may_write_it() {
    let query = "projectId=1&userId=2&username=x&groupId=2&customData%5Bregion%5D=EU+%26+UK";
    let list = |name: &str| -> String { ["2", "3", "4", "5"].map(|id| format!("&{name}={id}")).concat() };
    let indexed: String = (0..4).map(|at| format!("&secondaryProjectIds%5B{at}%5D={}", at + 2)).collect();
    let json = |list: &str| {
        format!(
            "\r\n\r\n{{\"projectId\":1,\"userId\":2,\"username\":\"x\",\"groupId\":2,\"customData\":{{\"region\":\"EU & UK\"}},\"secondaryProjectIds\":{list}}}"
        )
    };
    let server = canned();
    for (arguments, expected) in [
        (&["--method", "get"][..], format!("GET /x?{query}{indexed} HTTP/1.1")),
        (&["--method", "get", "--list-form", "brackets"], format!("{query}{} HTTP", list("secondaryProjectIds%5B%5D"))),
        (&["--method", "get", "--list-form", "repeated"], format!("{query}{} HTTP", list("secondaryProjectIds"))),
        (&["--method", "get", "--list-form", "commas"], format!("{query}&secondaryProjectIds=2%2C3%2C4%2C5 HTTP")),
        (&["--method", "put", "--body-form", "form"], format!("\r\n\r\n{query}{indexed}")),
        (&[], json("[2,3,4,5]")),
        (&["--body-form", "json-object"], json(r#"{"1":2,"2":3,"3":4,"4":5}"#)),
    ] {
        let (text, code) = ask(server.address, "/x", &[&["--custom", "region=EU & UK"], arguments].concat());
        assert_eq!(code, Some(0), "{text}");
        let received = server.received();
        assert!(received.contains(&expected), "{expected}\n{received}");
    }
    ask(server.address, "/x", &["--body-form", "json-texts"]);
    assert!(server.received().contains(r#""projectId":"1","userId":"2""#));
    ask(server.address, "/x", &["--method", "get", "--list-form", "json", "--custom-json", r#"{"a":[1]}"#]);
    assert!(server.received().contains("customData=%7B%22a%22%3A%5B1%5D%7D&secondaryProjectIds=%5B2%2C3%2C4%2C5%5D"));
}

#[test]
fn custom_data_in_a_query_is_what_php_makes_of_it() {
    let server = canned();
    let custom = r#"{"skills":["a",{"b":1.5}],"on":true,"off":false,"none":null,"empty":[]}"#;
    ask(server.address, "/x", &["--method", "get", "--custom-json", custom]);
    let expected = "customData%5Boff%5D=0&customData%5Bon%5D=1&customData%5Bskills%5D%5B0%5D=a\
                    &customData%5Bskills%5D%5B1%5D%5Bb%5D=1.5&secondaryProjectIds";
    let received = server.received();
    assert!(received.contains(expected), "{received}");
}

#[test]
fn all_forms_are_one_login_for_the_server() {
    let server = TestServer::start();
    let (text, code) = ask(server.address, "", &["--all-forms", "--custom", "region=EU"]);
    assert!(text.contains("All 15 are answered alike. Project 3 refuses."), "{text}");
    assert_eq!(
        (text.matches(" 200 denied {\"1\":true,\"2\":true,\"3\":false,").count(), code),
        (15, Some(5)),
        "{text}"
    );
}

#[test]
fn secrets_are_tried_in_both_places_and_only_bodies_are_encrypted_or_signed() {
    let hook = |more: &str| format!("[[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\n{more}");
    let encryption = "secrets = [\"hush\"]\n[vcc.hooks.encryption]\ncipher = \"aes-128-ofb\"\nkey = \"k\"\n";
    let server = TestServer::with(&hook(encryption), POLICIES);
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        std::fs::write(directory.path().join(name), text).unwrap();
        directory.path().join(name).to_str().unwrap().to_owned()
    };
    let (secret, key) = (file("secret", "hush\n"), file("key", "k\n"));
    let flags = ["--all-forms", "--secret-file", &secret, "--cipher", "aes-128-ofb", "--key-file", &key];
    let (text, code) = ask(server.address, "/acme", &flags);
    assert!(text.contains("POST JSON, secret in HTTP Basic 200 denied"), "{text}");
    assert!(text.contains("All 5 are answered alike") && code == Some(5), "{text}");
}

#[test]
fn forms_that_are_answered_otherwise_are_named() {
    let guarded = "secrets = [\"hush\"]\nsecret_parameter = \"token\"";
    let settings = format!("[[vcc.hooks]]\nname = \"acme\"\npath = \"/acme\"\n{guarded}");
    let server = TestServer::with(&settings, POLICIES);
    let (text, code) = ask(server.address, "/acme?secret-key=hush", &["--all-forms"]);
    assert!(text.contains("They are not answered alike: POST JSON: The caller is not authenticated."), "{text}");
    assert!(text.contains("POST JSON, secret in HTTP Basic: Project 3 refuses."), "{text}");
    assert!(text.contains("401 refused unauthorized") && !text.contains("hush") && code == Some(1), "{text}");
    let output = request(&[&format!("http://{}/acme", server.address), "--all-forms", "--format", "json"]);
    let forms: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(forms[0]["report"]["judgement"]["problem"], "unauthorized");
    assert_eq!((forms.len(), output.status.code()), (15, Some(1)));
}

#[test]
fn a_server_that_is_not_there_is_asked_once() {
    let (text, code) = told(&request(&["http://127.0.0.1:1/x", "--all-forms"]));
    assert!(text.starts_with("POST JSON none unanswered It is answered alike. Nobody listens"), "{text}");
    assert_eq!(code, Some(1));
}
