//! What is wrong is told by its line, all of it at once, and never a password.

use super::faults;
use crate::roster::{Faults, Field};

#[test]
fn every_bad_value_is_told_with_what_was_got_and_expected() {
    let file = "username,userId,active,inactivityMinutes,userType\n\
                ana,x7,true,10,agent\n\
                ,8,yes,0,robot\n\
                ben,9,false,525601,customer\n";
    assert_eq!(
        faults(file),
        [
            "line 2, userId: got \"x7\", expected a positive integer up to 9223372036854775807",
            "line 3, username: is missing, expected 1 to 256 characters, none of them a control character, no space at either end",
            "line 3, active: got \"yes\", expected true or false",
            "line 3, inactivityMinutes: got \"0\", expected an integer from 1 to 525600",
            "line 3, userType: got \"robot\", expected agent or customer",
            "line 4, inactivityMinutes: got \"525601\", expected an integer from 1 to 525600",
        ]
    );
}

#[test]
fn each_field_refuses_what_it_does_not_take() {
    for field in Field::ALL {
        let refused = match field {
            // One character, and one too many.
            Field::Password => serde_json::json!("x".repeat(1025)),
            Field::CustomData => serde_json::json!([]),
            Field::Segments | Field::AccessRights => serde_json::json!(["fine", 7]),
            Field::Active => serde_json::json!(1),
            _ => serde_json::json!(" \u{7}"),
        };
        let mut row = serde_json::json!({"username": "ana", "projectId": 1});
        row[field.name()] = refused;
        let faults = faults(row.to_string());
        assert_eq!(faults.len(), 1, "{field:?}: {faults:?}");
        assert!(faults[0].starts_with(&format!("line 1, {}: got ", field.name())), "{faults:?}");
        assert!(faults[0].ends_with(field.expected()), "{faults:?}");
    }
}

#[test]
fn unknown_fields_are_refused_with_what_was_meant() {
    let no_such = |near: &str| format!("there is no such field; did you mean `{near}`?");
    for (name, near) in [
        ("Username", "username"),
        ("user_id", "userId"),
        ("secondaryProjects", "secondaryProjectIds"),
        ("full name", "fullName"),
        ("pasword", "password"),
        ("e-mail", "email"),
    ] {
        assert_eq!(faults(format!("username,{name}\n"))[0], format!("line 1, {name}: {}", no_such(near)));
        assert_eq!(faults(format!("{{\"{name}\": 1}}"))[0], format!("line 1, {name}: {}", no_such(near)));
    }
    let [custom] = &faults("username,shoeSize\n")[..] else { panic!("one fault") };
    assert!(custom.ends_with("there is no such field; custom fields are named `customData.<name>`"), "{custom}");
}

#[test]
fn a_header_that_can_not_be_used_is_refused_before_any_row() {
    for (file, fault) in [
        ("username,email,email\n1,2,3\n", "line 1, email: there are two such columns"),
        ("email\nx\n", "line 1: there is no column `username`, expected a header that names the columns"),
        ("username;email\n", "line 1: the columns are not separated by `,`, expected commas"),
        ("username,customData.\n", "line 1, customData.: there is no name behind `customData.`"),
        ("[{}]", "line 1: it is a JSON list, expected NDJSON: one object a line"),
    ] {
        assert_eq!(faults(file), [fault]);
    }
}

#[test]
fn broken_lines_are_told_and_the_others_are_read_on() {
    let file = "username,userId\nana\nben,1,2\ncleo,x\n";
    let found = faults(file);
    assert_eq!(
        found[..2],
        ["line 2: expected 2 values as in the header, got 1", "line 3: expected 2 values as in the header, got 3",]
    );
    assert!(found[2].starts_with("line 4, userId"), "{found:?}");
    let found = faults("{\"username\": \"ana\",}\n[]\n{\"username\":\"ben\",\"username\":\"eve\"}\n{\"userId\":1}");
    assert_eq!(
        found[..3],
        [
            "line 1: it is not JSON from column 20 on, expected one object a line",
            "line 2: it is no JSON object, expected one object a line",
            "line 3, username: is there twice",
        ]
    );
    assert!(found[3].starts_with("line 4, username: is missing"), "{found:?}");
    let not_utf8 = faults(b"username\nj\xe1nos\n");
    assert!(not_utf8[0].starts_with("line 2: it is not UTF-8"), "{not_utf8:?}");
}

#[test]
fn names_that_come_twice_are_told_against_each_other() {
    let file = "username,ucontact,iserviceEmails\nana,,a@example.test\nANA,,\nben,Ána,\neve,ben,A@example.test\n\
                ána,x,\n";
    assert_eq!(
        faults(file),
        [
            "line 3, username: \"ANA\" is the username of line 2 already",
            "line 5, iserviceEmails: \"A@example.test\" is a login name of line 2 for iservice already",
        ]
    );
    let of_platform = "username,acqueon\nana,\nben,ANA\n";
    assert_eq!(faults(of_platform), ["line 3, acqueon: \"ANA\" is a login name of line 2 for acqueon already"]);
    let by_default = "username,acqueon\nben,ana\nana,\n";
    assert_eq!(faults(by_default), ["line 3, username: \"ana\" is a login name of line 2 for acqueon already"]);
    // Who has another name there is not in the way.
    assert!(faults("username,acqueon\nana,ben\nben,ana\n").is_empty());
    // Identifiers of providers are compared exactly.
    assert!(faults("username,iserviceOpenIds\nana,google:a\nben,google:A\n").is_empty());
    assert_eq!(faults("username,iserviceOpenIds\nana,google:a\nben,google:a\n").len(), 1);
}

#[test]
fn projects_and_custom_data_have_to_go_together() {
    for (row, fault) in [
        (
            r#"{"username":"a","secondaryProjectIds":[2]}"#,
            "line 1, projectId: is missing where `secondaryProjectIds` are given",
        ),
        (
            r#"{"username":"a","customData":{"x":"1"},"customData.x":"2"}"#,
            "line 1, customData.x: is among `customData`, too",
        ),
        (
            r#"{"username":"a","password":"p","passwordHash":"$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$SqlVijFGiPG+935vDSGEsA"}"#,
            "line 1, passwordHash: is given beside `password`, expected one of the two",
        ),
    ] {
        assert_eq!(faults(row), [fault]);
    }
    let many: Vec<u32> = (2..=257).collect();
    let row = serde_json::json!({"username": "a", "projectId": 1, "secondaryProjectIds": many});
    assert_eq!(faults(row.to_string()), ["line 1, secondaryProjectIds: more than 256 projects in one login"]);
    let deep = format!("{}{}", "[".repeat(32), "]".repeat(32));
    let found = faults(format!(r#"{{"username":"a","customData":{{"x":{deep}}}}}"#));
    assert!(found[0].starts_with("line 1, customData: expected a JSON object"), "{found:?}");
    assert!(faults(format!(r#"{{"username":"a","customData":{{"x":{}}}}}"#, &deep[1..63])).is_empty());
}

#[test]
fn neither_a_password_nor_a_hash_is_ever_quoted() {
    for (field, value) in [("password", "hunter2".repeat(200)), ("passwordHash", "$1$hunter2".to_owned())] {
        let [fault] = &faults(serde_json::json!({"username": "a", field: value}).to_string())[..] else { panic!() };
        assert!(fault.starts_with(&format!("line 1, {field}: got something else, expected ")), "{fault}");
        assert!(!fault.contains("hunter2"));
    }
}

#[test]
fn the_first_hundred_are_told_and_how_many_more_there_are() {
    let rows: Vec<String> = (0..250).map(|at| format!("a{at},x")).collect();
    let told = faults(format!("username,userId\n{}", rows.join("\n")));
    assert_eq!(told.len(), Faults::MOST + 1);
    assert_eq!(told[Faults::MOST], "… and 150 more");
}
