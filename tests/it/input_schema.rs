//! `policies/schemas/input.json` describes what policies see: no less, and no more than it must.

use std::fmt::Debug;
use std::str::FromStr;

use jsonschema::Validator;
use logingate::decision::{Agent, Login, Platform, Projects, Station};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(include_str!("../../policies/schemas/input.json")).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn id<T: FromStr<Err: Debug> + Debug>() -> impl Strategy<Value = T> {
    prop_oneof![1..10u64, Just(i64::MAX.unsigned_abs()), 1..=i64::MAX.unsigned_abs()]
        .prop_map(|id| id.to_string().parse().unwrap())
}

fn custom_data() -> impl Strategy<Value = Map<String, Value>> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map_into(),
        any::<i64>().prop_map_into(),
        ".*".prop_map_into()
    ];
    let value = leaf.prop_recursive(3, 12, 3, |inner| vec(inner, 0..3).prop_map(Value::Array));
    btree_map(".*", value, 0..4).prop_map(|members| members.into_iter().collect())
}

fn station() -> impl Strategy<Value = Station> {
    prop_oneof![".{1,20}".prop_map(Station::Extension), ".{1,20}".prop_map(Station::Phone)]
}

prop_compose! {
    fn login()(
        platform in prop::sample::select(Platform::ALL.to_vec()),
        primary in id(),
        others in vec(id(), 0..20),
        has_projects in any::<bool>(),
        user in option::of(id()),
        username in option::of(".{1,20}"),
        somebody in id(),
        hook in "[a-z0-9_-]{1,64}",
        group_id in option::of(id()),
        custom_data in custom_data(),
        source_ip in option::of(any::<std::net::IpAddr>()),
        station in option::of(station()),
    ) -> Login {
        let agent = Agent::new(user, username).or_else(|| Agent::new(Some(somebody), None)).unwrap();
        let is_without = platform != Platform::Vcc && !has_projects;
        let projects = if is_without { Projects::NONE } else { Projects::new(primary, others).unwrap() };
        Login { platform, hook: hook.into(), projects, agent, group_id, custom_data, source_ip, station }
    }
}

proptest! {
    #[test]
    fn every_input_is_as_the_schema_says(login in login()) {
        let validator = validator();
        for subject in login.subjects() {
            let input = login.input(subject);
            prop_assert!(validator.is_valid(&input), "{:?}", validator.iter_errors(&input).map(|it| it.to_string()).collect::<Vec<_>>());
        }
    }
}

#[test]
fn what_policies_never_see_is_refused() {
    let input = json!({
        "platform": "vcc", "hook": "default", "projectId": 1, "primary": true, "projectIds": [1, 2],
        "userId": 2, "username": "x", "groupId": 3, "customData": {}, "source": {"ip": "192.0.2.1"},
    });
    let validator = validator();
    assert!(validator.is_valid(&input));
    let about_platform = json!({
        "platform": "ucontact", "hook": "ucontact", "projectIds": [], "username": "x", "customData": {},
        "source": {"ip": "192.0.2.1"}, "station": {"extension": "5101"},
    });
    assert!(validator.is_valid(&about_platform));
    for (pointer, value) in [
        ("/platform", json!("vcc")),
        ("/projectIds", json!([1])),
        ("/station", json!({})),
        ("/station", json!({"extension": "1", "phone": "2"})),
        ("/station", json!({"extension": ""})),
        ("/station", json!({"phone": 7})),
        ("/station", json!("5101")),
    ] {
        let mut other = about_platform.clone();
        *other.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&other), "{other}");
    }
    for (name, value) in [("projectId", json!(1)), ("primary", json!(true))] {
        let mut other = about_platform.clone();
        other[name] = value;
        assert!(!validator.is_valid(&other), "{other}");
    }
    for (pointer, value) in [
        ("/platform", json!("other")),
        ("/hook", json!("")),
        ("/projectId", json!("1")),
        ("/projectId", json!(0)),
        ("/projectId", json!(1.5)),
        ("/projectId", json!(9_223_372_036_854_775_808_u64)),
        ("/primary", json!("true")),
        ("/projectIds", json!([])),
        ("/projectIds", json!([1, 1])),
        ("/projectIds", json!(["1"])),
        ("/projectIds", json!((1..=257).collect::<Vec<_>>())),
        ("/userId", Value::Null),
        ("/username", json!("")),
        ("/username", json!(7)),
        ("/groupId", Value::Null),
        ("/groupId", json!(0)),
        ("/customData", json!([])),
        ("/customData", Value::Null),
        ("/source", json!("192.0.2.1")),
        ("/source/ip", Value::Null),
    ] {
        let mut other = input.clone();
        *other.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&other), "{other}");
    }
    for missing in [
        &["platform"][..],
        &["hook"],
        &["projectId"],
        &["primary"],
        &["projectIds"],
        &["customData"],
        &["source"],
        &["userId", "username"],
    ] {
        let mut other = input.clone();
        for name in missing {
            other.as_object_mut().unwrap().remove(*name);
        }
        assert!(!validator.is_valid(&other), "{missing:?}");
    }
    let mut other = input;
    other["unknown"] = json!(1);
    assert!(!validator.is_valid(&other));
}
