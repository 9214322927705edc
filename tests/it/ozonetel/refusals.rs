//! What is refused looks like every other refusal, and is JSON whatever was sent.

use std::collections::HashSet;

use logingate::directory::{NewAgent, UserType};

use super::{ACCOUNT, FORM, INVALID, PATH, POLICIES, basic};
use crate::staff::{RIGHT, Staff, WRONG, agent, without_directory};

#[test]
fn every_refusal_of_an_agent_is_the_same_byte_for_byte() {
    let refusing = [POLICIES, &[("default.rego", "package projects.default\n\ndefault allow := false\n")]].concat();
    let staff = Staff::with("", &refusing);
    staff.open_account();
    for name in ["AG1001", "locked"] {
        staff.add(agent(name));
    }
    staff.add(NewAgent { is_active: false, ..agent("inactive") });
    staff.add(NewAgent { user_type: UserType::Customer, ..agent("customer") });
    staff.add(NewAgent { projects: crate::staff::projects(&[9]), ..agent("denied") });
    let login = format!("{ACCOUNT}&phoneNumber=%2B915550100001&action=login");
    for _ in 0..5 {
        assert_eq!(staff.asked_with(&basic("locked", WRONG), &login), INVALID);
    }
    let mut lines: Vec<String> = ["AG1001", "nobody", "locked", "inactive", "customer", "denied", ""]
        .into_iter()
        .flat_map(|name| [basic(name, WRONG), basic(name, RIGHT)])
        .filter(|lines| *lines != basic("AG1001", RIGHT))
        .collect();
    lines.extend(
        ["", "Authorization: Basic\r\n", "Authorization: Basic x\r\n", "Authorization: Bearer x\r\n"]
            .map(str::to_owned),
    );
    lines.push(basic("AG1001", ""));
    lines.push(basic("AG1001", &"x".repeat(1025)));
    let answers = lines.iter().map(|lines| {
        let answer = staff.post(PATH, &format!("{FORM}{lines}"), &login);
        (answer.status, answer.headers, answer.body)
    });
    let answers: HashSet<_> = answers.collect();
    assert_eq!(answers.len(), 1, "{answers:#?}");
    let (status, _, body) = answers.into_iter().next().unwrap();
    assert_eq!((status, &*body), (200, INVALID));
}

#[test]
fn without_an_answer_from_the_directory_the_answer_is_no() {
    let (server, _folder) = without_directory(POLICIES);
    let answer = server.post(PATH, &format!("{ACCOUNT}&action=login"));
    assert_eq!((answer.status, &*answer.body), (200, INVALID));
}

#[test]
fn what_is_no_request_is_answered_in_json_too() {
    let staff = Staff::of_ozonetel("[limits]\nbody_read = \"150ms\"\n");
    let invalid = r#"{"status":"error","message":"Invalid request"}"#;
    for (method, content_type, body, status) in [
        ("GET", "", "", 405),
        ("PUT", "", "x", 405),
        ("DELETE", "", "", 405),
        ("BREW", "", "", 405),
        ("POST", "Content-Type: application/json\r\n", "{}", 415),
        ("POST", "Content-Type: multipart/form-data\r\n", "x", 400),
        ("POST", FORM, &"x".repeat(70_000), 413),
        ("POST", FORM, &"a=1&".repeat(101), 400),
    ] {
        let answer = staff.send(method, PATH, content_type, body);
        assert_eq!((answer.status, &*answer.body), (status, invalid), "{method} {content_type}");
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("allow"), (status == 405).then_some("POST, OPTIONS"), "{method}");
    }
    let slow = format!("POST {PATH} HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n");
    let answer = staff.server.raw(slow);
    assert_eq!((answer.status, &*answer.body), (408, invalid));
    assert_eq!(staff.send("HEAD", PATH, "", "").status, 405);
    let options = staff.send("OPTIONS", PATH, "", "");
    assert_eq!((options.status, options.header("allow"), &*options.body), (204, Some("POST, OPTIONS"), ""));
}

#[test]
fn it_is_served_where_the_settings_say_or_nowhere() {
    let staff = Staff::of_ozonetel("[ozonetel]\npath = \"/oz/login\"\n");
    assert_eq!(staff.post(PATH, FORM, ACCOUNT).problem(), "not_found");
    for path in ["/oz/login", "/oz/login/"] {
        assert_eq!(staff.post(path, FORM, ACCOUNT).body, INVALID);
    }
    let staff = Staff::of_ozonetel("[ozonetel]\nenabled = false\n");
    assert_eq!(staff.post(PATH, FORM, ACCOUNT).problem(), "not_found");
}
