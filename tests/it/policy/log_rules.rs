//! `package system.log`: what its rules must be, and what comes of those that are faulty.

use std::sync::Arc;

use logingate::policy::FaultKind::{self, LogRules as Misshapen, Recursion, Syntax, Unreadable};
use logingate::policy::tree::{Tree, TreeFault, TreeFaultKind};
use logingate::policy::{LogRules, PolicySet};
use serde_json::{Value, json};

use super::support::{Files, House, LARGE_STACK_BYTES, NOW, with_stack};

const FILE: &str = "system/log.rego";
const POLICY: (&str, &str) = ("projects/1.rego", "package projects[\"1\"]\n\nallow := true\n");

fn files(rules: &str) -> Files {
    Files::of([POLICY]).with(FILE, format!("package system.log\n\n{rules}"))
}

fn rules(house: &House) -> Option<Result<Arc<LogRules>, Arc<str>>> {
    house.update.set.log_rules().cloned()
}

/// What a sound `system.log` says of an event.
#[track_caller]
fn said(text: &str, event: &Value) -> (Result<bool, String>, Result<Vec<Value>, String>) {
    let house = House::of(&files(text));
    assert_eq!(house.faults(), [], "{text}");
    let rules = rules(&house).unwrap().unwrap();
    with_stack(LARGE_STACK_BYTES, || {
        let drop = rules.is_dropped(event, NOW).map_err(|failure| failure.reason);
        (drop, rules.mask(event, NOW).map_err(|failure| failure.reason))
    })
}

#[test]
fn the_event_is_their_input_and_the_answers_are_json() {
    let text = "import data.lib.secret\n\nmask contains \"/input/customData/iban\"\n\nmask contains {\"op\": \"upsert\", \
                \"path\": \"/input/username\", \"value\": {\"n\": [1.5, secret.name, 12345678901234567890]}} if input.input.userId == 7\n\n\
                drop if time.now_ns() == 1795000000000000000\n";
    let files = files(text).with("lib/secret.rego", "package lib.secret\n\nname := upper(\"x\")\n");
    let house = House::of(&files);
    assert_eq!(house.faults(), []);
    let rules = rules(&house).unwrap().unwrap();
    let mask = with_stack(LARGE_STACK_BYTES, || rules.mask(&json!({"input": {"userId": 7}}), NOW)).unwrap();
    let upsert =
        json!({"op": "upsert", "path": "/input/username", "value": {"n": [1.5, "X", 12_345_678_901_234_567_890_u64]}});
    assert_eq!(mask, [json!("/input/customData/iban"), upsert]);
    assert_eq!(with_stack(LARGE_STACK_BYTES, || rules.is_dropped(&json!({}), NOW)), Ok(true));
    assert_eq!(rules.reads(), ["input.input.userId", "time.now_ns()"]);
    assert_eq!((&*rules.name().package, &*rules.name().file), ("system.log", FILE));
    // It decides for nobody: the one policy is project 1's.
    assert_eq!(house.update.set.active(), 1);
}

#[test]
fn what_a_rule_does_not_say_it_does_not_want() {
    let pointer = || Ok(vec![json!("/input")]);
    for (text, drop, mask) in [
        ("mask contains \"/input\"\n", Ok(false), pointer()),
        ("mask := [\"/input\"]\n", Ok(false), pointer()),
        ("mask contains \"/input\" if input.x\n", Ok(false), Ok(vec![])),
        ("default drop := false\ndrop if input.labels\n", Ok(true), Ok(vec![])),
        ("drop := input.labels.app\n", Err("`drop` is a string, not true or false".to_owned()), Ok(vec![])),
        ("mask := input.labels\n", Ok(false), Err("`mask` is an object, not a set of pointers".to_owned())),
    ] {
        assert_eq!(said(text, &json!({"labels": {"app": "logingate"}})), (drop, mask), "{text}");
    }
}

#[test]
fn a_mask_that_fails_or_is_too_large_is_no_mask() {
    let event = json!({"input": {"text": "x".repeat(70_000)}});
    for (text, reason) in [
        ("mask := [\"/input\"] if input.input.text\nmask := [\"/result\"] if input.input\n", "conflict"),
        ("mask contains {\"op\": \"upsert\", \"path\": \"/input/a\", \"value\": input.input.text}\n", "64 KiB"),
    ] {
        let (_, mask) = said(text, &event);
        assert!(mask.as_ref().is_err_and(|told| told.contains(reason)), "{mask:?}");
    }
}

#[test]
fn rules_that_can_not_be_what_they_should_are_refused_where_they_stand() {
    for (text, kind, place) in [
        ("masks contains \"/input\"\n", Misshapen, FILE.to_owned()),
        ("mask if input.x\n", Misshapen, format!("{FILE}:3:1")),
        ("mask := \"/input\"\n", Misshapen, format!("{FILE}:3:1")),
        ("mask(x) := [x]\n", Misshapen, format!("{FILE}:3:1")),
        ("mask.x := 1\n", Misshapen, format!("{FILE}:3:1")),
        ("drop contains \"x\" if input.x\n", Misshapen, format!("{FILE}:3:1")),
        ("drop := \"yes\"\n", Misshapen, format!("{FILE}:3:1")),
        ("mask contains \"/input\"\ndrop if a\na if drop\n", Recursion, format!("{FILE}:5:1")),
        ("mask contains {\n", Syntax, format!("{FILE}:3:15")),
    ] {
        let house = House::of(&files(text));
        let told: Vec<(FaultKind, String)> = house.told();
        assert_eq!((told.len(), told[0].0), (1, kind), "{text}: {told:?}");
        assert!(told[0].1 == place || kind == Recursion, "{text}: {told:?}");
        assert!(rules(&house).unwrap().unwrap_err().starts_with("the rules are broken: system/log.rego"), "{text}");
        let [broken] = house.update.set.broken() else { panic!("{text}") };
        assert!(!broken.is_denying() && broken.entry.to_string() == "system.log");
        assert_eq!(house.outcome(1), logingate::decision::Outcome::Allow);
    }
}

#[test]
fn a_faulty_edit_leaves_the_last_good_rules_in_force_and_a_removed_file_none() {
    let good = files("mask contains \"/input/userId\"\n");
    let mut house = House::of(&good);
    let revision = rules(&house).unwrap().unwrap().name().revision;
    for bad in ["mask contains {\n", "masks contains \"/input\"\n", "", "\u{0}"] {
        house.now(&good.clone().with(FILE, bad));
        assert_eq!(rules(&house).unwrap().unwrap().name().revision, revision, "{bad:?}");
        assert!(house.update.set.broken()[0].has_last_good, "{bad:?}");
    }
    house.now(&good.clone().without(FILE));
    assert!(rules(&house).is_none() && house.faults().is_empty());
}

#[test]
fn a_file_in_their_place_that_tells_nothing_is_presumed_to_hold_them() {
    for path in [FILE, "system/log/masks.rego"] {
        for text in [&b"packa system.log\n"[..], b"\xff\xfe", b""] {
            let house = House::of(&Files::of([POLICY]).with(path, text));
            assert!(rules(&house).is_some_and(|rules| rules.is_err()), "{path} {text:?}");
        }
    }
    for path in ["system", "system/log", FILE] {
        let fault =
            TreeFault { path: path.into(), kind: TreeFaultKind::Unreadable(std::io::ErrorKind::PermissionDenied) };
        let house = House::of_tree(&Tree { faults: vec![fault], ..Files::of([POLICY]).tree() });
        assert!(rules(&house).is_some_and(|rules| rules.is_err()), "{path}");
        assert_eq!(house.faults()[0].kind, Unreadable);
    }
    let elsewhere = House::of(&Files::of([POLICY]).with("lib/log.rego", "packa x\n"));
    assert!(rules(&elsewhere).is_none());
}

#[test]
fn before_anything_is_loaded_nobody_knows_what_they_say() {
    assert!(PolicySet::not_loaded().log_rules().is_some_and(Result::is_err));
}
