//! Bodies.

use proptest::prelude::*;

use crate::dialect::iservice::{
    Complaint, Credentials, Fields, OpenIdCallback, OpenIdStart, PasswordRule, Registration, ResetConfirmation,
    ResetRequest,
};

const RULE: PasswordRule = PasswordRule { least_characters: 12 };

fn credentials(content_type: Option<&str>, body: &str) -> Result<(String, Vec<u8>), Complaint> {
    let fields = Fields::of_body(content_type.map(str::as_bytes), body.as_bytes())?;
    Credentials::read(&fields).map(|read| (read.name.to_owned(), read.password.expose().as_bytes().to_vec()))
}

fn form(body: &str) -> Fields<'_> {
    Fields::of_body(None, body.as_bytes()).unwrap()
}

#[test]
fn a_form_and_a_json_object_say_the_same() {
    let expected = Ok(("agent.one@example.test".to_owned(), b"correct horse".to_vec()));
    let json = r#"{"emailAddress":"agent.one@example.test","Password":"correct horse"}"#;
    for (content_type, body) in [
        (None, "emailAddress=agent.one%40example.test&Password=correct+horse"),
        (
            Some("application/x-www-form-urlencoded; charset=utf-8"),
            "PASSWORD=correct%20horse&emailaddress= agent.one@example.test",
        ),
        (Some("Application/JSON"), json),
        (
            Some("application/json;charset=utf-8"),
            r#"{"EMAILADDRESS":"agent.one@example.test","password":"correct horse","x":null}"#,
        ),
        (None, "userName=agent.one%40example.test&Password=correct+horse"),
    ] {
        assert_eq!(credentials(content_type, body), expected, "{body}");
    }
}

#[test]
fn what_is_missing_is_named() {
    for (body, told) in [
        ("", Complaint::Missing("emailAddress")),
        ("Password=x", Complaint::Missing("emailAddress")),
        ("emailAddress=+&Password=x", Complaint::Missing("emailAddress")),
        ("emailAddress=a", Complaint::Missing("Password")),
        ("emailAddress=a&Password=", Complaint::Missing("Password")),
    ] {
        assert_eq!(credentials(None, body).unwrap_err(), told, "{body}");
    }
    assert_eq!(OpenIdStart::read(&form("")).unwrap_err(), Complaint::Missing("provider"));
    assert_eq!(ResetRequest::read(&form("x=y")).unwrap_err(), Complaint::Missing("emailAddress"));
    assert_eq!(ResetConfirmation::read(&form("Password=x"), RULE).unwrap_err(), Complaint::Missing("token"));
}

#[test]
fn two_different_values_of_one_field_are_refused_and_the_same_twice_is_not() {
    assert_eq!(credentials(None, "emailAddress=a&EmailAddress=b&Password=x"), Err(Complaint::Unfit("emailAddress")));
    assert_eq!(credentials(None, "emailAddress=a&Password=x&password=y"), Err(Complaint::Unfit("Password")));
    let json = r#"{"emailAddress":"a","emailAddress":"b","Password":"x"}"#;
    assert_eq!(credentials(Some("application/json"), json), Err(Complaint::Unfit("emailAddress")));
    assert!(credentials(None, "emailAddress=a&emailAddress=a&Password=x").is_ok());
}

#[test]
fn other_bodies_are_not_understood() {
    for (content_type, body) in [
        ("text/plain", "emailAddress=a&Password=x"),
        ("application/json", "emailAddress=a&Password=x"),
        ("application/json", "[]"),
        ("application/json", r#"{"emailAddress":1,"Password":"x"}"#),
        ("application/json", r#"{"emailAddress":"a","Password":"x"} "#.repeat(2).as_str()),
        ("application/xml", "<a/>"),
    ] {
        assert_eq!(credentials(Some(content_type), body), Err(Complaint::NotUnderstood), "{content_type} {body}");
    }
    let not_text = Fields::of_body(None, b"emailAddress=\xff").map(drop);
    assert_eq!(not_text, Err(Complaint::NotUnderstood));
}

#[test]
fn texts_that_no_directory_keeps_are_refused() {
    let long = format!("emailAddress={}&Password=x", "a".repeat(321));
    for body in ["emailAddress=a%00b&Password=x", "emailAddress=a%0Ab&Password=x", &long] {
        assert_eq!(credentials(None, body), Err(Complaint::Unfit("emailAddress")), "{body}");
    }
    let long = format!("emailAddress=a&Password={}", "a".repeat(1025));
    assert_eq!(credentials(None, &long), Err(Complaint::LoginFailed));
}

#[test]
fn a_registration_takes_an_address_and_a_password_by_the_rule() {
    let read = |body: &str| Registration::read(&form(body), RULE).map(|it| (it.email.to_owned(), it.full_name));
    assert_eq!(
        read("emailAddress=c%40example.test&Password=correct-horse&firstName=Carla&LASTNAME=Kunde"),
        Ok(("c@example.test".to_owned(), Some("Carla Kunde".to_owned())))
    );
    assert_eq!(read("emailAddress=c%40example.test&Password=correct-horse"), Ok(("c@example.test".to_owned(), None)));
    assert_eq!(read("emailAddress=c@@example.test&Password=correct-horse"), Err(Complaint::Unfit("emailAddress")));
    assert_eq!(read("emailAddress=c&Password=correct-horse"), Err(Complaint::Unfit("emailAddress")));
    assert_eq!(read("emailAddress=c@e.test&Password=short"), Err(Complaint::PasswordTooShort { least: 12 }));
    // Characters are counted, not bytes.
    assert_eq!(read("emailAddress=c@e.test&Password=ääääää"), Err(Complaint::PasswordTooShort { least: 12 }));
    let long = format!("emailAddress=c@e.test&Password={}", "a".repeat(1025));
    assert_eq!(read(&long), Err(Complaint::PasswordTooLong { most: 1024 }));
}

#[test]
fn a_provider_that_sends_no_code_or_two_states_is_not_believed() {
    let fields = form("code=c&state=s&iss=https%3A%2F%2Fid.example.test");
    let read = OpenIdCallback::read(&fields).unwrap();
    assert_eq!((read.code.expose(), read.state.expose()), ("c", "s"));
    assert_eq!(read.issuer, Some("https://id.example.test"));
    for query in ["", "code=c", "state=s", "error=access_denied&state=s", "code=c&state=s&state=t"] {
        assert_eq!(OpenIdCallback::read(&form(query)).map(drop), Err(Complaint::ProviderRefused), "{query}");
    }
}

#[test]
fn nothing_that_was_sent_is_shown() {
    let fields = form("emailAddress=a&Password=hidden&token=hidden");
    let shown = format!("{fields:?} {:?} {:?}", Credentials::read(&fields), ResetConfirmation::read(&fields, RULE));
    assert!(!shown.contains("hidden"), "{shown}");
}

proptest! {
    #[test]
    fn whatever_is_typed_arrives(name in "[a-zA-Z0-9@._+-]{1,40}", password in "\\PC{1,60}") {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("emailAddress", &name)
            .append_pair("Password", &password)
            .finish();
        let json = serde_json::json!({ "emailAddress": name, "Password": password }).to_string();
        let expected = Ok((name, password.into_bytes()));
        prop_assert_eq!(&credentials(None, &form), &expected);
        prop_assert_eq!(&credentials(Some("application/json"), &json), &expected);
    }

    #[test]
    fn no_body_is_too_odd(body in proptest::collection::vec(any::<u8>(), 0..200), is_json: bool) {
        let content_type = if is_json { &b"application/json"[..] } else { b"application/x-www-form-urlencoded" };
        if let Ok(fields) = Fields::of_body(Some(content_type), &body) {
            let _ = (Credentials::read(&fields), Registration::read(&fields, RULE), ResetConfirmation::read(&fields, RULE));
        }
    }
}
