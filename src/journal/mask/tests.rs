use proptest::prelude::*;
use serde_json::json;

use super::*;

fn removal(pointer: &str) -> Mask {
    Mask { pointer: pointer.to_owned(), change: Change::Remove }
}

#[test]
fn a_mask_is_a_pointer_or_says_what_to_do() {
    let upsert = json!({"op": "upsert", "path": "/result/1", "value": {"a": 1}});
    let upserted = Mask { pointer: "/result/1".into(), change: Change::Upsert(json!({"a": 1})) };
    let nothing = Mask { pointer: "/input".into(), change: Change::Upsert(Value::Null) };
    for (member, expected) in [
        (json!("/input/customData/a~1b/~0"), removal("/input/customData/a~1b/~0")),
        (json!({"op": "remove", "path": "/nd_builtin_cache", "value": 7}), removal("/nd_builtin_cache")),
        (upsert, upserted),
        (json!({"op": "upsert", "path": "/input"}), nothing),
    ] {
        assert_eq!(Mask::read(member), Ok(expected));
    }
}

#[test]
fn what_reaches_further_than_opa_lets_it_is_no_mask() {
    let deep_pointer = format!("/input{}", "/a".repeat(33));
    let deep_value = (0..32).fold(json!(1), |value, _| json!([value]));
    for member in [
        json!("input/userId"),
        json!(""),
        json!("/"),
        json!("/custom/projects"),
        json!("/inputs"),
        json!("/input/a~2"),
        json!("/input/a~"),
        json!(deep_pointer),
        json!(7),
        json!(["/input"]),
        json!({"path": "/input/userId"}),
        json!({"op": "replace", "path": "/input/userId"}),
        json!({"op": "remove", "path": ["input"]}),
        json!({"op": "remove"}),
        json!({"op": "upsert", "path": "/input/a", "value": deep_value}),
    ] {
        assert!(Mask::read(member.clone()).is_err(), "{member}");
    }
    assert!(Mask::read(json!(format!("/input{}", "/a".repeat(32)))).is_ok());
    let value = (0..31).fold(json!(1), |value, _| json!([value]));
    assert!(Mask::read(json!({"op": "upsert", "path": "/input/a", "value": value})).is_ok());
}

#[test]
fn an_upsert_makes_the_objects_around_it_and_goes_through_nothing_else() {
    let event = json!({"input": {"list": [1, {"a": 2}], "text": "x"}});
    for (pointer, before, after) in [
        ("/input/text", Ok(Some(json!("x"))), json!({"list": [1, {"a": 2}], "text": "new"})),
        ("/input/list/1/a", Ok(Some(json!(2))), json!({"list": [1, {"a": "new"}], "text": "x"})),
        ("/input/list/0", Ok(Some(json!(1))), json!({"list": ["new", {"a": 2}], "text": "x"})),
        ("/input/b~1/c", Ok(None), json!({"list": [1, {"a": 2}], "text": "x", "b/": {"c": "new"}})),
        ("/input", Ok(Some(event["input"].clone())), json!("new")),
        ("/input/list/2", Err(Unreachable), event["input"].clone()),
        ("/input/list/00", Err(Unreachable), event["input"].clone()),
        ("/input/list/x/y", Err(Unreachable), event["input"].clone()),
        ("/input/text/y", Err(Unreachable), event["input"].clone()),
        ("/result/1", Err(Unreachable), event["input"].clone()),
    ] {
        let mut changed = event.clone();
        assert_eq!(put(&mut changed, pointer, json!("new")), before, "{pointer}");
        assert_eq!(changed, json!({"input": after}), "{pointer}");
    }
}

/// Any JSON, as far as it matters to pointers.
fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(Value::Null), any::<u8>().prop_map(Value::from), "[a-c/~]{0,3}".prop_map(Value::from)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::hash_map("[a-c/~0]{0,2}", inner, 0..3)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A pointer of names that documents have, and of others.
fn pointer() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-c0-2]|~0|~1|/|-|\\+1|", 0..5)
        .prop_map(|names| [vec!["/input".to_owned()], names].concat().join("/"))
}

proptest! {
    #[test]
    fn what_was_taken_or_put_somewhere_stands_there_and_the_rest_is_as_it_was(
        input in document(), pointer in pointer(), value in document(),
    ) {
        let event = json!({"input": input, "custom": {"kept": true}});
        let mut taken = event.clone();
        let found = event.pointer(&pointer).cloned();
        prop_assert_eq!(take(&mut taken, &pointer), found.clone(), "{}", pointer);
        prop_assert_eq!(&taken["custom"], &event["custom"]);
        prop_assert!(taken.pointer(&pointer).is_none_or(Value::is_null));

        let mut changed = event.clone();
        if let Ok(before) = put(&mut changed, &pointer, value.clone()) {
            prop_assert_eq!(before, found);
            prop_assert_eq!(changed.pointer(&pointer), Some(&value));
        } else {
            prop_assert_eq!((found, &changed), (None, &event));
        }
        prop_assert_eq!(&changed["custom"], &event["custom"]);
    }
}
