//! Tests of policies, as their authors run them.

mod broken;
mod cases;
mod coverage;
mod formats;
mod program;
mod rules;
mod sample;
mod schema;
mod table_faults;
mod tables;
mod watching;

use std::time::Duration;

use logingate::policy::testing::{TestOutcome, TestResult, TestRun, TestSettings, run};
use logingate::policy::tree::{File, FileKind, Tree};

/// What the clock says to tests that do not set it: 2026-11-18, a Wednesday.
const NOW: i64 = 1_795_000_000_000_000_000;

/// Settings that ask for nothing special.
fn settings() -> TestSettings {
    let (evaluation_limit, now_nanos) = (Duration::from_secs(20), NOW);
    TestSettings { evaluation_limit, now_nanos, only: None, coverage: false, prints_of_passed: false }
}

/// A policy directory with these files, tests among them.
fn tree(files: &[(&str, &str)]) -> Tree {
    let kind = |path: &str| match path {
        _ if path.ends_with("_test.rego") => FileKind::Test,
        _ if path.ends_with("_test.yaml") => FileKind::Table,
        _ => FileKind::of_path(path).unwrap(),
    };
    let files = files.iter().map(|(path, text)| ((*path).into(), File::from_bytes(kind(path), text.as_bytes())));
    Tree { files: files.collect(), ..Tree::default() }
}

fn run_of(files: &[(&str, &str)]) -> TestRun {
    run(&tree(files), &settings(), &|_| {}).unwrap()
}

/// The run of files in which nothing is broken.
#[track_caller]
fn sound_run(files: &[(&str, &str)]) -> TestRun {
    let run = run_of(files);
    assert_eq!(run.faults, []);
    run
}

/// Each test and how it came out.
fn outcomes(run: &TestRun) -> Vec<(&str, TestOutcome)> {
    run.results.iter().map(|result| (result.name.as_str(), result.outcome)).collect()
}

#[track_caller]
fn result<'r>(run: &'r TestRun, name: &str) -> &'r TestResult {
    run.results.iter().find(|result| result.name == name).unwrap_or_else(|| panic!("{name}: {:?}", outcomes(run)))
}

/// Project 1: group 4 may log in, but not in training.
const POLICY: (&str, &str) = (
    "projects/1.rego",
    "package projects[\"1\"]\n\nimport data.lib\n\ndefault allow := false\n\nallow if lib.member(input.groupId)\n\n\
     deny contains \"in training\" if input.customData.training == \"yes\"\n",
);

const LIBRARY: (&str, &str) = ("lib.rego", "package lib\n\nmember(group) if {\n\tgroup in data.groups\n}\n");

const DATA: (&str, &str) = ("data.yaml", "groups: [4]\n");
