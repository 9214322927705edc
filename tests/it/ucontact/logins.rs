//! What an agent's login answers.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use logingate::decision::Platform;
use logingate::directory::NewAgent;
use uuid::Uuid;

use super::{AGENT_LOGIN, FORM, POLICIES, victor};
use crate::staff::{RIGHT, Staff, agent, called};

const ANSWER: &str = concat!(
    r#"{"id":1,"name":"1997","host":"test","nat":"yes","type":"friend","accountcode":"Vcisneros","callgroup":"","#,
    r#""callerid":"1997","canreinvite":"","context":"agents","dtmfmode":"rfc2833","insecure":"","language":"es","#,
    r#""mailbox":"","md5secret":"…","pickupgroup":"","qualify":"yes","secret":"","disallow":"all","allow":"alaw;ulaw","#,
    r#""port":"","defaultuser":"1997","subscribecontext":"default","record":"agent","email":"","#,
    r#""phonetype":"SoftPhone","LogLevel":"SEVERE","limite":0.0,"transport":"wss","encryption":"yes","did":"","#,
    r#""outboundproxy":"","fullname":"Victor Cisneros","token":"…"}"#
);

#[test]
fn an_agent_gets_the_documented_object_as_text() {
    let staff = Staff::of_ucontact("");
    let answer = staff.agent_login("Vcisneros", RIGHT);
    let object = answer.json();
    let (token, md5secret) = (object["token"].as_str().unwrap(), object["md5secret"].as_str().unwrap());
    assert_eq!(answer.body.replace(token, "…").replace(md5secret, "…"), ANSWER);
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/plain; charset=utf-8")));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(
        md5secret.len() == 32 && md5secret.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f')),
        "{md5secret}"
    );
    let decoded = String::from_utf8(BASE64_STANDARD.decode(token).unwrap()).unwrap();
    let (name, id) = decoded.split_once(':').unwrap();
    let uuid: Uuid = id.parse().unwrap();
    assert_eq!((name, uuid.get_version_num(), &*uuid.to_string()), ("Vcisneros", 4, id));
}

#[test]
fn tokens_and_secrets_are_fresh_at_every_login() {
    let staff = Staff::of_ucontact("");
    let (first, second) = (staff.logged_in("Vcisneros"), staff.logged_in("Vcisneros"));
    assert_ne!(first["token"], second["token"]);
    assert_ne!(first["md5secret"], second["md5secret"]);
}

#[test]
fn generation_a_has_the_token_as_md5secret() {
    let staff = Staff::of_ucontact("[ucontact]\ngeneration = \"A\"\n");
    let object = staff.logged_in("Vcisneros");
    assert!(object.get("token").is_none(), "{object}");
    let token = object["md5secret"].as_str().unwrap();
    assert_eq!(staff.ask_with(token, super::AGENT_LOGOFF, "agent=Vcisneros"), "1");
}

#[test]
fn the_settings_say_what_the_directory_does_not() {
    let settings = "[ucontact]\npath = \"/api/\"\nhost = \"acme.ucontactcloud.com\"\ncontext = \"entrantes\"\n\
                    language = \"pt\"\ncodecs = [\"opus\", \"g722\"]\n";
    let staff = Staff::with(settings, POLICIES);
    staff.add(agent("ana"));
    let object = staff.post("/api/auth/AgentLogin", FORM, &format!("agent=ana&password={RIGHT}")).json();
    for (field, value) in [
        ("host", "acme.ucontactcloud.com"),
        ("context", "entrantes"),
        ("language", "pt"),
        ("allow", "opus;g722"),
        ("name", ""),
        ("fullname", ""),
    ] {
        assert_eq!(object[field], value, "{field}");
    }
    let with_slash = staff.post("/api/auth/AgentLogin/", FORM, &format!("agent=ana&password={RIGHT}"));
    assert!(with_slash.json().is_object());
    assert_eq!(staff.agent_login("ana", RIGHT).status, 404);
}

#[test]
fn the_host_is_the_one_that_the_client_asked_without_its_port() {
    let staff = Staff::of_ucontact("");
    let body = format!("agent=Vcisneros&password={RIGHT}");
    for (host, shown) in [
        ("demo.ucontactcloud.com", "demo.ucontactcloud.com"),
        ("127.0.0.1:8080", "127.0.0.1"),
        ("[::1]:8080", "[::1]"),
        ("[::1]", "[::1]"),
    ] {
        let length = body.len();
        let head = format!("POST {AGENT_LOGIN} HTTP/1.1\r\nHost: {host}\r\n{FORM}Content-Length: {length}\r\n\r\n");
        assert_eq!(staff.server.raw(head + &body).json()["host"], shown, "{host}");
    }
}

#[test]
fn a_name_is_read_in_any_case_and_shown_as_it_is_stored() {
    let staff = Staff::of_ucontact("");
    let ana = NewAgent { login_names: vec![called(Platform::Ucontact, "AgentAna")], ..agent("ana") };
    staff.add(ana);
    assert_eq!(staff.logged_in("VCISNEROS")["accountcode"], "Vcisneros");
    assert_eq!(staff.logged_in("agentana")["accountcode"], "AgentAna");
    // Her username is the name of nobody there.
    assert_eq!(staff.agent_login("ana", RIGHT).body, "0");
}

#[test]
fn a_content_type_may_name_a_charset_or_be_left_out() {
    let staff = Staff::of_ucontact("");
    for lines in ["Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n", ""] {
        let answer = staff.post(AGENT_LOGIN, lines, &format!("password={RIGHT}&agent=Vcisneros"));
        assert!(answer.json().is_object(), "{lines}");
    }
}

#[test]
fn every_project_of_the_agent_must_allow_the_login() {
    let policies = [
        ("projects/1.rego", "package projects[\"1\"]\n\nallow if input.station.extension == \"1997\"\n"),
        ("projects/2.rego", "package projects[\"2\"]\n\nallow if input.userId == 7\n"),
    ];
    let staff = Staff::with("", &policies);
    let of = |username: &str, projects: &[u64], user: u64| NewAgent {
        extension: Some("1997".to_owned()).filter(|_| username != "eve"),
        projects: crate::staff::projects(projects),
        user_id: user.to_string().parse().ok(),
        ..agent(username)
    };
    staff.add(of("ana", &[1, 2], 7));
    staff.add(of("ben", &[1, 2], 8));
    staff.add(of("eve", &[1], 7));
    staff.add(NewAgent { extension: None, ..victor() });
    for (name, is_allowed) in [("ana", true), ("ben", false), ("eve", false), ("Vcisneros", false)] {
        assert_eq!(staff.agent_login(name, RIGHT).body != "0", is_allowed, "{name}");
    }
}
