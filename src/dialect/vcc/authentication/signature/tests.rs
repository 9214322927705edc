//! Which signatures are right, what is said of the others, and how signatures and secrets go together.

use proptest::prelude::*;

use super::sign;
use crate::config::{Secret, signing_key};
use crate::dialect::vcc::Hook;
use crate::dialect::vcc::tests::{get, post, settings};
use crate::dialect::{Problem, Request, SignatureFault, SignatureHeaders};

/// What Standard Webhooks' own libraries are tested with.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIMESTAMP: i64 = 1_614_265_330;
const BODY: &[u8] = b"{\"test\": 2432232314}";
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const NOW: i64 = TIMESTAMP * 1_000_000_000;

fn key() -> Secret {
    signing_key(&Secret::new(SECRET)).unwrap()
}

fn hook(keys: &[Secret]) -> Hook {
    let mut settings = settings();
    settings.signing_secrets = keys.to_vec();
    Hook::new(&settings)
}

fn headers<'a>(id: &'a str, timestamp: &'a str, signature: &'a str) -> SignatureHeaders<'a> {
    let bytes = |text: &'a str| Some(text.as_bytes());
    SignatureHeaders { id: bytes(id), timestamp: bytes(timestamp), signature: bytes(signature) }
}

fn signed<'a>(id: &'a str, timestamp: &'a str, signature: &'a str, body: &'a [u8]) -> Request<'a> {
    Request { signature: headers(id, timestamp, signature), ..post(body) }
}

/// The vector, sent with another `signature`.
fn vector(signature: &str) -> Request<'_> {
    signed(ID, "1614265330", signature, BODY)
}

fn refused(fault: SignatureFault) -> Result<(), Problem> {
    Err(Problem::SignatureRefused { fault })
}

#[test]
fn signing_and_checking_agree_with_the_vector_of_the_specification() {
    assert_eq!(sign(&key(), ID, TIMESTAMP, BODY), SIGNATURE);
    assert_eq!(hook(&[key()]).authenticate(&vector(SIGNATURE), NOW), Ok(()));
}

#[test]
fn one_right_signature_of_several_by_one_of_several_keys_is_enough() {
    let other = Secret::new([7; 32]);
    for signature in [
        format!("v1,bm9ldHU= {SIGNATURE}"),
        format!("v1a,{0} {SIGNATURE}  v2,x", &SIGNATURE[3..]),
        format!("{} {SIGNATURE}", sign(&other, ID, TIMESTAMP, b"another body")),
    ] {
        for keys in [[key(), other.clone()], [other.clone(), key()]] {
            assert_eq!(hook(&keys).authenticate(&vector(&signature), NOW), Ok(()), "{signature}");
        }
        assert_eq!(
            hook(&[Secret::new([8; 32])]).authenticate(&vector(&signature), NOW),
            refused(SignatureFault::NoMatch)
        );
    }
}

#[test]
fn what_is_no_signature_of_this_version_is_passed_over_and_none_at_all_is_said() {
    for signature in ["", "v1", "v1a,x", &SIGNATURE[3..], &SIGNATURE.replace("v1", "v2"), "\u{e9}"] {
        let outcome = hook(&[key()]).authenticate(&vector(signature), NOW);
        assert_eq!(outcome, refused(SignatureFault::OtherVersion), "{signature}");
    }
    for signature in ["v1,", "v1,!", "v1,AAAA", &SIGNATURE[..SIGNATURE.len() - 1], &format!("{SIGNATURE}AAAA")] {
        let outcome = hook(&[key()]).authenticate(&vector(signature), NOW);
        assert_eq!(outcome, refused(SignatureFault::NoMatch), "{signature}");
    }
}

#[test]
fn the_clocks_may_be_five_minutes_apart_and_no_more() {
    let hook = hook(&[key()]);
    let at = |seconds: i64| hook.authenticate(&vector(SIGNATURE), NOW + seconds * 1_000_000_000);
    assert_eq!((at(300), at(-300)), (Ok(()), Ok(())));
    assert_eq!(at(301), refused(SignatureFault::TooOld { by_seconds: 301 }));
    assert_eq!(at(-301), refused(SignatureFault::TooNew { by_seconds: 301 }));
    for timestamp in ["", "1614265330.0", "+1614265330", "-1", " 1614265330", "0x60379fb2", "99999999999999999999"] {
        let outcome = hook.authenticate(&signed(ID, timestamp, SIGNATURE, BODY), NOW);
        assert_eq!(outcome, refused(SignatureFault::InvalidTimestamp), "{timestamp}");
    }
    let outcome = hook.authenticate(&signed(ID, "9223372036854775807", SIGNATURE, BODY), i64::MIN);
    assert!(matches!(outcome, Err(Problem::SignatureRefused { fault: SignatureFault::TooNew { .. } })), "{outcome:?}");
}

/// `a.1.b=c`, signed as the id `a`, is not also the id `a.1` of the body `c`, nor the other way round.
#[test]
fn an_id_is_not_taken_for_more_than_an_id() {
    let hook = hook(&[key()]);
    for id in ["", "a.b", "a b", "a\n", "é", &"x".repeat(257)] {
        let signature = sign(&key(), id, TIMESTAMP, BODY);
        let outcome = hook.authenticate(&signed(id, "1614265330", &signature, BODY), NOW);
        assert_eq!(outcome, refused(SignatureFault::InvalidId), "{id}");
    }
}

#[test]
fn each_header_is_needed_and_none_at_all_is_said() {
    let hook = hook(&[key()]);
    let all = vector(SIGNATURE);
    for (name, without) in [
        ("webhook-id", SignatureHeaders { id: None, ..all.signature }),
        ("webhook-timestamp", SignatureHeaders { timestamp: None, ..all.signature }),
        ("webhook-signature", SignatureHeaders { signature: None, ..all.signature }),
    ] {
        let outcome = hook.authenticate(&Request { signature: without, ..all }, NOW);
        assert_eq!(outcome, refused(SignatureFault::MissingHeader(name)));
    }
    assert_eq!(hook.authenticate(&post(BODY), NOW), refused(SignatureFault::NotSigned));
}

/// What a GET asks is in its query, which is not signed.
#[test]
fn no_signature_authenticates_a_get() {
    let signature = sign(&key(), ID, TIMESTAMP, b"");
    let request = Request { signature: headers(ID, "1614265330", &signature), ..get("projectId=1&userId=2") };
    assert_eq!(hook(&[key()]).authenticate(&request, NOW), refused(SignatureFault::NotOfQuery));
}

#[test]
fn a_secret_or_a_signature_is_enough_and_both_must_be_right_where_both_are_given() {
    let mut settings = settings();
    settings.secrets = vec![Secret::new("right")];
    settings.signing_secrets = vec![key()];
    let hook = Hook::new(&settings);
    let ask = |query, request| hook.authenticate(&Request { query, ..request }, NOW);
    let forged = "v1,AAAA";
    assert_eq!(ask("", vector(SIGNATURE)), Ok(()));
    assert_eq!(ask("secret-key=right", post(BODY)), Ok(()));
    assert_eq!(ask("secret-key=right", get("")), Ok(()));
    assert_eq!(ask("secret-key=right", vector(SIGNATURE)), Ok(()));
    assert_eq!(ask("secret-key=wrong", vector(SIGNATURE)), Err(Problem::Unauthorized));
    assert_eq!(ask("secret-key=wrong", vector(forged)), Err(Problem::Unauthorized));
    assert_eq!(ask("secret-key=right", vector(forged)), refused(SignatureFault::NoMatch));
    assert_eq!(ask("", post(BODY)), Err(Problem::Unauthorized));
}

#[test]
fn a_hook_that_knows_no_key_does_not_look_at_signatures() {
    assert_eq!(hook(&[]).authenticate(&vector("v1,AAAA"), NOW), Ok(()));
    let mut settings = settings();
    settings.secrets = vec![Secret::new("right")];
    assert_eq!(Hook::new(&settings).authenticate(&vector(SIGNATURE), NOW), Err(Problem::Unauthorized));
}

proptest! {
    #[test]
    fn what_is_signed_is_recognised_and_what_was_changed_is_not(
        bytes in prop::collection::vec(any::<u8>(), 24..=64),
        id in "[!-\\-/-~]{1,256}",
        body: Vec<u8>,
        seconds in -300..=300_i64,
        at: prop::sample::Index,
        flip in 1..=255_u8,
    ) {
        let key = Secret::new(bytes.clone());
        let hook = hook(std::slice::from_ref(&key));
        let signature = sign(&key, &id, TIMESTAMP + seconds, &body);
        let timestamp = (TIMESTAMP + seconds).to_string();
        prop_assert_eq!(hook.authenticate(&signed(&id, &timestamp, &signature, &body), NOW), Ok(()));
        let mut changed = [body, vec![0]].concat();
        let at = at.index(changed.len());
        changed[at] ^= flip;
        prop_assert_eq!(
            hook.authenticate(&signed(&id, &timestamp, &signature, &changed), NOW), refused(SignatureFault::NoMatch)
        );
        let other = [&bytes[..bytes.len() - 1], &[bytes[bytes.len() - 1] ^ flip]].concat();
        prop_assert_eq!(
            self::hook(&[Secret::new(other)]).authenticate(&signed(&id, &timestamp, &signature, &changed), NOW),
            refused(SignatureFault::NoMatch)
        );
    }

    #[test]
    fn no_header_panics_or_is_right_by_chance(id: Option<Vec<u8>>, timestamp: Option<Vec<u8>>, signature: Option<Vec<u8>>) {
        let signature = SignatureHeaders {
            id: id.as_deref(), timestamp: timestamp.as_deref(), signature: signature.as_deref()
        };
        let outcome = hook(&[key()]).authenticate(&Request { signature, ..post(BODY) }, NOW);
        let is_refused = matches!(outcome, Err(Problem::SignatureRefused { .. }));
        prop_assert!(is_refused, "{:?}", outcome);
    }
}
