use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::config::{JournalAgents, Secret};
use crate::decision::{Agent, Decision, Login, Outcome, Platform, Projects, StandingClock, SubjectVerdict, Verdict};
use crate::journal::censor::Censor;
use crate::journal::editor::Editor;
use crate::journal::event::Event;
use crate::journal::redaction::note;
use crate::telemetry::LoginRecord;

fn login(custom_data: &Value) -> Login {
    Login {
        platform: Platform::Vcc,
        hook: "default".into(),
        projects: Projects::new("42".parse().unwrap(), []).unwrap(),
        agent: Agent::new("70707".parse().ok(), Some("ana.lopez".to_owned())).unwrap(),
        group_id: None,
        custom_data: custom_data.as_object().unwrap().clone(),
        source_ip: "192.0.2.77".parse().ok(),
        station: None,
    }
}

fn line(privacy: &Privacy, custom_data: &Value, reason: &str) -> String {
    line_of(privacy, login(custom_data), reason)
}

fn line_of(privacy: &Privacy, login: Login, reason: &str) -> String {
    let verdict = Verdict { outcome: Outcome::Deny, reasons: vec![reason.to_owned()], policy: None };
    let decided = SubjectVerdict {
        subject: "42".parse().unwrap(),
        verdict: Arc::new(verdict),
        cached: false,
        elapsed: Duration::ZERO,
    };
    let decision =
        Decision { id: Uuid::nil(), verdicts: vec![decided], unix_nanos: 0, now_nanos: 0, elapsed: Duration::ZERO };
    let record = LoginRecord { login: Arc::new(login), decision: Arc::new(decision), trace: None };
    let (clock, metrics) = (Arc::new(StandingClock::at(0)), Arc::default());
    let censor = Censor::new(Arc::new(|| None), clock, metrics);
    let mut lines = Vec::new();
    let mut editor = Editor { privacy: privacy.clone(), censor };
    assert!(editor.write(&Event::new(&record, Uuid::nil()), &mut lines).unwrap());
    let text = String::from_utf8(lines).unwrap();
    assert_eq!(text.matches('\n').count(), 1);
    text
}

#[test]
fn a_station_can_be_masked_and_the_reasons_that_quote_it_say_nothing() {
    let station = Some(crate::decision::Station::Phone("+911234567890".into()));
    let login = Login { station, ..login(&json!({})) };
    let told = |privacy: &Privacy| line_of(privacy, login.clone(), "no calls from +911234567890");
    assert_eq!(parsed(&told(&masking(&[])))["input"]["station"], json!({"phone": "+911234567890"}));
    let masked = told(&masking(&["/input/station"]));
    assert!(!masked.contains("91123"), "{masked}");
    assert_eq!(parsed(&masked)["erased"], json!(["/input/station"]));
}

fn masking(mask: &[&str]) -> Privacy {
    Privacy { mask: mask.iter().map(|&pointer| pointer.to_owned()).collect(), agents: None }
}

fn hashing(key: &str) -> Privacy {
    let agents = JournalAgents::Hashed(Secret::new(key));
    Privacy::new(&JournalPrivacy { mask: Vec::new(), agents })
}

fn parsed(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

#[test]
fn what_is_masked_is_gone_and_its_pointer_is_told() {
    let told =
        line(&masking(&["/input/customData/iban", "/input/customData/none"]), &json!({"iban": "ES77", "b": 1}), "no");
    let event = parsed(&told);
    assert_eq!(
        (&event["erased"], &event["input"]["customData"]),
        (&json!(["/input/customData/iban"]), &json!({"b": 1}))
    );
    assert!(event.get("masked").is_none());
    let untouched = parsed(&line(&masking(&["/input/nothing"]), &json!({}), "no"));
    assert!(untouched.get("erased").is_none());
}

#[test]
fn a_member_of_a_list_leaves_its_place_and_names_may_hold_slashes() {
    let told = line(&masking(&["/input/customData/a~1b/1"]), &json!({"a/b": ["one", "two", "three"]}), "no");
    assert_eq!(parsed(&told)["input"]["customData"]["a/b"], json!(["one", null, "three"]));
}

#[test]
fn the_address_that_asked_goes_with_the_one_policies_saw() {
    let event = parsed(&line(&masking(&["/input/source"]), &json!({}), "no"));
    assert_eq!(event["erased"], json!(["/input/source", "/requested_by"]));
    assert!(!event.to_string().contains("192.0.2.77"));
}

#[test]
fn an_agent_has_one_hash_and_with_another_key_another() {
    let of = |key: &str, pointer: &str| {
        let event = parsed(&line(&hashing(key), &json!({}), "ana.lopez (70707) is in training"));
        assert_eq!(event["masked"], json!(["/input/userId", "/input/username"]));
        assert_eq!(event["custom"]["projects"][0]["reasons"], json!(["*** (***) is in training"]));
        assert!(!event.to_string().contains("ana.lopez") && !event.to_string().contains("70707"));
        event.pointer(pointer).unwrap().as_str().unwrap().to_owned()
    };
    assert_eq!(of("one", "/input/userId"), of("one", "/input/userId"));
    assert_ne!(of("one", "/input/userId"), of("other", "/input/userId"));
    let asked = AgentHash::new(&Secret::new("one")).unwrap();
    assert_eq!(asked.user_id("70707".parse().unwrap()), of("one", "/input/userId"));
    assert_eq!(asked.username("ana.lopez"), of("one", "/input/username"));
    assert_ne!(asked.username("70707"), asked.user_id("70707".parse().unwrap()));
}

#[test]
fn a_hash_is_what_any_other_program_computes() {
    // printf 'userId\0007' | openssl dgst -sha256 -hmac key
    let hash = AgentHash::new(&Secret::new("key")).unwrap().user_id("7".parse().unwrap());
    assert_eq!(hash, "hmac:e1e0da43d6a0b97e03b5b72efbc10392738e43f09a77b6fbaa4c71fc9feb7b9e");
}

#[test]
fn of_a_value_that_holds_another_nothing_is_left_in_a_reason() {
    let mask = masking(&["/input/customData/short", "/input/customData/long"]);
    let told = line(&mask, &json!({"short": "4711", "long": "4711-0815"}), "card 4711-0815, pin 4711");
    assert_eq!(parsed(&told)["custom"]["projects"][0]["reasons"], json!(["card ***, pin ***"]));
}

fn secret() -> impl Strategy<Value = Value> {
    // Letters that nothing else in an event has: what is found is the secret.
    let text = || "[äößÄÖÜ\"\\\\]{3,12}";
    let leaf = prop_oneof![text().prop_map(Value::from), (1_000_000_000_u64..9_999_999_999).prop_map(Value::from)];
    leaf.prop_recursive(2, 6, 3, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Value::from),
            prop::collection::hash_map("[a-z]{1,3}", inner, 1..3)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_masked_value_never_appears_in_the_line(secret in secret(), name in "[a-z/~.é]{1,6}") {
        let pointer = format!("/input/customData/{}", name.replace('~', "~0").replace('/', "~1"));
        let mut texts = Vec::new();
        note(&secret, &mut texts);
        let reason = format!("quoted {}", texts.join(" and "));
        let mut custom_data = serde_json::Map::new();
        custom_data.insert(name, secret);
        let told = line(&masking(&[&pointer]), &Value::Object(custom_data), &reason);
        for text in texts {
            let escaped = Value::from(text.as_str()).to_string();
            prop_assert!(!told.contains(escaped.trim_matches('"')), "{text} in {told}");
        }
        prop_assert_eq!(&parsed(&told)["erased"], &json!([pointer]));
    }
}
