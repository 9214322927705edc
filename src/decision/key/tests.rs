//! Equal keys for equal questions, and for no others.

use std::collections::HashSet;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::key_of;
use crate::decision::testing::{NOW, generate, id, login, projection};
use crate::decision::{Agent, Login, Part, Reads, Revision, Station, Subject};

/// The policy's revision is the same in all.
fn key(reads: &Reads, login: &Login, subject: Subject, now: i64) -> Arc<[u8]> {
    let mut projection = Vec::new();
    reads.write_projection(&mut projection, login, subject, now);
    key_of(&Revision([7; 32]), &projection)
}

fn key_of_custom_data(path: &[&str], custom_data: &Value) -> Arc<[u8]> {
    let reads = Reads::of_parts([Part::CustomData(path.iter().map(|&step| step.to_owned()).collect())]);
    let login = Login { custom_data: custom_data.as_object().unwrap().clone(), ..login(&[1]) };
    key(&reads, &login, id(1), NOW)
}

#[test]
fn values_that_look_alike_have_different_keys() {
    let values = [
        json!({}),
        json!({"a": null}),
        json!({"a": ""}),
        json!({"a": "null"}),
        json!({"a": {}}),
        json!({"a": []}),
        json!({"a": [null]}),
        json!({"a": [[]]}),
        json!({"a": [[], []]}),
        json!({"a": [[[]]]}),
        json!({"a": false}),
        json!({"a": true}),
        json!({"a": "true"}),
        json!({"a": 0}),
        json!({"a": 0.0}),
        json!({"a": "0"}),
        json!({"a": [0]}),
        json!({"a": {"0": 0}}),
        json!({"a": 9_007_199_254_740_993_u64}),
        json!({"a": 9_007_199_254_740_992_u64}),
        json!({"a": 9_007_199_254_740_992.0}),
        json!({"a": {"b": {}}}),
        json!({"a": {}, "b": {}}),
        json!({"b": 0}),
    ];
    let whole: HashSet<_> = values.iter().map(|value| key_of_custom_data(&[], value)).collect();
    assert_eq!(whole.len(), values.len());
    // By `a` alone, the first and the last are alike, which have none, and the two in which it is an empty object.
    let members: HashSet<_> = values.iter().map(|value| key_of_custom_data(&["a"], value)).collect();
    assert_eq!(members.len(), values.len() - 2);
}

#[test]
fn the_order_of_members_does_not_matter() {
    let one: Value = serde_json::from_str(r#"{"a": 1, "b": {"c": 2, "d": 3}}"#).unwrap();
    let other: Value = serde_json::from_str(r#"{"b": {"d": 3, "c": 2}, "a": 1}"#).unwrap();
    assert_eq!(key_of_custom_data(&[], &one), key_of_custom_data(&[], &other));
}

#[test]
fn a_path_through_a_scalar_depends_on_the_scalar() {
    let keys: HashSet<_> = [json!({"a": 1}), json!({"a": 2}), json!({"a": {"b": 1}}), json!({"a": [1]})]
        .iter()
        .map(|custom_data| key_of_custom_data(&["a", "b"], custom_data))
        .collect();
    assert_eq!(keys.len(), 4);
}

#[test]
fn what_lies_beside_a_path_does_not_matter() {
    assert_eq!(
        key_of_custom_data(&["a", "b"], &json!({"a": {"b": 1, "c": 2}, "d": 3})),
        key_of_custom_data(&["a", "b"], &json!({"a": {"b": 1}}))
    );
}

#[test]
fn neighbouring_texts_do_not_run_into_each_other() {
    let reads = Reads::of_parts([Part::Hook, Part::Username]);
    let question = |hook: &str, username: &str| {
        let agent = Agent::new(None, Some(username.to_owned())).unwrap();
        key(&reads, &Login { hook: hook.into(), agent, ..login(&[1]) }, id(1), NOW)
    };
    assert_ne!(question("ab", "c"), question("a", "bc"));
    for between in '\0'..' ' {
        assert_ne!(question("", &format!("a{between}b")), question(&format!("{between}a"), "b"));
    }
}

#[test]
fn an_extension_is_no_phone_with_the_same_number() {
    let question = |station: Option<Station>| {
        key(&Reads::of_parts([Part::Station]), &Login { station, ..login(&[1]) }, id(1), NOW)
    };
    let number = || "5101".to_owned();
    let keys = HashSet::from([
        question(None),
        question(Some(Station::Extension(number()))),
        question(Some(Station::Phone(number()))),
        question(Some(Station::Phone("5102".into()))),
    ]);
    assert_eq!(keys.len(), 4);
}

#[test]
fn another_revision_is_another_question() {
    let keys = [7, 8].map(|byte| key_of(&Revision([byte; 32]), b"projection"));
    assert_ne!(keys[0], keys[1]);
}

#[test]
fn only_policies_that_read_the_clock_see_it_move() {
    let question = |clock, now| key(&Reads { clock, ..Reads::default() }, &login(&[1]), id(1), now);
    assert_eq!(question(false, NOW), question(false, NOW + 1));
    assert_ne!(question(true, NOW), question(true, NOW + 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn keys_are_equal_exactly_if_everything_read_is(
        reads in generate::reads(),
        first in generate::login(),
        second in generate::login(),
        other in any::<[bool; 7]>(),
        later in 0..2i64,
        last in any::<bool>(),
    ) {
        let second = generate::mixed(&first, &second, other);
        let one = first.first_subject();
        let two = if last { second.subjects().last().unwrap() } else { second.first_subject() };
        let equal_parts = projection(&reads, &first, one, NOW) == projection(&reads, &second, two, NOW + later);
        let equal_keys = key(&reads, &first, one, NOW) == key(&reads, &second, two, NOW + later);
        prop_assert_eq!(equal_keys, equal_parts);
    }
}
