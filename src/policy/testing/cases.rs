//! Tests whose value is an object of cases: `test_x[case] if …`, as OPA runs them.
//!
//! A case that fails leaves nothing in the object. So a rule of our own collects the names of all cases, from as much of
//! the test's body as it takes to give the name a value.

use std::collections::BTreeSet;
use std::sync::Arc;

use regorus::Value;

use super::discover::{Cases, Form, RegoTest};
use crate::policy::analysis::{RuleIndex, reach};
use crate::policy::module::{Content, Module};
use crate::policy::package::written;

/// The rules that are added for `test` to the end of its module's text: its value, and the names of its cases.
pub(super) fn probes(test: &RegoTest, content: &Content, closure: &[Arc<Module>]) -> String {
    let Form::Cases(cases) = &test.form else { return String::new() };
    let above = test.rule.iter().rev().skip(1).rev().cloned();
    let rule: Vec<String> = test.package.iter().cloned().chain(above).chain([test.engine_name()]).collect();
    let value = format!("\n{}_value := data.{}\n", test.probe(), written(&rule));
    let names = names(test, cases, content).find(|rule| is_sound(test, content, rule, closure));
    format!("{value}{}", names.unwrap_or_default())
}

/// The rules that could collect the names of the cases, the shortest first.
fn names<'t>(test: &'t RegoTest, cases: &'t Cases, content: &'t Content) -> impl Iterator<Item = String> + 't {
    let head = format!("\n{}_names contains [{}]", test.probe(), cases.keys.join(", "));
    let bodies = cases.beginnings.iter().filter_map(|bytes| content.engine_text.get(bytes.clone()));
    ["true"].into_iter().chain(bodies).map(move |body| format!("{head} if {{\n{body}\n}}\n"))
}

/// Whether every variable of `rule` has a value.
fn is_sound(test: &RegoTest, content: &Content, rule: &str, closure: &[Arc<Module>]) -> bool {
    let text = format!("{}\n{rule}", content.engine_text).into();
    let changed = Arc::new(Module::parse_test(&test.module.file, &text));
    if changed.content.is_err() {
        return false;
    }
    let others = closure.iter().filter(|module| module.file != changed.file).cloned();
    let modules: Vec<_> = others.chain([Arc::clone(&changed)]).collect();
    reach(&RuleIndex::new(&modules), &[]).is_ok()
}

/// What is wrong with the cases, by their names; empty if all of them hold. `names` is undefined where they could not
/// be collected.
pub(super) fn failed(value: &Value, names: &Value) -> Vec<String> {
    let Ok(held) = value.as_object() else {
        return vec![format!("the value is {}, not an object of cases", shown(value))];
    };
    let mut failed = BTreeSet::new();
    if let Ok(names) = names.as_set() {
        for name in names.iter() {
            let keys = name.as_array().map(|keys| keys.to_vec()).unwrap_or_default();
            if !holds(value, &keys) {
                failed.insert(keys.iter().map(shown).collect::<Vec<_>>().join(", "));
            }
        }
    } else if held.is_empty() {
        return vec!["no case holds".into()];
    }
    for (key, value) in held.iter() {
        if !is_true(value) {
            failed.insert(shown(key));
        }
    }
    failed.into_iter().collect()
}

/// Whether `value` has something at `keys`.
fn holds(value: &Value, keys: &[Value]) -> bool {
    let found = keys.iter().try_fold(value, |value, key| value.as_object().ok()?.get(key));
    found.is_some_and(is_true)
}

/// Whether it is true, or an object in which everything is.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::Object(cases) => cases.iter().all(|(_, value)| is_true(value)),
        _ => false,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        Value::Undefined => "undefined".into(),
        other => other.to_string(),
    }
}
