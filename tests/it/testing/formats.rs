//! Results for programs: JSON and `JUnit`.

use std::fs;

use logingate::policy::testing::TestRun;
use quick_junit::{Report, TestCaseStatus};
use serde_json::Value;

use super::program::{FAILING, PASSING, directory};
use super::{DATA, LIBRARY, POLICY};
use crate::program::bash;

const MORE: (&str, &str) = ("m_test.rego", "package m\n\ntodo_test_it if false\n\ntest_error if 3 + \"a\" == 1\n");
const BROKEN: (&str, &str) = ("c_test.rego", "package c\n\ntest_it if {\n");
const TABLE: (&str, &str) =
    ("t_test.yaml", "agents: {eve: {groupId: 5}}\ntests:\n  - {name: \"a < b\", expect: {eve: {1: false}}}\n");

/// Everything that can come of a test, printed as `format`.
fn printed(format: &str) -> String {
    let directory = directory(&[POLICY, LIBRARY, DATA, PASSING, FAILING, MORE, BROKEN, TABLE]);
    let command = format!("logingate test --format {format} --coverage > out 2> err");
    assert_eq!(bash(directory.path(), &command, &[]).code, Some(3));
    assert_eq!(fs::read_to_string(directory.path().join("err")).unwrap(), "");
    fs::read_to_string(directory.path().join("out")).unwrap()
}

#[test]
fn json_has_everything_a_program_needs() {
    let document: Value = serde_json::from_str(&printed("json")).unwrap();
    for (count, expected) in [("passed", 2), ("failed", 1), ("errors", 1), ("skipped", 1), ("not_run", 1)] {
        assert_eq!(document[count], expected, "{count}");
    }
    assert!(document["seconds"].is_number());
    assert_eq!(document["faults"][0]["file"], "c_test.rego");
    assert_eq!(document["faults"].as_array().unwrap().len(), 1);
    let tests = document["tests"].as_array().unwrap();
    let told: Vec<_> = tests.iter().map(|it| (it["name"].as_str().unwrap(), it["outcome"].as_str().unwrap())).collect();
    let expected = [
        ("a.test_it", "passed"),
        ("b.test_it", "failed"),
        ("c.test_it", "not_run"),
        ("m.todo_test_it", "skipped"),
        ("m.test_error", "error"),
        ("t_test.yaml › a < b › eve › 1", "passed"),
    ];
    assert_eq!(told, expected);
    assert_eq!(
        (&tests[1]["file"], &tests[1]["line"], &tests[1]["kind"]),
        (&"b_test.rego".into(), &3.into(), &"rego".into())
    );
    assert_eq!(tests[1]["why"][0]["rule"], "b.test_it");
    assert_eq!(tests[5]["answer"]["expected"], false);
    let file = &document["coverage"]["files"][1];
    assert_eq!((&file["file"], &file["uncovered_lines"]), (&"projects/1.rego".into(), &serde_json::json!([])));
}

#[test]
fn junit_is_read_by_its_readers() {
    let report = Report::deserialize_from_str(&printed("junit")).unwrap();
    let counts = (report.tests, report.failures, report.errors);
    assert_eq!(counts, (7, 1, 2));
    let cases = report.test_suites.iter().flat_map(|suite| &suite.test_cases);
    let told: Vec<_> = cases
        .map(|case| {
            let status = match &case.status {
                TestCaseStatus::Success { .. } => "success".to_owned(),
                TestCaseStatus::NonSuccess { kind, .. } => format!("{kind:?}"),
                TestCaseStatus::Skipped { .. } => "skipped".to_owned(),
            };
            (case.name.as_str().to_owned(), status, case.extra["file"].as_str().to_owned())
        })
        .collect();
    let expected = [
        ("a.test_it", "success", "a_test.rego"),
        ("b.test_it", "Failure", "b_test.rego"),
        ("c.test_it", "skipped", "c_test.rego"),
        ("c_test.rego is sound", "Error", "c_test.rego"),
        ("m.todo_test_it", "skipped", "m_test.rego"),
        ("m.test_error", "Error", "m_test.rego"),
        ("t_test.yaml › a < b › eve › 1", "success", "t_test.yaml"),
    ];
    assert_eq!(told, expected.map(|(name, status, file)| (name.to_owned(), status.to_owned(), file.to_owned())));
}

#[test]
fn results_do_not_depend_on_how_many_run_at_once() {
    let names = |run: &TestRun| super::outcomes(run).into_iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
    let files = [POLICY, LIBRARY, DATA, PASSING, FAILING, MORE, TABLE];
    let first = names(&super::run_of(&files));
    for _ in 0..5 {
        assert_eq!(names(&super::run_of(&files)), first);
    }
}
