//! What decides while the files are broken: the last good version of what they touch.

use logingate::decision::Outcome::{Allow, Deny, Error};
use serde_json::json;

use super::support::{Files, House};

fn project(rules: &str) -> String {
    format!("package projects[\"1\"]\n\n{rules}")
}

#[test]
fn the_last_good_version_decides_until_the_file_is_mended() {
    let good = Files::default().with("projects/1.rego", project("allow := true\n"));
    let mut house = House::of(&good);
    let before = house.policy(1).unwrap();
    for broken in [
        "allow if {\n",
        "allow if f(1)\n",
        "allow if not input.xs[_] == 1\n",
        "x := 1\n",
        "deny if true\nallow := false\n",
    ] {
        house.now(&good.clone().with("projects/1.rego", project(broken)));
        assert_eq!(house.outcome(1), Allow, "{broken}");
        assert!(std::sync::Arc::ptr_eq(&before, &house.policy(1).unwrap()), "{broken}");
        let set = &house.update.set;
        assert_eq!((set.broken().len(), set.broken()[0].has_last_good, set.active()), (1, true, 1), "{broken}");
    }
    house.now(&good.clone().with("projects/1.rego", project("allow := false\n")));
    assert_eq!((house.outcome(1), house.faults().len(), house.update.set.broken().len()), (Deny, 0, 0));
}

#[test]
fn a_project_that_never_had_a_good_version_is_an_error() {
    let mut house = House::of(&Files::default().with("projects/1.rego", project("allow if {\n")));
    assert_eq!(house.outcome(1), Error);
    house.now(&Files::default().with("projects/1.rego", project("allow if {\n  false\n")));
    assert_eq!(house.outcome(1), Error);
    house.now(&Files::default().with("projects/1.rego", project("allow := true\n")));
    assert_eq!(house.outcome(1), Allow);
}

#[test]
fn a_file_that_breaks_in_its_package_line_still_keeps_its_policy() {
    let good = Files::default().with("anything.rego", project("allow := true\n"));
    let mut house = House::of(&good);
    for text in ["", "packag projects", "package projects[\"1\"\n\nallow := false\n", "\u{1}"] {
        house.now(&good.clone().with("anything.rego", text));
        assert_eq!(house.outcome(1), Allow, "{text:?}");
    }
    let unreadable: &[u8] = b"\xff\xfe";
    house.now(&good.clone().with("anything.rego", unreadable));
    assert_eq!(house.outcome(1), Allow);
}

#[test]
fn a_removed_file_withdraws_its_policy_even_while_it_is_broken() {
    let default = ("default.rego", "package projects.default\n\nallow := false\n");
    let files = Files::of([default]).with("projects/1.rego", project("allow := true\n"));
    let mut house = House::of(&files);
    assert_eq!(house.outcome(1), Allow);
    house.now(&files.clone().with("projects/1.rego", project("allow if {\n")));
    assert_eq!(house.outcome(1), Allow);
    house.now(&Files::of([default]));
    assert_eq!((house.outcome(1), house.faults().len()), (Deny, 0));
}

#[test]
fn users_of_a_library_keep_the_library_they_had() {
    let library = |value: &str| format!("package lib.open\n\nnow := {value}\n");
    let files = Files::default()
        .with("projects/1.rego", project("import data.lib.open\nallow if open.now\n"))
        .with("lib/open.rego", library("true"));
    let mut house = House::of(&files);
    assert_eq!(house.outcome(1), Allow);
    for broken in ["package lib.open\n\nnow :=\n", "package lib.open\n\nnow if later == 1\n", "packag", ""] {
        house.now(&files.clone().with("lib/open.rego", broken));
        assert_eq!(house.outcome(1), Allow, "{broken:?}");
        assert_eq!(house.update.set.broken().len(), 1, "{broken:?}");
    }
    house.now(&files.clone().with("lib/open.rego", library("false")));
    assert_eq!((house.outcome(1), house.faults().len()), (logingate::decision::Outcome::Undefined, 0));
}

#[test]
fn a_library_that_is_gone_is_as_if_it_had_never_been() {
    let files = Files::default()
        .with("projects/1.rego", project("import data.lib.open\nallow if open.now\n"))
        .with("lib/open.rego", "package lib.open\n\nnow := true\n");
    let mut house = House::of(&files);
    house.now(&files.clone().without("lib/open.rego"));
    assert_eq!(house.outcome(1), logingate::decision::Outcome::Undefined);
    let calls = files.with("projects/1.rego", project("import data.lib.open\nallow if open.f(1)\n"));
    house.now(&calls.without("lib/open.rego"));
    assert_eq!(house.faults().len(), 1, "a function that is gone is missed: {:?}", house.faults());
}

#[test]
fn a_broken_data_file_leaves_its_readers_what_they_had_and_touches_nobody_else() {
    let files = Files::default()
        .with("projects/1.rego", project("allow if input.groupId in data.groups.agents\n"))
        .with("projects/2.rego", "package projects[\"2\"]\n\nallow if data.hours.open\n")
        .with("projects/3.rego", "package projects[\"3\"]\n\nallow := true\n")
        .with("groups/data.yaml", "agents: [3]\n")
        .with("hours/data.json", "{\"open\": true}");
    let mut house = House::of(&files);
    let input = json!({ "groupId": 3 });
    for broken in ["agents: [3", "- 3\n", "agents: [4]\nagents: [5]\n", "\u{1}"] {
        house.now(&files.clone().with("groups/data.yaml", broken));
        assert_eq!(house.verdict(1, input.clone()).outcome, Allow, "{broken}");
        let touched: Vec<_> = house.update.set.broken().iter().map(|it| it.entry.to_string()).collect();
        assert_eq!(touched, ["projects[\"1\"]"], "{broken}");
        assert_eq!(house.faults().len(), 1, "{broken}");
    }
    house.now(&files.clone().with("groups/data.yaml", "agents: [4]\n"));
    assert_eq!(house.verdict(1, input).outcome, logingate::decision::Outcome::Undefined);
    let fresh = House::of(&files.with("groups/data.yaml", "agents: [3"));
    assert_eq!([1, 2, 3].map(|id| fresh.outcome(id)), [Error, Allow, Allow]);
}

#[test]
fn a_broken_data_file_at_the_root_may_hold_anything_but_touches_only_readers_of_data() {
    let files = Files::default()
        .with("projects/1.rego", project("allow if data.groups.x\n"))
        .with("projects/2.rego", "package projects[\"2\"]\n\nallow := true\n")
        .with("data.yaml", "groups: {x: true\n");
    let house = House::of(&files);
    assert_eq!([1, 2].map(|id| house.outcome(id)), [Error, Allow]);
}
