//! Tests whose value is an object of cases: `test_x[case] if …`, as OPA runs them.
//!
//! A case that fails leaves nothing in the object. So a rule of our own collects the names of all cases, from as much of
//! the test's body as it takes to give the name a value.

use std::collections::BTreeSet;
use std::sync::Arc;

use regorus::Value;

use super::rego_test::{Cases, Form, RegoTest};
use crate::policy::analysis::{RuleIndex, reach};
use crate::policy::module::{Content, Module};
use crate::policy::package::written;

/// The rules that are added for `test` to the end of its module's text: its value, and the names of its cases.
pub(super) fn probes(test: &RegoTest, content: &Content, closure: &[Arc<Module>]) -> String {
    let Form::Cases(cases) = &test.form else { return String::new() };
    let above = &test.rule[..test.rule.len() - 1];
    let rule = [test.package.as_slice(), above, &[test.engine_name()]].concat();
    let value = format!("\n{}_value := data.{}\n", test.probe(), written(&rule));
    let taken = statements_taken(test, cases, content, closure);
    let names = taken.map(|taken| names(test, cases, beginning(cases, taken, content)));
    format!("{value}{}", names.unwrap_or_default())
}

/// The rule that collects the names of the cases.
fn names(test: &RegoTest, cases: &Cases, body: &str) -> String {
    format!("\n{}_names contains [{}] if {{\n{body}\n}}\n", test.probe(), cases.keys.join(", "))
}

/// The first `taken` statements of the body.
fn beginning<'c>(cases: &Cases, taken: usize, content: &'c Content) -> &'c str {
    let bytes = taken.checked_sub(1).and_then(|last| cases.beginnings.get(last));
    bytes.and_then(|bytes| content.engine_text.get(bytes.clone())).unwrap_or("true")
}

/// How many statements of the body it takes to give each part of the case's name a value.
fn statements_taken(test: &RegoTest, cases: &Cases, content: &Content, closure: &[Arc<Module>]) -> Option<usize> {
    let are_enough = |taken: &usize| {
        let rule = names(test, cases, beginning(cases, *taken, content));
        let text = format!("{}\n{rule}", content.engine_text);
        changed(test, &text, closure).is_some_and(|modules| reach(&RuleIndex::new(&modules), &[]).is_ok())
    };
    (0..=cases.beginnings.len()).find(are_enough)
}

/// The modules, that of `test` with another text; `None` if that can't be parsed.
fn changed(test: &RegoTest, text: &str, closure: &[Arc<Module>]) -> Option<Vec<Arc<Module>>> {
    let changed = Arc::new(Module::parse_test(&test.module.file, &text.into()));
    let others = closure.iter().filter(|module| module.file != changed.file).cloned();
    changed.content.is_ok().then(|| others.chain([Arc::clone(&changed)]).collect())
}

/// The modules with a test that has the one case `name` only, every line where it was.
///
/// To be called on a thread with a large stack.
pub(super) fn isolated(test: &RegoTest, name: &[Value], closure: &[Arc<Module>]) -> Option<Vec<Arc<Module>>> {
    let (Form::Cases(cases), Ok(content)) = (&test.form, &test.module.content) else { return None };
    let Some(last) = statements_taken(test, cases, content, closure)?.checked_sub(1) else {
        return Some(closure.to_vec());
    };
    // On one line, so that every line stays where it was.
    let name = serde_json::to_string(&Value::from(name.to_vec())).ok()?;
    let (before, after) = content.engine_text.split_at_checked(cases.beginnings.get(last)?.end)?;
    changed(test, &format!("{before}; [{}] == {name}{after}", cases.keys.join(", ")), closure)
}

/// The cases that fail, by their names, or why there are none to name. `names` is undefined where they could not be
/// collected.
pub(super) fn failed(value: &Value, names: &Value) -> Result<Vec<Vec<Value>>, String> {
    let value = if *value == Value::Undefined { &Value::new_object() } else { value };
    let Ok(held) = value.as_object() else { return Err(format!("it is {value}, not an object of cases")) };
    let mut failed = BTreeSet::new();
    if let Ok(names) = names.as_set() {
        let names = names.iter().filter_map(|name| Some(name.as_array().ok()?.to_vec()));
        failed.extend(names.filter(|keys| !holds(value, keys)));
    } else if held.is_empty() {
        return Err("no case holds".into());
    }
    failed.extend(held.iter().filter(|(_, value)| !is_true(value)).map(|(key, _)| vec![key.clone()]));
    Ok(failed.into_iter().collect())
}

/// Whether `value` has something true at `keys`.
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

/// The name of a case, as a person reads it.
pub(super) fn shown(name: &[Value]) -> String {
    let part = |value: &Value| match value {
        Value::String(text) => text.to_string(),
        other => other.to_string(),
    };
    name.iter().map(part).collect::<Vec<_>>().join(", ")
}
