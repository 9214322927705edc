//! The tests beside policies: every `test_…` rule of every `*_test.rego` must be true.

use std::fs;
use std::path::{Path, PathBuf};

use regorus::{Engine, Value};

#[test]
fn every_test_of_the_sample_policies_passes() {
    let run = run(Path::new("policies"));
    assert_eq!(run.len(), count(Path::new("policies"), "_test.rego"), "{run:?}");
    assert!(run.len() >= 5, "{run:?}");
}

#[test]
fn every_policy_of_the_sample_has_a_test_beside_it() {
    for file in files(Path::new("policies")).iter().filter(|file| is_policy(file)) {
        let test = file.with_file_name(format!("{}_test.rego", file.file_stem().unwrap().to_str().unwrap()));
        assert!(test.exists(), "{} is missing", test.display());
    }
}

#[test]
fn a_test_that_is_false_or_undefined_is_noticed() {
    for body in ["false", "input.missing"] {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("x_test.rego"), format!("package x\n\ntest_it if {body}\n")).unwrap();
        let path = directory.path().to_owned();
        assert!(std::panic::catch_unwind(|| run(&path)).is_err(), "{body}");
    }
}

fn is_policy(file: &Path) -> bool {
    ends_with(file, ".rego") && !ends_with(file, "_test.rego") && !file.starts_with("policies/lib")
}

fn ends_with(file: &Path, end: &str) -> bool {
    file.file_name().unwrap().to_str().unwrap().ends_with(end)
}

fn count(directory: &Path, end: &str) -> usize {
    files(directory).iter().filter(|file| ends_with(file, end)).count()
}

/// Runs all tests below `directory`; the packages of those that ran.
///
/// # Panics
/// On the first rule that is not true.
pub fn run(directory: &Path) -> Vec<String> {
    let mut engine = Engine::new();
    engine.set_strict_builtin_errors(false);
    let mut tests = Vec::new();
    for file in files(directory) {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.to_str().unwrap();
        if ends_with(&file, "data.yaml") {
            assert_eq!(file.parent(), Some(directory), "data elsewhere needs its folder's root");
            let data: serde_json::Value = serde_norway::from_str(&text).unwrap();
            engine.add_data(Value::from(data)).unwrap();
        } else if ends_with(&file, ".rego") {
            engine.add_policy(name.to_owned(), text.clone()).unwrap();
        }
        if ends_with(&file, "_test.rego") {
            tests.push(text);
        }
    }
    tests.iter().map(|text| run_module(&mut engine, text)).collect()
}

fn run_module(engine: &mut Engine, text: &str) -> String {
    let package = text.lines().find_map(|line| line.strip_prefix("package ")).unwrap().trim();
    let rules: Vec<_> = text.lines().filter(|line| line.starts_with("test_")).collect();
    assert!(!rules.is_empty(), "package {package} tests nothing");
    for rule in rules {
        let name = rule.split([' ', ':']).next().unwrap();
        let value = engine.eval_rule(format!("data.{package}.{name}")).unwrap();
        assert_eq!(value, Value::from(true), "data.{package}.{name}");
    }
    package.to_owned()
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files.extend(self::files(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files
}
