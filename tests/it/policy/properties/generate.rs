//! Generated policies and logins, from domains so small that what a policy asks for is often there.

use std::net::IpAddr;

use logingate::decision::{Agent, Login, Platform, Projects};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::policy::support::Files;

/// Conditions that may stand anywhere, also below `not`, in comprehensions and in `every`.
fn closed_condition() -> impl Strategy<Value = String> {
    let simple = prop::sample::select(vec![
        "input.groupId == 1",
        "input.userId > 1",
        "input.username == \"a\"",
        "input.projectId in {1, 3}",
        "input.primary",
        "input.hook == \"b\"",
        "count(input.projectIds) > 1",
        "2 in input.projectIds",
        "input.source.ip == \"192.0.2.1\"",
        "input.source[input.customData.key]",
        "input[input.customData.key]",
        "input.customData.a == 1",
        "input.customData.a.b == 1",
        "input.customData[\"a b\"]",
        "input.customData[input.customData.key] == 1",
        "input.customData.a[input.username]",
        "input.customData == {}",
        "object.get(input.customData, \"a\", 1) == 1",
        "object.get(input, [\"customData\", \"b\"], 0) == 1",
        "object.keys(input) == {\"groupId\"}",
        "input.groupId in data.groups.agents",
        "input.groupId in data.groups[input.customData.key]",
        "data.limits[input.username] > 0",
        "time.now_ns() % 2000000000 == 0",
        "clock",
        "tools.member(\"agents\")",
        "tools.known",
        "data.lib.tools.first(input.customData.list) == 1",
        "helper",
        "picked == 1",
        "is_one(input.customData.a)",
        "is_one(object.get(input.customData, \"b\", input.groupId))",
        "names[\"a\"]",
        "\"a\" in names",
        "table.x == 1",
        "startswith(input.username, \"a\")",
        "sprintf(\"%v-%v\", [input.groupId, input.customData.a]) == \"1-1\"",
        "json.marshal(input.customData.a) == \"1\"",
        "count([1 | some x in input.customData.list; x == 1]) > 0",
        "{x | some x in input.customData.list} == {1}",
        "every x in input.customData.list { x == 1 }",
        "input.customData.a == input.customData.b",
        "true",
    ])
    .prop_map(str::to_owned);
    simple.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|condition| format!("count([1 | {condition}]) == 1")),
            inner.clone().prop_map(|condition| format!("every it in [1, 2] {{ it > 0; {condition} }}")),
            (inner, prop::sample::select(vec!["input.customData", "data.limits", "input"]))
                .prop_map(|(condition, document)| format!("count({{1 | {document}; {condition}}}) == 0")),
        ]
    })
}

/// A statement of a body.
fn statement() -> impl Strategy<Value = String> {
    let iterating = prop::sample::select(vec![
        "some i, x in input.customData.list; x == i",
        "input.customData.list[_] == input.groupId",
        "input.customData[k] == 1; k != \"a\"",
        "walk(input.customData, [p, v]); v == 1; count(p) > 0",
        "x := input.customData.a; not x == 1",
        "y = input.groupId; data.groups[g][_] == y; g != \"agents\"",
        "some x in input.projectIds; not x == input.projectId",
        "input.customData.a == 1 with input.customData.a as input.customData.b",
        "helper with input.groupId as 1",
        "tools.known with data.groups.agents as input.customData.list",
    ])
    .prop_map(str::to_owned);
    prop_oneof![4 => closed_condition(), 3 => closed_condition().prop_map(|condition| negated(&condition)), 2 => iterating]
}

fn negated(condition: &str) -> String {
    if condition.starts_with("every") { condition.to_owned() } else { format!("not {condition}") }
}

fn body() -> impl Strategy<Value = String> {
    vec(statement(), 1..4).prop_map(|statements| format!("{{\n\t{}\n}}", separate(&statements).join("\n\t")))
}

/// Gives the variables of each statement names of their own.
fn separate(statements: &[String]) -> Vec<String> {
    let rename = |(at, statement): (usize, &String)| {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '"');
        let mut text = String::new();
        for word in statement.split_inclusive(|c: char| !is_name(c)) {
            let name = word.trim_end_matches(|c: char| !is_name(c));
            if ["i", "x", "k", "p", "v", "y", "g"].contains(&name) {
                text.extend([name, &at.to_string(), &word[name.len()..]]);
            } else {
                text.push_str(word);
            }
        }
        text
    };
    statements.iter().enumerate().map(rename).collect()
}

/// The directory of a policy for project 1, as text that may use all of `helper`, `picked`, `is_one`, `names`, `table`.
pub(crate) fn files() -> impl Strategy<Value = Files> {
    let helpers = "helper if input.customData.a == 1\n\nhelper if input.groupId == 2\n\npicked := input.customData.b\n\nis_one(x) if x == 1\n\nnames contains name if some name in input.customData.list\n\ntable[key] := value if some key, value in input.customData.a\n\nclock if time.now_ns() % 3000000000 == 0\n";
    let library = "package lib.tools\n\nmember(name) if input.groupId in data.groups[name]\n\nknown if some group in data.groups.agents\n\nfirst(list) := list[0]\n";
    let data = "groups: {agents: [1], x: [2, 3]}\nlimits: {a: 1, b: 0}\n";
    let rules = (option::of(any::<bool>()), vec(body(), 1..4), option::of(body()), vec(body(), 0..3));
    rules.prop_map(move |(default, allows, otherwise, denies)| {
        let default = default.map(|default| format!("default allow := {default}\n\n")).unwrap_or_default();
        let otherwise = otherwise.map(|body| format!(" else := false if {body}")).unwrap_or_default();
        let allows: String = allows.iter().map(|body| format!("allow if {body}\n\n")).collect();
        let allows = format!("{}{otherwise}\n\n", allows.trim_end());
        let deny = |(at, body): (usize, &String)| format!("deny contains \"reason {at}\" if {body}\n\n");
        let denies: String = denies.iter().enumerate().map(deny).collect();
        let text = format!("package projects[\"1\"]\n\nimport data.lib.tools\n\n{default}{allows}{denies}{helpers}");
        Files::of([("lib/tools.rego", library), ("data.yaml", data)]).with("projects/1.rego", text)
    })
}

fn value() -> impl Strategy<Value = Value> {
    let leaves = [json!(1), json!(2), json!("a"), json!("b"), json!(true), json!(null), json!("groupId"), json!("x")];
    prop::sample::select(leaves.to_vec()).prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::Array),
            btree_map("[ab]", inner, 0..3).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn custom_data() -> impl Strategy<Value = Map<String, Value>> {
    let key = prop::sample::select(vec!["a", "b", "key", "list", "a b", "other"]);
    btree_map(key.prop_map(str::to_owned), value(), 0..5).prop_map(|members| members.into_iter().collect())
}

/// A login to project 1 and perhaps others, in any order.
pub(crate) fn login() -> impl Strategy<Value = Login> {
    let projects = (1..4u64, vec(1..4u64, 0..3));
    let agent = (option::of(1..4u64), option::of("[ab]"));
    let source = option::of(prop::sample::select(vec!["192.0.2.1", "192.0.2.2", "::1"]));
    (projects, agent, option::of(1..4u64), custom_data(), source, "[ab]").prop_map(
        |((primary, others), (user, username), group, custom_data, source, hook)| {
            let id = |id: u64| id.to_string().parse().unwrap();
            let others = others.into_iter().chain([1]).map(|id| id.to_string().parse().unwrap());
            let user = user.map(|id| id.to_string().parse().unwrap());
            Login {
                platform: Platform::Vcc,
                hook: hook.into(),
                projects: Projects::new(id(primary), others).unwrap(),
                agent: Agent::new(user, username).or_else(|| Agent::new("1".parse().ok(), None)).unwrap(),
                group_id: group.map(|id| id.to_string().parse().unwrap()),
                custom_data,
                source_ip: source.map(|ip| ip.parse::<IpAddr>().unwrap()),
                station: None,
            }
        },
    )
}
