//! Why a rule has its value: what is told of it.

mod agreement;
mod contexts;
mod expressions;
mod limits;
mod values;

use logingate::policy::Workbench;
use logingate::policy::explain::{Explainer, Why};
use regorus::Value;

use crate::policy::support::{Files, HEAD, LIMIT, NOW};

/// Why `allow` of project 1 has its value, where its policy has these rules from line 3 on, and these files beside it.
fn why(rules: &str, input: serde_json::Value, beside: &[(&str, &str)]) -> Why {
    let files = Files::of(beside.iter().copied()).with("projects/1.rego", format!("{HEAD}{rules}"));
    let bench = Workbench::of(&files.tree(), LIMIT);
    assert_eq!(bench.policies.faults, [], "{rules}");
    let package = ["projects", "1"].map(str::to_owned).to_vec();
    let closure = bench.closure(std::slice::from_ref(&package));
    let rule = [package, vec!["allow".to_owned()]].concat();
    Explainer::new(&bench, &closure.modules).unwrap().why(&rule, Some(&Value::from(input)), NOW)
}

/// What is told of it, without the file's name, and without the first line, which says the value.
fn told(rules: &str, input: serde_json::Value) -> String {
    let text = why(rules, input, &[]).to_string().replace("projects/1.rego", "");
    text.split_once('\n').unwrap().1.trim_end().lines().map(str::trim_start).collect::<Vec<_>>().join("\n")
}
