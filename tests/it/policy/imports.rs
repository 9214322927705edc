//! What a file imports is for that file; the engine thinks otherwise.

use logingate::decision::Policy;
use logingate::policy::FaultKind::{Conflict, Syntax, Unsafe};
use serde_json::json;

use super::support::{Files, House, assert_allows, assert_refused};

#[test]
fn input_and_data_need_no_import() {
    for name in ["input", "data"] {
        let fault = assert_refused(&format!("import {name}\nallow := true\n"), Syntax, "3:8");
        assert_eq!(fault.message, format!("`{name}` needs no import"));
    }
    assert_allows("import input as asked\nallow if asked.x\n", json!({ "x": true }));
    assert_allows("import input.customData as custom\nallow if custom.x\n", json!({ "customData": { "x": true } }));
    assert_allows("import rego.v1\nallow if 1 in [1]\n", json!({}));
    assert_allows("import future.keywords\nallow if 1 in [1]\n", json!({}));
}

#[test]
fn one_name_stands_for_one_thing_in_a_file() {
    assert_refused("import data.a.x\nimport data.b.x\nallow := true\n", Conflict, "4:8");
    assert_refused("import data.a.x\nx := 1\nallow := true\n", Conflict, "3:8");
    assert_refused("import data.a as x\nx(y) := y\nallow := true\n", Conflict, "3:8");
}

#[test]
fn one_name_stands_for_one_thing_in_all_files_of_a_package() {
    let files = |second: &str| {
        Files::default()
            .with("projects/1/a.rego", "package projects[\"1\"]\n\nimport data.a as facts\n\nallow if facts.x == 1\n")
            .with("projects/1/b.rego", format!("package projects[\"1\"]\n\n{second}\n"))
            .with("data.yaml", "a: {x: 1}\nb: {x: 2}\n")
    };
    for (second, place) in [("import data.b as facts\n\nother := facts.x", 3), ("facts := 2", 3)] {
        let house = House::of(&files(second));
        let fault = house.only_fault();
        assert_eq!((fault.kind, fault.place.unwrap().line), (Conflict, place), "{second}");
    }
    assert_eq!(House::of(&files("import data.a as facts\n\nother := facts.x")).faults(), []);
    let house = House::of(&files("other := facts.x"));
    assert_eq!((house.only_fault().kind, &*house.only_fault().file), (Unsafe, "projects/1/b.rego"));
    assert_eq!(house.only_fault().message, "only another file of this package imports `facts`");
    assert_eq!(House::of(&files("other := y if { facts := 3; y := facts }")).faults(), []);
}

#[test]
fn what_is_read_through_an_import_is_known() {
    let files = Files::default()
        .with("projects/1.rego", "package projects[\"1\"]\n\nimport data.lib.tools\nimport input.customData as custom\nimport data.groups\n\nallow if tools.member(custom.region, groups.agents)\n")
        .with("lib/tools.rego", "package lib.tools\n\nimport input.userId\n\nmember(x, xs) if { x in xs; userId > 0 }\n")
        .with("data.yaml", "groups: {agents: [a]}\n");
    let house = House::of(&files);
    assert_eq!(house.faults(), []);
    let policy = house.policy(1).unwrap();
    let parts: Vec<_> = policy.reads().parts.iter().map(logingate::decision::Part::describe).collect();
    assert_eq!(parts, ["input.userId", "input.customData.region"]);
    assert_eq!(policy.reads_data(), [["groups", "agents"]]);
    assert_eq!(policy.files().iter().map(|file| &**file).collect::<Vec<_>>(), ["projects/1.rego", "lib/tools.rego"]);
}
