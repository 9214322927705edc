//! The documentation's nine answers, and which comes first.

use logingate::decision::Platform;
use logingate::directory::NewAgent;

use super::{ACCOUNT, INVALID, basic};
use crate::staff::{RIGHT, Staff, WRONG, agent, called};

/// One conversation: who, what, and the documented answer.
const CONVERSATION: &[(&str, &str, &str)] = &[
    ("AG1001", "action=logout", r#"{"status":"error","message":"Agent AG1001 is not logged in"}"#),
    (
        "AG1001",
        "phoneNumber=%2B915550100001&action=login",
        r#"{"status":"success","message":"Agent AG1001 logged in successfully"}"#,
    ),
    (
        "AG1001",
        "phoneNumber=%2B915550100002&action=LOGIN",
        r#"{"status":"error","message":"Agent has already logged in"}"#,
    ),
    (
        "ag1002",
        "phoneNumber=%2B915550100001&action=Login",
        r#"{"status":"error","message":"AG1001 logged in with the number (+915550100001)"}"#,
    ),
    (
        "ag1002",
        "phoneNumber=%2B915550100002&action=login",
        r#"{"status":"success","message":"Agent AG1002 logged in successfully"}"#,
    ),
    ("AG1001", "action=LogOut", r#"{"status":"success","message":"Agent AG1001 logged out successfully"}"#),
    (
        "AG1002",
        "phoneNumber=whatever&action=LOGOUT",
        r#"{"status":"success","message":"Agent AG1002 logged out successfully"}"#,
    ),
    (
        "AG1002",
        "phoneNumber=%2B915550100001&action=login",
        r#"{"status":"success","message":"Agent AG1002 logged in successfully"}"#,
    ),
];

#[test]
fn a_conversation_is_answered_letter_by_letter() {
    let staff = Staff::of_ozonetel("");
    for (at, (agent, form, expected)) in CONVERSATION.iter().enumerate() {
        assert_eq!(staff.asked(agent, form), *expected, "{at}: {agent} {form}");
    }
}

#[test]
fn what_is_wrong_first_is_told_first() {
    let staff = Staff::of_ozonetel("");
    staff.log_in("AG1002", "+915550100002");
    let account = r#"{"status":"error","message":"Invalid userName or apiKey"}"#;
    let action = r#"{"status":"error","message":"Invalid action"}"#;
    let already = r#"{"status":"error","message":"Agent has already logged in"}"#;
    let number = r#"{"status":"error","message":"Invalid phoneNumber"}"#;
    let (right, wrong) = (basic("AG1001", RIGHT), basic("AG1001", WRONG));
    let in_already = basic("AG1002", RIGHT);
    for (lines, body, expected) in [
        (&wrong, "userName=demo_account&apiKey=wrong&action=x".to_owned(), account),
        (&wrong, "userName=nobody&apiKey=KKdemo&action=x".to_owned(), account),
        (&right, "apiKey=KKdemo&action=login".to_owned(), account),
        (&right, "userName=demo_account&action=login".to_owned(), account),
        (&right, "userName=demo_account&apiKey=KKdemo&apiKey=other&action=login".to_owned(), account),
        (&right, String::new(), account),
        (&wrong, format!("{ACCOUNT}&action=x"), INVALID),
        (&String::new(), format!("{ACCOUNT}&action=x"), INVALID),
        (&right, format!("{ACCOUNT}&action=x"), action),
        (&right, ACCOUNT.to_owned(), action),
        (&in_already, format!("{ACCOUNT}&action=login"), already),
        (&in_already, format!("{ACCOUNT}&action=login&phoneNumber=%2B915550100002"), already),
        (&right, format!("{ACCOUNT}&action=login"), number),
        (&right, format!("{ACCOUNT}&action=login&phoneNumber="), number),
        (&right, format!("{ACCOUNT}&action=login&phoneNumber=none"), number),
    ] {
        assert_eq!(staff.asked_with(lines, &body), expected, "{body}");
    }
}

#[test]
fn an_agent_is_called_as_the_directory_has_it() {
    let staff = Staff::of_ozonetel("");
    staff.add(NewAgent { login_names: vec![called(Platform::Ozonetel, "Ag\"7")], ..agent("ana") });
    let expected = r#"{"status":"error","message":"Agent Ag\"7 is not logged in"}"#;
    assert_eq!(staff.asked("AG\"7", "action=logout"), expected);
    assert_eq!(staff.asked("ana", "action=logout"), INVALID);
}

#[test]
fn an_account_is_named_in_any_case_and_its_key_is_not() {
    let staff = Staff::of_ozonetel("");
    let ask = |body: &str| staff.asked_with(&basic("AG1001", RIGHT), body);
    assert!(ask("userName=DEMO_account&apiKey=KKdemo&action=logout").contains("is not logged in"));
    assert!(ask("userName=demo_account&apiKey=kkdemo&action=logout").contains("Invalid userName or apiKey"));
}

#[test]
fn a_deactivated_agent_is_out_and_leaves_the_number() {
    let staff = Staff::of_ozonetel("");
    let id = staff.add(agent("AG1003"));
    assert_eq!(staff.log_in("AG1003", "+915550100003"), super::logged_in("AG1003"));
    staff.directory.wait(staff.directory.set_active(id, false)).unwrap();
    assert_eq!(staff.asked("AG1003", "action=logout"), INVALID);
    assert_eq!(staff.log_in("AG1001", "+915550100003"), super::logged_in("AG1001"));
    staff.directory.wait(staff.directory.set_active(id, true)).unwrap();
    assert!(staff.asked("AG1003", "action=logout").contains("Agent AG1003 is not logged in"));
}
