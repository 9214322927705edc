//! What is refused looks like every other refusal.

use std::collections::HashSet;

use logingate::directory::{NewAgent, UserType};

use super::{AGENT_LOGIN, AGENT_LOGOFF, END_SESSION, FORM, POLICIES, USER_LOGIN, USER_TOKEN, victor};
use crate::staff::{RIGHT, Staff, WRONG, agent, without_directory};

const RESOURCES: [&str; 5] = [AGENT_LOGIN, AGENT_LOGOFF, END_SESSION, USER_LOGIN, USER_TOKEN];

#[test]
fn every_refusal_of_a_login_is_the_same_byte_for_byte() {
    let refusing = [POLICIES, &[("default.rego", "package projects.default\n\ndefault allow := false\n")]].concat();
    let staff = Staff::with("", &refusing);
    staff.add(victor());
    staff.add(NewAgent { is_active: false, ..agent("inactive") });
    staff.add(NewAgent { user_type: UserType::Customer, ..agent("customer") });
    staff.add(NewAgent { projects: crate::staff::projects(&[9]), ..agent("denied") });
    staff.add(agent("locked"));
    for _ in 0..5 {
        assert_eq!(staff.agent_login("locked", WRONG).body, "0");
    }
    let mut answers = HashSet::new();
    for (agent, password) in [
        ("Vcisneros", WRONG),
        ("nobody", RIGHT),
        ("locked", RIGHT),
        ("locked", WRONG),
        ("inactive", RIGHT),
        ("customer", RIGHT),
        ("denied", RIGHT),
        ("", RIGHT),
        ("Vcisneros", ""),
    ] {
        let answer = staff.agent_login(agent, password);
        answers.insert((answer.status, answer.headers, answer.body));
    }
    for body in ["", "agent=Vcisneros", "password=x", "agent=Vcisneros&password=%FF", "agent=a&agent=b&password=c"] {
        let answer = staff.post(AGENT_LOGIN, FORM, body);
        answers.insert((answer.status, answer.headers, answer.body));
    }
    assert_eq!(answers.len(), 1, "{answers:#?}");
    let (status, _, body) = answers.into_iter().next().unwrap();
    assert_eq!((status, &*body), (200, "0"));
    staff.token("Vcisneros");
}

#[test]
fn without_an_answer_from_the_directory_the_answer_is_no() {
    let (server, _folder) = without_directory(POLICIES);
    for resource in RESOURCES {
        let answer = server.post(resource, "agent=a&user=a&password=b&token=c");
        assert_eq!((answer.status, &*answer.body), (200, "0"), "{resource}");
    }
}

#[test]
fn another_method_is_refused_and_told_which_is_not() {
    let staff = Staff::of_ucontact("");
    for resource in RESOURCES {
        for method in ["GET", "PUT", "DELETE", "PATCH", "BREW"] {
            let answer = staff.send(method, resource, "", "");
            assert_eq!((answer.status, &*answer.body), (405, "0"), "{method} {resource}");
            assert_eq!(answer.header("allow"), Some("POST, OPTIONS"));
            assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
        }
        assert_eq!(staff.send("HEAD", resource, "", "").status, 405);
        let options = staff.send("OPTIONS", resource, "", "");
        assert_eq!((options.status, options.header("allow"), &*options.body), (204, Some("POST, OPTIONS"), ""));
    }
}

#[test]
fn a_body_that_is_no_form_or_too_large_is_refused_by_its_status_as_well() {
    let staff = Staff::of_ucontact("[limits]\nbody_read = \"150ms\"\n");
    let login = format!("agent=Vcisneros&password={RIGHT}");
    for (content_type, body, status) in [
        ("application/json", "{\"agent\":\"Vcisneros\"}", 415),
        ("text/plain", &login, 415),
        ("multipart/form-data; boundary=x", "--x--\r\n", 415),
        ("application/x-www-form-urlencoded", &"x".repeat(70_000), 413),
    ] {
        let answer = staff.post(AGENT_LOGIN, &format!("Content-Type: {content_type}\r\n"), body);
        assert_eq!((answer.status, &*answer.body), (status, "0"), "{content_type}");
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    }
    let slow = format!("POST {AGENT_LOGIN} HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n");
    let answer = staff.server.raw(slow);
    assert_eq!((answer.status, &*answer.body), (408, "0"));
}

#[test]
fn what_is_switched_off_is_not_there() {
    let staff = Staff::of_ucontact("[ucontact]\nenabled = false\n");
    for resource in RESOURCES {
        assert_eq!(staff.post(resource, FORM, "").problem(), "not_found", "{resource}");
    }
}
