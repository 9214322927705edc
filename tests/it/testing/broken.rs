//! What is broken is told as broken, and nobody else's tests suffer.

use logingate::policy::FaultKind;
use logingate::policy::testing::TestOutcome::{NotRun, Passed};
use logingate::policy::testing::TestRun;

use super::{DATA, LIBRARY, POLICY, outcomes, run_of};

const TEST: (&str, &str) = (
    "projects/1_test.rego",
    "package projects_1_test\n\ntest_it if data.projects[\"1\"].allow with input as {\"groupId\": 4}\n",
);
const TABLE: (&str, &str) =
    ("projects/1_test.yaml", "agents: {ana: {groupId: 4}}\ntests:\n  - {name: t, expect: {ana: {1: true}}}\n");
const OTHER: (&str, &str) = ("x_test.rego", "package x\n\ntest_other if true\n");

fn kinds(run: &TestRun) -> Vec<(&str, FaultKind)> {
    run.faults.iter().map(|fault| (&*fault.file, fault.kind)).collect()
}

#[test]
fn tests_of_a_broken_policy_do_not_run_and_others_do() {
    let broken = ("projects/1.rego", "package projects[\"1\"]\n\nallow if nobody(1)\n");
    let run = run_of(&[broken, LIBRARY, DATA, TEST, TABLE, OTHER]);
    let expected =
        [("projects_1_test.test_it", NotRun), ("projects/1_test.yaml › t › ana › 1", NotRun), ("x.test_other", Passed)];
    assert_eq!(outcomes(&run), expected);
    assert_eq!(kinds(&run), [("projects/1.rego", FaultKind::UnknownFunction)]);
}

#[test]
fn tests_that_need_a_broken_library_do_not_run() {
    for library in ["package lib\n\nmember(group) if {\n", "package lib\n\nmember(group) if nobody(group)\n"] {
        let run = run_of(&[POLICY, ("lib.rego", library), DATA, TEST, TABLE, OTHER]);
        let count = |outcome| run.count(outcome);
        assert_eq!((count(NotRun), count(Passed)), (2, 1), "{:?}", outcomes(&run));
    }
}

#[test]
fn tests_that_need_broken_data_do_not_run() {
    let run = run_of(&[POLICY, LIBRARY, ("data.yaml", "groups: [4\n"), TEST, TABLE, OTHER]);
    assert_eq!((run.count(NotRun), run.count(Passed)), (2, 1), "{:?}", outcomes(&run));
    assert_eq!(kinds(&run), [("data.yaml", FaultKind::Data)]);
}

#[test]
fn the_tests_of_a_broken_file_of_tests_are_counted() {
    let broken = ("projects/1_test.rego", "package projects_1_test\n\ntest_a if true\n\ntodo_test_b if {\n");
    let run = run_of(&[POLICY, LIBRARY, DATA, broken, TABLE]);
    let expected = [
        ("projects_1_test.test_a", NotRun),
        ("projects_1_test.todo_test_b", NotRun),
        ("projects/1_test.yaml › t › ana › 1", Passed),
    ];
    assert_eq!(outcomes(&run), expected);
    assert_eq!(kinds(&run), [("projects/1_test.rego", FaultKind::Syntax)]);
}

#[test]
fn a_test_that_calls_what_is_not_there_is_broken() {
    let run = run_of(&[("x_test.rego", "package x\n\ntest_it if nobody(1)\n"), OTHER_FILE]);
    assert_eq!(outcomes(&run), [("x.test_it", NotRun), ("y.test_other", Passed)]);
    assert_eq!(kinds(&run), [("x_test.rego", FaultKind::UnknownFunction)]);
}

const OTHER_FILE: (&str, &str) = ("y_test.rego", "package y\n\ntest_other if true\n");

#[test]
fn a_broken_table_is_counted_once_and_touches_no_other() {
    let run = run_of(&[POLICY, LIBRARY, DATA, ("t_test.yaml", "tests: 5\n"), TABLE]);
    assert_eq!(outcomes(&run), [("projects/1_test.yaml › t › ana › 1", Passed), ("t_test.yaml", NotRun)]);
    assert_eq!(kinds(&run), [("t_test.yaml", FaultKind::Table)]);
}
