//! Every way in which the parameters may come.

use super::{ACCOUNT, FORM, PATH, basic, logged_in};
use crate::staff::{RIGHT, Staff};

const LOGIN: &str = "phoneNumber=%2B915550100001&action=login";

fn parts(fields: &str) -> String {
    let part = |field: &str| {
        let (name, value) = field.split_once('=').unwrap();
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{}\r\n", value.replace("%2B", "+"))
    };
    fields.split('&').map(part).collect::<String>() + "--x--\r\n"
}

#[test]
fn a_login_is_read_from_either_body_from_the_query_and_from_both() {
    let staff = Staff::of_ozonetel("");
    let whole = format!("{ACCOUNT}&{LOGIN}");
    let multipart = "Content-Type: multipart/form-data; boundary=x\r\n";
    for (query, lines, body) in [
        (String::new(), FORM, whole.clone()),
        (String::new(), "", whole.clone()),
        (String::new(), multipart, parts(&whole)),
        (format!("?{whole}"), "", String::new()),
        (format!("?{whole}"), "Content-Type: application/json\r\n", String::new()),
        (format!("?{ACCOUNT}"), FORM, LOGIN.to_owned()),
        (format!("?{LOGIN}"), multipart, parts(ACCOUNT)),
        (format!("?{whole}"), FORM, whole.clone()),
    ] {
        let answer = staff.post(&format!("{PATH}{query}"), &format!("{lines}{}", basic("AG1001", RIGHT)), &body);
        assert_eq!((answer.status, answer.body), (200, logged_in("AG1001")), "{query} {lines} {body}");
        assert!(staff.asked("AG1001", "action=logout").contains("logged out successfully"));
    }
}

#[test]
fn a_parameter_with_another_value_in_the_query_is_not_there() {
    let staff = Staff::of_ozonetel("");
    let lines = format!("{FORM}{}", basic("AG1001", RIGHT));
    let answer = staff.post(&format!("{PATH}?action=logout"), &lines, &format!("{ACCOUNT}&{LOGIN}"));
    assert_eq!(answer.body, r#"{"status":"error","message":"Invalid action"}"#);
}

#[test]
fn the_scheme_is_read_in_any_case_and_a_password_may_hold_a_colon() {
    let staff = Staff::of_ozonetel("");
    for scheme in ["basic", "BASIC"] {
        let lines = basic("AG1001", RIGHT).replace("Basic", scheme);
        assert!(staff.asked_with(&lines, &format!("{ACCOUNT}&action=logout")).contains("is not logged in"));
    }
    let colon = basic("AG1001", &format!("{RIGHT}:x"));
    assert_eq!(staff.asked_with(&colon, &format!("{ACCOUNT}&action=logout")), super::INVALID);
}
