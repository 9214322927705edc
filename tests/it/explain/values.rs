//! Values are told as they are, but never at length.

use logingate::policy::explain::Ending;
use serde_json::json;

use super::why;

#[test]
fn long_values_are_cut() {
    let why = why("allow if input.x == 1\n", json!({"x": "é".repeat(5_000)}), &[]);
    let value = &why.attempts[0].failure().unwrap().values[0].values[0];
    assert_eq!((value.chars().count(), value.ends_with('…')), (201, true), "{value}");
}

#[test]
fn at_most_eight_parts_are_told() {
    let sum: Vec<_> = (0..20).map(|at| format!("input.x{at}")).collect();
    let why = why(&format!("allow if [{}] == 1\n", sum.join(", ")), json!({"x1": 1}), &[]);
    assert_eq!(why.attempts[0].failure().unwrap().values.len(), 8);
}

#[test]
fn what_is_given_is_told() {
    let gave = |rules: &str| match &why(rules, json!({"x": 3}), &[]).attempts[0].ending {
        Ending::Held { gave } => gave.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(gave("allow if input.x == 3\n"), ["true"]);
    assert_eq!(gave("allow := input.x > 1 if true\n"), ["true"]);
    assert_eq!(gave("allow := {\"a\": {input.x}}.a if true\n"), ["{3}"]);
}

#[test]
fn a_comprehension_is_told_by_its_value() {
    let why = why("allow if count([x | some x in input.list; x > 1]) == 2\n", json!({"list": [1, 2]}), &[]);
    let values: Vec<_> = why.attempts[0].failure().unwrap().values.iter().map(|seen| seen.values.join("")).collect();
    assert_eq!(values, ["1", "[2]"]);
}
