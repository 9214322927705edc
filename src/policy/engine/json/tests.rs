//! What is moved over is what the engine reads.

use proptest::prelude::*;
use regorus::Value;
use serde_json::{Number, json};

use super::{Json, of_json};

fn any_json() -> impl Strategy<Value = Json> {
    let number = prop_oneof![
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_filter_map("no number of JSON", |value| Number::from_f64(value).map(Json::Number)),
    ];
    let leaf = prop_oneof![Just(Json::Null), any::<bool>().prop_map(Json::from), number, ".*".prop_map(Json::from)];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(".*", inner, 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn json_is_what_the_engine_reads(json in any_json()) {
        let read = Value::from_json_str(&json.to_string()).unwrap();
        prop_assert_eq!(of_json(&json).to_string(), read.to_string());
        prop_assert_eq!(of_json(&json), read);
    }
}

#[test]
fn a_member_that_the_engine_has_words_for_is_a_member_like_any_other() {
    let json = json!({"$serde_json::private::Number": "7"});
    assert!(of_json(&json).as_object().is_ok());
}
