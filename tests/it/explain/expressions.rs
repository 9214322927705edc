//! The first expression that failed, and the values of its parts.

use std::path::Path;

use logingate::policy::Workbench;
use logingate::policy::explain::{Explainer, Got, Why};
use logingate::policy::tree::scan;
use regorus::Value;
use serde_json::json;

use crate::policy::support::{LIMIT, NOW};

fn why(rule: &[&str], input: serde_json::Value, now: i64) -> Why {
    let bench = Workbench::of(&scan(Path::new("policies"), None).unwrap(), LIMIT);
    let path: Vec<String> = rule.iter().map(ToString::to_string).collect();
    let closure = bench.closure(&[path[..path.len() - 1].to_vec()]);
    Explainer::new(&bench, &closure.modules).unwrap().why(&path, Some(&Value::from(input)), now)
}

#[test]
fn the_first_expression_that_failed_is_told_with_what_it_saw_and_what_is_beneath() {
    let told = why(&["projects", "4", "allow"], json!({"groupId": 4}), NOW);
    let evening = told.attempts.last().unwrap();
    assert_eq!((&*evening.file, evening.line, evening.held()), ("projects/4.rego", 14, false));
    let failure = evening.failure().unwrap();
    assert_eq!((failure.expression.as_str(), failure.line, failure.column), ("hours.within(\"evening\")", 16, 2));
    assert_eq!(failure.got, Got::Undefined);
    let [within] = &failure.beneath[..] else { panic!("{failure:#?}") };
    assert_eq!(within.question(), "lib.hours.within(\"evening\")");
    let beneath = within.attempts[0].failure().unwrap();
    assert_eq!((&*beneath.file, beneath.line, &*beneath.expression), ("lib/hours.rego", 12, "hour >= shift.from"));
    let values: Vec<_> = beneath.values.iter().map(|seen| (&*seen.expression, &*seen.values[0])).collect();
    assert_eq!(values, [("hour", "12"), ("shift.from", "16")]);
}
