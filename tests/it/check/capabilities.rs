//! `logingate check --capabilities`: exactly what policies can call here.

use std::collections::{BTreeMap, BTreeSet};

use logingate::policy::{CAPABILITIES, FaultKind};
use regorus::unstable::BUILTINS;
use serde_json::Value;

use crate::policy::support::house;
use crate::program::bash;

/// What OPA lists of the language itself: nobody calls it by this name.
const OPERATORS: [&str; 5] = ["assign", "eq", "internal.member_2", "internal.member_3", "internal.print"];

fn listed() -> BTreeMap<String, Value> {
    let document: Value = serde_json::from_str(CAPABILITIES).unwrap();
    let builtins = document["builtins"].as_array().unwrap();
    builtins.iter().map(|builtin| (builtin["name"].as_str().unwrap().to_owned(), builtin.clone())).collect()
}

fn is_operator(name: &str, builtin: &Value) -> bool {
    builtin["infix"].is_string() || OPERATORS.contains(&name)
}

/// The faults of a policy that calls `name` with `given` arguments.
fn faults_of_call(name: &str, given: usize) -> Vec<FaultKind> {
    let arguments: Vec<_> = (0..given).map(|at| format!("input.customData.a{at}")).collect();
    let call = format!("{name}({})", arguments.join(", "));
    house(&format!("allow if {{\n\t{call}\n}}\n")).faults().iter().map(|fault| fault.kind).collect()
}

#[test]
fn every_listed_function_is_taken_with_its_arguments_and_no_other_number_of_them() {
    for (name, builtin) in listed().iter().filter(|(name, builtin)| !is_operator(name, builtin)) {
        let taken = builtin["decl"]["args"].as_array().map_or(0, Vec::len);
        let is_relation = builtin["relation"] == true;
        // A relation is written with its result; `print` takes as many as it gets.
        assert_eq!(faults_of_call(name, taken + usize::from(is_relation)), [], "{name}");
        if builtin["decl"]["variadic"].is_null() {
            assert_eq!(faults_of_call(name, taken + 2), [FaultKind::Arity], "{name}");
        }
    }
}

#[test]
fn every_function_of_the_engine_that_is_not_listed_is_refused() {
    let listed = listed();
    let hidden: Vec<_> = BUILTINS.iter().filter(|(name, _)| !listed.contains_key(**name)).collect();
    assert!(hidden.len() >= 4, "{:?}", hidden.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for (name, (_, taken)) in hidden {
        let faults = faults_of_call(name, usize::from(*taken));
        assert!(matches!(faults[..], [FaultKind::DeniedBuiltin | FaultKind::UnknownFunction]), "{name}: {faults:?}");
    }
}

#[test]
fn every_operator_is_listed_and_runs() {
    let listed = listed();
    let operators: BTreeSet<_> = listed.values().filter_map(|builtin| builtin["infix"].as_str()).collect();
    let expected = ["!=", "%", "&", "*", "+", "-", "/", ":=", "<", "<=", "=", "==", ">", ">=", "in", "|"];
    assert_eq!(operators.into_iter().collect::<Vec<_>>(), expected);
    let rules = "allow if {\n\tx := 7 % 4 * 2 / 1 + 3 - 1\n\ty = x\n\ty == 8; y != 7; y > 7; y >= 8; y < 9; y <= 8\n\
                 \t8 in {8} | {9}\n\t\"k\", 8 in {\"k\": 8}\n\t{8} & {8, 9} == {8, 9} - {9}\n}\n";
    crate::policy::support::assert_allows(rules, serde_json::json!({}));
}

#[test]
fn the_document_is_one_that_opa_reads() {
    let document: Value = serde_json::from_str(CAPABILITIES).unwrap();
    let features = document["features"].as_array().unwrap();
    let expected = ["keywords_in_refs", "rego_v1", "rego_v1_import", "rule_head_ref_string_prefixes", "rule_head_refs"];
    assert_eq!(features.iter().map(|feature| feature.as_str().unwrap()).collect::<Vec<_>>(), expected);
    for rules in ["allow if not input.if\n", "import rego.v1\n\nallow := true\n", "allow if x.y.z\n\nx.y.z := true\n"] {
        crate::policy::support::assert_allows(rules, serde_json::json!({}));
    }
    assert_eq!(document["allow_net"], Value::Array(Vec::new()), "nothing may be called");
    for (name, builtin) in listed() {
        assert_eq!(builtin["decl"]["type"], "function", "{name}");
        let types = builtin["decl"]["args"].as_array().into_iter().flatten().chain(builtin["decl"].get("result"));
        types.for_each(|declared| assert_type(&name, declared));
    }
}

/// The types as `opa capabilities` writes them.
fn assert_type(name: &str, declared: &Value) {
    let known = ["any", "array", "boolean", "null", "number", "object", "set", "string"];
    assert!(declared["type"].as_str().is_some_and(|kind| known.contains(&kind)), "{name}: {declared}");
    match (&declared["of"], declared["type"].as_str()) {
        (Value::Array(some), Some("any")) => some.iter().for_each(|declared| assert_type(name, declared)),
        (element, Some("set")) => assert_type(name, element),
        (other, _) => assert!(other.is_null(), "{name}: {declared}"),
    }
}

#[test]
fn the_program_prints_it_and_checks_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let printed = bash(directory.path(), "logingate check --capabilities", &[]);
    assert_eq!((printed.text.as_str(), printed.code), (CAPABILITIES, Some(0)));
    assert_eq!(bash(directory.path(), "logingate check policies --capabilities", &[]).code, Some(2));
}
