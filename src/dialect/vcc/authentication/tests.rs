//! Which callers are recognised, and that nothing says why another is not.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use proptest::prelude::*;

use crate::config::Secret;
use crate::dialect::vcc::Hook;
use crate::dialect::vcc::tests::{get, settings};
use crate::dialect::{Problem, Request};

fn hook(secrets: &[&str]) -> Hook {
    let mut settings = settings();
    settings.secrets = secrets.iter().map(|secret| Secret::new(*secret)).collect();
    Hook::new(&settings)
}

fn basic(credentials: &str) -> Vec<u8> {
    format!("Basic {}", BASE64_STANDARD.encode(credentials)).into_bytes()
}

fn with_header(header: &[u8]) -> Request<'_> {
    Request { authorization: Some(header), ..get("") }
}

#[test]
fn a_hook_without_secrets_asks_nobody() {
    assert_eq!(hook(&[]).authenticate(&get(""), 0), Ok(()));
    assert_eq!(hook(&[]).authenticate(&get("secret-key=anything%"), 0), Ok(()));
}

#[test]
fn every_live_secret_is_right() {
    let hook = hook(&["old one", "new+one"]);
    for query in [
        "secret-key=old%20one",
        "secret-key=old+one",
        "x=%zz&secret-key=new%2Bone&&",
        "secret-key=new+one",
        "secret%2Dkey=old%20one",
    ] {
        assert_eq!(hook.authenticate(&get(query), 0), Ok(()), "{query}");
    }
}

#[test]
fn a_wrong_or_missing_secret_is_refused() {
    let hook = hook(&["right", "other"]);
    for query in [
        "",
        "secret-key",
        "secret-key=",
        "secret-key=wrong",
        "secret-key=righ",
        "secret-key=right2",
        "secret-key=Right",
        "Secret-Key=right",
        "secret-key=right%",
        "key=right",
        "%",
        "secret-key%=right",
        "secret-key=right%00",
    ] {
        assert_eq!(hook.authenticate(&get(query), 0), Err(Problem::Unauthorized), "{query}");
    }
}

#[test]
fn a_secret_given_twice_must_be_the_same() {
    let hook = hook(&["right", "other"]);
    assert_eq!(hook.authenticate(&get("secret-key=right&secret-key=righ%74"), 0), Ok(()));
    for query in [
        "secret-key=right&secret-key=wrong",
        "secret-key=wrong&secret-key=right",
        "secret-key=right&secret-key=other",
        "secret-key=right&secret-key=",
        "secret-key=right&secret-key=%",
    ] {
        assert_eq!(hook.authenticate(&get(query), 0), Err(Problem::Unauthorized), "{query}");
    }
}

#[test]
fn the_secret_may_stand_in_the_path() {
    let hook = hook(&["right"]);
    assert_eq!(hook.authenticate(&Request { path_secret: Some("right"), ..get("") }, 0), Ok(()));
    for wrong in ["wrong", ""] {
        let request = Request { path_secret: Some(wrong), ..get("") };
        assert_eq!(hook.authenticate(&request, 0), Err(Problem::Unauthorized));
    }
}

#[test]
fn the_secret_may_be_the_password_of_basic_authentication() {
    let hook = hook(&["ri:ght"]);
    for header in [
        basic("vcc:ri:ght"),
        basic(":ri:ght"),
        basic("vcc:ri:ght").to_ascii_lowercase()[..6].iter().chain(&basic("vcc:ri:ght")[6..]).copied().collect(),
    ] {
        assert_eq!(hook.authenticate(&with_header(&header), 0), Ok(()));
    }
    for header in [
        basic("ri:ght"),
        basic("ri"),
        basic("vcc:ri:ght:"),
        b"Basic".to_vec(),
        b"Basic ".to_vec(),
        b"Basic !!!!".to_vec(),
        b"Bearer ri:ght".to_vec(),
        b"\xff".to_vec(),
    ] {
        assert_eq!(hook.authenticate(&with_header(&header), 0), Err(Problem::Unauthorized), "{header:?}");
    }
}

#[test]
fn every_secret_presented_must_be_right() {
    let hook = hook(&["right"]);
    let (right, wrong) = (basic("vcc:right"), basic("vcc:wrong"));
    let all = Request { path_secret: Some("right"), authorization: Some(&right), ..get("secret-key=right") };
    assert_eq!(hook.authenticate(&all, 0), Ok(()));
    for request in [
        Request { path_secret: Some("wrong"), ..all },
        Request { authorization: Some(&wrong), ..all },
        Request { authorization: Some(b"Basic ?"), ..all },
        Request { query: "secret-key=wrong", ..all },
    ] {
        assert_eq!(hook.authenticate(&request, 0), Err(Problem::Unauthorized));
    }
    assert_eq!(hook.authenticate(&Request { authorization: Some(b"Bearer token"), ..all }, 0), Ok(()));
}

#[test]
fn an_empty_secret_in_the_settings_lets_nobody_in() {
    let hook = hook(&[""]);
    for query in ["", "secret-key=", "secret-key"] {
        assert_eq!(hook.authenticate(&get(query), 0), Err(Problem::Unauthorized));
    }
}

#[test]
fn a_hook_shows_no_secret() {
    assert_eq!(format!("{:?}", hook(&["hush"])), r#"Hook { name: "acme", .. }"#);
}

proptest! {
    #[test]
    fn any_secret_is_right_where_it_is_its_own_and_wrong_elsewhere(secret in "\\PC{1,40}", other in "\\PC{1,40}") {
        prop_assume!(secret != other && secret.replace('+', " ") != other && other.replace('+', " ") != secret);
        let encoded = percent_encoding::utf8_percent_encode(&secret, percent_encoding::NON_ALPHANUMERIC);
        let query = format!("a=b&secret-key={encoded}");
        prop_assert_eq!(hook(&[&other, &secret]).authenticate(&get(&query), 0), Ok(()));
        prop_assert_eq!(hook(&[&other]).authenticate(&get(&query), 0), Err(Problem::Unauthorized));
    }

    #[test]
    fn no_query_and_no_header_panics(query in any::<String>(), header: Vec<u8>) {
        let request = Request { authorization: Some(&header), ..get(&query) };
        prop_assert_eq!(hook(&["right"]).authenticate(&request, 0), Err(Problem::Unauthorized));
    }
}
