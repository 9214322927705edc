//! `allow` and `deny`: what they must be.

use logingate::decision::Outcome::{Allow, Deny, Error, Undefined};
use logingate::policy::FaultKind::{Conflict, DenyShape, MissingAllow};
use serde_json::json;

use super::support::{Files, House, assert_refused, verdict};

#[test]
fn a_policy_without_allow_is_refused() {
    let house = House::of(&Files::of([("projects/1.rego", "package projects[\"1\"]\n\nx := 1\n")]));
    assert_eq!(house.only_fault().kind, MissingAllow);
    assert_eq!(house.only_fault().message, "the package `projects[\"1\"]` has no rule `allow`");
    assert_eq!(house.outcome(1), Error);
}

#[test]
fn allow_is_a_rule_with_a_yes_or_a_no() {
    for rules in [
        "allow(x) := true\n",
        "allow contains \"x\" if true\n",
        "allow := \"yes\"\n",
        "allow.x := true\n",
        "allow := 1\n",
    ] {
        assert_refused(rules, MissingAllow, "3:1");
    }
    assert_refused("default allow := false\nallow := null if input.x\n", MissingAllow, "4:1");
    for (rules, outcome) in [
        ("allow := true\n", Allow),
        ("default allow := true\n", Allow),
        ("allow := false\n", Deny),
        ("default allow := false\nallow if input.x\n", Deny),
        ("allow if input.x\n", Undefined),
        ("allow := input.n == 1\n", Allow),
        ("allow := input.n\n", Error),
    ] {
        assert_eq!(verdict(rules, json!({ "n": 1 })).outcome, outcome, "{rules}");
    }
}

#[test]
fn deny_is_a_set_of_reasons_or_the_policy_is_refused() {
    for (rules, place) in [
        ("allow := true\ndeny(x) := true\n", "4:1"),
        ("allow := true\ndeny.foo := true\n", "4:1"),
        ("allow := true\ndeny := true\n", "4:1"),
        ("allow := true\ndeny if input.x\n", "4:1"),
        ("allow := true\ndeny := \"no\" if input.x\n", "4:1"),
        ("allow := true\ndefault deny := false\n", "4:9"),
        ("allow := true\ndeny.a contains \"x\" if true\n", "4:1"),
    ] {
        let fault = assert_refused(rules, DenyShape, place);
        assert_eq!(fault.hint.as_deref(), Some("write `deny contains \"the reason\" if { … }`"));
    }
}

#[test]
fn deny_wins_over_allow_and_says_why() {
    for (rules, reasons) in [
        ("allow := true\ndeny contains \"late\"\ndeny contains \"early\" if true\n", vec!["early", "late"]),
        ("allow := true\ndeny := [\"b\", \"a\"]\n", vec!["b", "a"]),
        ("allow := true\ndeny := {\"a\": 1}\n", vec!["a"]),
        ("allow := true\ndeny contains 7\n", vec!["7"]),
        ("allow := false\ndeny contains \"late\"\n", vec!["late"]),
        ("allow if input.x\ndeny contains \"late\"\n", vec!["late"]),
    ] {
        let verdict = verdict(rules, json!({}));
        assert_eq!(
            (verdict.outcome, verdict.reasons),
            (Deny, reasons.into_iter().map(str::to_owned).collect()),
            "{rules}"
        );
    }
    for rules in [
        "allow := true\ndeny contains \"late\" if input.x\n",
        "allow := true\ndeny := set()\n",
        "allow := true\ndeny := {x | x := input.x}\n",
    ] {
        assert_eq!(verdict(rules, json!({})).outcome, Allow, "{rules}");
    }
    assert_eq!(verdict("allow := true\ndeny := input.n\n", json!({ "n": 1 })).outcome, Error);
}

#[test]
fn rules_that_contradict_one_another_are_refused_or_end_in_an_error() {
    assert_refused("default allow := false\ndefault allow := true\n", Conflict, "4:9");
    assert_refused("allow if x(1)\nx(a) if a\nx := 2\n", Conflict, "5:1");
    assert_refused("allow if f(1)\nf(a) if a\nf(a, b) if b\n", Conflict, "5:1");
    for rules in [
        "default allow := false\nallow := true\nallow := false\n",
        "bad := true\nbad := false\ndefault allow := false\nallow if not bad\n",
        "f(x) := 1\nf(x) := 2\ndefault allow := false\nallow if not f(1) == 3\n",
    ] {
        assert_eq!(verdict(rules, json!({})).outcome, Error, "{rules}");
    }
}
