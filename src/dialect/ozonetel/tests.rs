//! The documentation's nine answers, every way to send the parameters, and which numbers are one.

use proptest::prelude::*;

use super::*;
use crate::dialect::form::FormFault;

const FORM: Option<&[u8]> = Some(b"application/x-www-form-urlencoded");
const BODY: &str = "userName=demo_account&apiKey=KKdemo&phoneNumber=%2B915550100001&action=LOGIN";

fn demo() -> Parameters {
    Parameters {
        user_name: Some("demo_account".to_owned()),
        api_key: Some("KKdemo".to_owned()),
        phone_number: Some("+915550100001".to_owned()),
        action: Some(Action::Login),
    }
}

#[test]
fn the_nine_answers_are_the_documented_ones_letter_by_letter() {
    for (answer, expected) in [
        (
            Answer::LoggedIn { agent: "AG1001" },
            r#"{"status":"success","message":"Agent AG1001 logged in successfully"}"#,
        ),
        (
            Answer::LoggedOut { agent: "AG1001" },
            r#"{"status":"success","message":"Agent AG1001 logged out successfully"}"#,
        ),
        (Answer::InvalidAccount, r#"{"status":"error","message":"Invalid userName or apiKey"}"#),
        (Answer::InvalidAuthentication, r#"{"status":"error","message":"Invalid Authentication"}"#),
        (Answer::NotLoggedIn { agent: "AG1001" }, r#"{"status":"error","message":"Agent AG1001 is not logged in"}"#),
        (Answer::AlreadyLoggedIn, r#"{"status":"error","message":"Agent has already logged in"}"#),
        (
            Answer::Occupied { by: "AG1002", number: "+915550100001" },
            r#"{"status":"error","message":"AG1002 logged in with the number (+915550100001)"}"#,
        ),
        (Answer::InvalidAction, r#"{"status":"error","message":"Invalid action"}"#),
        (Answer::InvalidPhoneNumber, r#"{"status":"error","message":"Invalid phoneNumber"}"#),
        (Answer::InvalidRequest, r#"{"status":"error","message":"Invalid request"}"#),
    ] {
        assert_eq!(answer.to_json(), expected);
    }
}

#[test]
fn parameters_come_in_a_body_of_either_kind_or_in_the_query() {
    let part =
        |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let multipart = part("userName", "demo_account")
        + &part("apiKey", "KKdemo")
        + &part("phoneNumber", "+915550100001")
        + &part("action", "Login")
        + "--x--\r\n";
    let boundary: Option<&[u8]> = Some(b"multipart/form-data; boundary=x");
    for (query, content_type, body) in [
        ("", FORM, BODY),
        ("", None, BODY),
        (BODY, None, ""),
        (BODY, Some(b"application/json".as_slice()), ""),
        (BODY, FORM, BODY),
        ("userName=demo_account&apiKey=KKdemo", FORM, "phoneNumber=%2B915550100001&action=lOgIn"),
        ("", boundary, &multipart),
    ] {
        let read = Parameters::read(query, content_type, body.as_bytes()).unwrap();
        assert!(read == demo(), "{query} {content_type:?} {body}");
    }
}

#[test]
fn what_can_not_be_used_is_not_there() {
    let read = |body: &str| Parameters::read("", FORM, body.as_bytes()).unwrap();
    assert_eq!(read("action=LogOut").action, Some(Action::Logout));
    for action in ["", "log in", "ready", "login2", "ｌogin"] {
        assert_eq!(read(&format!("action={action}")).action, None, "{action}");
    }
    assert_eq!(read("action=login&action=logout").action, None);
    assert_eq!(read("username=a&APIKEY=b"), read(""));
    assert!(read("apiKey=%FF&userName=").api_key.is_none());
    assert!(read(&format!("userName={}", "x".repeat(256))).user_name.is_none());
    let twice = Parameters::read("userName=a", FORM, b"userName=b").unwrap();
    assert!(twice.user_name.is_none());
}

#[test]
fn a_body_that_is_no_form_is_unreadable() {
    let read = |content_type: &str, body: &str| Parameters::read("", Some(content_type.as_bytes()), body.as_bytes());
    assert_eq!(read("application/json", "{}"), Err(Unreadable::MediaType));
    assert_eq!(read("multipart/form-data", "x"), Err(Unreadable::Form(FormFault::Malformed)));
    assert_eq!(read("", &"a=1&".repeat(101)), Err(Unreadable::Form(FormFault::TooManyFields)));
}

#[test]
fn nothing_shows_a_key() {
    assert_eq!(format!("{:?}", demo()), "Parameters { action: Some(Login), .. }");
}

fn compared(text: &str, country: &str) -> Option<String> {
    PhoneNumber::read(text, Some(country).filter(|code| !code.is_empty())).map(|number| number.compared().to_owned())
}

#[test]
fn without_a_country_code_digits_alone_are_compared() {
    for text in ["+915550100001", "915550100001", "+91 55501-00001", " 91 (555) 010.0001", "91/5550100001"] {
        assert_eq!(compared(text, "").as_deref(), Some("915550100001"), "{text}");
    }
    assert_eq!(compared("5550100001", "").as_deref(), Some("5550100001"));
    let shown = |text| PhoneNumber::read(text, None).unwrap().shown().to_owned();
    assert_eq!((shown("+91 555"), shown("91-555")), ("+91555".to_owned(), "91555".to_owned()));
}

#[test]
fn with_a_country_code_national_and_international_forms_are_one() {
    for text in ["+915550100001", "00915550100001", "915550100001", " 915550100001", "5550100001", "05550100001"] {
        assert_eq!(compared(text, "91").as_deref(), Some("+915550100001"), "{text}");
    }
    // Ten digits are a national number, whatever they begin with.
    assert_eq!(compared("9155501000", "91").as_deref(), Some("+919155501000"));
    assert_eq!(compared("+14155550100", "91").as_deref(), Some("+14155550100"));
    assert_eq!(PhoneNumber::read("5550100001", Some("91")).unwrap().shown(), "+915550100001");
}

#[test]
fn what_is_no_number_is_none() {
    let long = "1".repeat(18);
    for text in ["", " ", "+", "12", "++123", "12+34", "1234x", "tel:1234", "१२३४", &*long] {
        assert_eq!(compared(text, ""), None, "{text:?}");
    }
    assert_eq!(compared("+12", "91"), None);
}

proptest! {
    #[test]
    fn a_number_is_itself_however_it_is_parted(
        digits in "[1-9][0-9]{5,11}",
        separators in prop::collection::vec(prop::sample::select(vec!["", " ", "-", ".", "(", ")"]), 13),
        country in "(91|1|44)?",
    ) {
        let parted: String = digits.chars().zip(&separators).flat_map(|(digit, separator)| {
            separator.chars().chain([digit])
        }).collect();
        for plus in ["", "+"] {
            let whole = compared(&format!("{plus}{digits}"), &country);
            prop_assert!(whole.is_some());
            prop_assert_eq!(&compared(&format!("{plus}{parted}"), &country), &whole);
            // What is stored reads as itself.
            prop_assert_eq!(&compared(whole.as_deref().unwrap(), &country), &whole);
        }
    }

    #[test]
    fn no_input_panics(query in any::<String>(), content_type: Option<Vec<u8>>, body: Vec<u8>, phone in any::<String>()) {
        let _ = Parameters::read(&query, content_type.as_deref(), &body);
        let _ = (compared(&phone, ""), compared(&phone, "91"));
    }

    #[test]
    fn every_answer_is_json_whoever_it_names(name in any::<String>()) {
        let answer = Answer::Occupied { by: &name, number: &name }.to_json();
        let object: serde_json::Value = serde_json::from_str(&answer).unwrap();
        prop_assert_eq!(object["message"].as_str(), Some(&*format!("{name} logged in with the number ({name})")));
    }
}
