//! The seed's own samples, byte for byte, and what any input comes to.

use proptest::prelude::*;

use super::*;
use crate::dialect::form::{FieldFault, FormFault};

const FORM: Option<&[u8]> = Some(b"application/x-www-form-urlencoded");

const ANSWER: &str = concat!(
    r#"{"id":4,"name":"1997","host":"demo.ucontactcloud.com","nat":"yes","type":"friend","accountcode":"Vcisneros","#,
    r#""callgroup":"","callerid":"1997","canreinvite":"","context":"agents","dtmfmode":"rfc2833","insecure":"","#,
    r#""language":"es","mailbox":"","md5secret":"07a46a13aa5434e21e6a9aa870482720","pickupgroup":"","qualify":"yes","#,
    r#""secret":"","disallow":"all","allow":"alaw;ulaw","port":"","defaultuser":"1997","subscribecontext":"default","#,
    r#""record":"agent","email":"","phonetype":"SoftPhone","LogLevel":"SEVERE","limite":0.0,"transport":"wss","#,
    r#""encryption":"yes","did":"","outboundproxy":"","fullname":"Victor Cisneros","#,
    r#""token":"VmNpc25lcm9zOjJhZGUzNjAxLTNhMjgtNDhjNy1hNDg2LTczNTY3ZmI1ZDI2MQ=="}"#
);

const RANDOM: [u8; 16] =
    [0x2a, 0xde, 0x36, 0x01, 0x3a, 0x28, 0xf8, 0xc7, 0x64, 0x86, 0x73, 0x56, 0x7f, 0xb5, 0xd2, 0x61];

fn peer(credential: Credential<'_>) -> SipPeer<'_> {
    SipPeer {
        id: 4,
        extension: "1997",
        host: "demo.ucontactcloud.com",
        agent: "Vcisneros",
        context: "agents",
        language: "es",
        codecs: "alaw;ulaw",
        email: "",
        full_name: "Victor Cisneros",
        credential,
    }
}

#[test]
fn a_login_of_generation_b_answers_the_documented_object() {
    let md5secret = *b"\x07\xa4\x6a\x13\xaa\x54\x34\xe2\x1e\x6a\x9a\xa8\x70\x48\x27\x20";
    let token = token("Vcisneros", RANDOM);
    assert_eq!(peer(Credential::Token { token: &token, md5secret }).to_json(), ANSWER);
}

#[test]
fn generation_a_has_the_token_as_md5secret_and_no_other() {
    let answer = peer(Credential::Md5Secret { token: "dG9rZW4=" }).to_json();
    let expected = ANSWER.split(r#","token":"#).next().unwrap().replace("07a46a13aa5434e21e6a9aa870482720", "dG9rZW4=");
    assert_eq!(answer, expected + "}");
}

#[test]
fn lists_have_the_token_where_clients_look_for_it() {
    assert_eq!(user_token("boss", "The Boss", "dG9rZW4="), r#"["boss","The Boss","dG9rZW4="]"#);
    assert_eq!(user_login("boss", "", "dG9rZW4=", None), r#"["boss","","dG9rZW4="]"#);
    let peer = peer(Credential::Md5Secret { token: "dG9rZW4=" });
    let list: serde_json::Value = serde_json::from_str(&user_login("boss", "a\"b", "dG9rZW4=", Some(&peer))).unwrap();
    assert_eq!((&list[1], &list[2]["md5secret"]), (&"a\"b".into(), &"dG9rZW4=".into()));
}

#[test]
fn logins_are_read_from_forms() {
    for (content_type, body) in [
        (FORM, "agent=Vcisneros&password=a%26b+c"),
        (None, "password=a%26b%20c&agent=Vcisneros&other=1"),
        (Some(b"application/x-www-form-urlencoded; charset=UTF-8".as_slice()), "agent=Vcisneros&password=a%26b+c"),
    ] {
        let login = AgentLogin::read(content_type, body.as_bytes()).unwrap();
        assert_eq!((&*login.agent, &*login.password), ("Vcisneros", "a&b c"));
    }
    let login = UserLogin::read(FORM, b"user=boss&password=x").unwrap();
    assert_eq!((&*login.user, &*login.password), ("boss", "x"));
}

#[test]
fn what_can_not_be_read_says_why_and_never_what() {
    let field = |name, fault| Unreadable::Field { name, fault };
    let long = format!("agent=a&password={}", "x".repeat(1025));
    let many = "a=1&".repeat(101);
    for (content_type, body, expected, told) in [
        (FORM, "agent=a", field("password", FieldFault::Missing), "the field password is missing"),
        (FORM, "agent=&password=x", field("agent", FieldFault::Empty), "the field agent is empty"),
        (
            FORM,
            "agent=a&agent=b&password=x",
            field("agent", FieldFault::Conflicting),
            "the field agent is there with two values",
        ),
        (
            FORM,
            "agent=a&password=%FF",
            field("password", FieldFault::NotText),
            "the field password is not text in UTF-8",
        ),
        (FORM, &long, field("password", FieldFault::TooLong), "the field password is too long"),
        (FORM, &many, Unreadable::Form(FormFault::TooManyFields), "the form has too many fields"),
        (
            Some(b"application/json".as_slice()),
            "{}",
            Unreadable::MediaType,
            "the body is not application/x-www-form-urlencoded",
        ),
    ] {
        let unreadable = AgentLogin::read(content_type, body.as_bytes()).unwrap_err();
        assert_eq!((unreadable, &*unreadable.to_string()), (expected, told));
    }
}

#[test]
fn a_log_off_needs_its_agent_alone() {
    let read = |body: &str| AgentLogoff::read(FORM, body.as_bytes());
    let whole = read("agent=a&interface=SIP%2F1997&message=bye").unwrap();
    assert_eq!((whole.interface.as_deref(), whole.message.as_deref()), (Some("SIP/1997"), Some("bye")));
    assert_eq!(read("agent=a&message="), Ok(AgentLogoff { agent: "a".into(), interface: None, message: None }));
    assert!(read("interface=SIP%2F1997").is_err());
    assert!(read("agent=a&message=1&message=2").is_err());
}

#[test]
fn the_end_of_a_session_needs_no_field() {
    let read = |content_type, body: &str| EndSession::read(content_type, body.as_bytes()).unwrap();
    assert_eq!(read(Some(b"text/plain".as_slice()), ""), EndSession { user: None, token: None });
    let named = read(FORM, "user=boss&token=dG9rZW4%3D");
    assert_eq!((named.user.as_deref(), named.token.as_deref()), (Some("boss"), Some("dG9rZW4=")));
}

#[test]
fn nothing_shows_a_credential() {
    let shown = [
        format!("{:?}", AgentLogin::read(FORM, b"agent=secret&password=secret").unwrap()),
        format!("{:?}", UserLogin::read(FORM, b"user=secret&password=secret").unwrap()),
        format!("{:?}", EndSession::read(FORM, b"user=secret&token=secret").unwrap()),
        format!("{:?}", peer(Credential::Md5Secret { token: "secret" })),
    ];
    for shown in shown {
        assert!(!shown.contains("secret"), "{shown}");
    }
}

proptest! {
    #[test]
    fn a_token_is_the_name_and_a_uuid_of_version_four(name in ".{0,40}", random: [u8; 16], other: [u8; 16]) {
        use base64::Engine as _;
        let decoded = base64::prelude::BASE64_STANDARD.decode(token(&name, random)).unwrap();
        let text = String::from_utf8(decoded).unwrap();
        let (before, id) = text.rsplit_once(':').unwrap();
        let uuid: uuid::Uuid = id.parse().unwrap();
        prop_assert_eq!((before, uuid.get_version_num(), id), (&*name, 4, &*id.to_lowercase()));
        prop_assert_eq!(uuid.get_variant(), uuid::Variant::RFC4122);
        let kept = |random: [u8; 16]| u128::from_be_bytes(random) & !0xf000_c000_0000_0000_0000;
        prop_assert_eq!(kept(random) == kept(other), token(&name, random) == token(&name, other));
    }

    #[test]
    fn the_answer_is_json_whatever_the_directory_holds(text in ".{0,40}") {
        let peer = SipPeer { full_name: &text, agent: &text, host: &text, ..peer(Credential::Md5Secret { token: "t" }) };
        let answer: serde_json::Value = serde_json::from_str(&peer.to_json()).unwrap();
        prop_assert_eq!((&answer["fullname"], &answer["accountcode"]), (&text.clone().into(), &text.into()));
    }

    #[test]
    fn no_input_panics(content_type: Option<Vec<u8>>, body: Vec<u8>) {
        let content_type = content_type.as_deref();
        let _ = (AgentLogin::read(content_type, &body), UserLogin::read(FORM, &body));
        let _ = (AgentLogoff::read(FORM, &body), EndSession::read(content_type, &body));
    }
}
