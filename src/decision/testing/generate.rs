//! Generated logins and reads, from domains so small that equal ones are common.

use std::net::IpAddr;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::id;
use crate::decision::{Agent, Login, Part, Platform, Projects, Reads, Station};

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[ab]", Just(String::new()), Just("a\0b".to_owned()), Just("ab".to_owned())]
}

fn value() -> impl Strategy<Value = Value> {
    let scalars =
        [json!(null), json!(true), json!(false), json!(0), json!(1), json!(1.0), json!(-1), json!(0.0), json!(-0.0)];
    let leaf = prop_oneof![prop::sample::select(scalars.to_vec()), name().prop_map(Value::String)];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![vec(inner.clone(), 0..3).prop_map(Value::Array), object(inner).prop_map(Value::Object)]
    })
}

fn object(values: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    btree_map(name(), values, 0..3).prop_map(|members| members.into_iter().collect())
}

fn source() -> impl Strategy<Value = Option<IpAddr>> {
    let addresses = ["192.0.2.1", "192.0.2.2", "::ffff:192.0.2.1", "::1"];
    option::of(prop::sample::select(addresses.to_vec()).prop_map(|address| address.parse().unwrap()))
}

fn station() -> impl Strategy<Value = Option<Station>> {
    option::of(
        (any::<bool>(), name()).prop_map(
            |(is_phone, number)| {
                if is_phone { Station::Phone(number) } else { Station::Extension(number) }
            },
        ),
    )
}

pub(crate) fn login() -> impl Strategy<Value = Login> {
    let agent = (option::of(1..3u64), option::of(name()));
    let origin = (source(), station());
    let platform = prop::sample::select(Platform::ALL.to_vec());
    (name(), (platform, vec(1..5u64, 0..5)), agent, option::of(1..3u64), object(value()), origin).prop_map(
        |(hook, (platform, projects), (user, username), group, custom_data, (source_ip, station))| Login {
            platform,
            hook: hook.into(),
            projects: Projects::any(projects.into_iter().map(id)).unwrap(),
            agent: Agent::new(user.map(id), username).or_else(|| Agent::new(Some(id(1)), None)).unwrap(),
            group_id: group.map(id),
            custom_data,
            source_ip,
            station,
        },
    )
}

/// `first`, with each field for which `other` says so taken from `second`.
pub(crate) fn mixed(first: &Login, second: &Login, other: [bool; 7]) -> Login {
    let pick = |index: usize| if other[index] { second } else { first };
    Login {
        platform: pick(1).platform,
        hook: pick(0).hook.clone(),
        projects: pick(1).projects.clone(),
        agent: pick(2).agent.clone(),
        group_id: pick(3).group_id,
        custom_data: pick(4).custom_data.clone(),
        source_ip: pick(5).source_ip,
        station: pick(6).station.clone(),
    }
}

pub(crate) fn part() -> impl Strategy<Value = Part> {
    let custom_data = vec(name(), 0..4).prop_map(Part::CustomData);
    let others = [
        Part::Platform,
        Part::Hook,
        Part::ProjectId,
        Part::Primary,
        Part::ProjectIds,
        Part::UserId,
        Part::Username,
        Part::GroupId,
        Part::Source,
        Part::Station,
    ];
    prop_oneof![prop::sample::select(others.to_vec()), custom_data]
}

pub(crate) fn reads() -> impl Strategy<Value = Reads> {
    (vec(part(), 0..4), any::<bool>()).prop_map(|(parts, clock)| Reads { clock, ..Reads::of_parts(parts) })
}
