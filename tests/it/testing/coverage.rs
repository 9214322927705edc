//! Which lines the tests have evaluated.

use logingate::policy::testing::{Coverage, FileCoverage, TestSettings, run};

use super::{DATA, LIBRARY, POLICY, settings, tree};

fn coverage(files: &[(&str, &str)]) -> Coverage {
    let run = run(&tree(files), &TestSettings { coverage: true, ..settings() }, &|_| {}).unwrap();
    assert_eq!(run.faults, []);
    run.coverage.unwrap()
}

/// The lines of `x.rego` that a test does not evaluate, as ranges.
fn uncovered(rules: &str, test: &str) -> Vec<(u32, u32)> {
    let test = format!("package x_test\n\ntest_it if {{\n\t{test}\n}}\n");
    let coverage = coverage(&[("x.rego", &format!("package x\n{rules}")), ("x_test.rego", &test)]);
    let [FileCoverage { file, uncovered_lines, .. }] = &coverage.files[..] else { panic!("{coverage:?}") };
    assert_eq!(&**file, "x.rego");
    uncovered_lines.iter().map(|range| (*range.start(), *range.end())).collect()
}

#[test]
fn lines_behind_a_statement_that_fails_are_not_covered() {
    let rules = "default allow := false\nallow if {\n\tinput.a == 1\n\tinput.b == 2\n\n\tinput.c == 3\n}\n";
    assert_eq!(uncovered(rules, "data.x.allow with input as {\"a\": 1, \"b\": 2, \"c\": 3}"), []);
    assert_eq!(uncovered(rules, "not data.x.allow with input as {\"a\": 1}"), [(7, 7)]);
    assert_eq!(uncovered(rules, "not data.x.allow with input as {}"), [(5, 7)]);
    assert_eq!(uncovered(rules, "true"), [(2, 7)]);
}

#[test]
fn expressions_of_several_lines_are_covered_as_wholes() {
    let rules = "allow if {\n\tsome item in [\n\t\t\"x\",\n\t\t\"y\",\n\t]\n\titem == \"y\"\n\tnot data.nothing[\n\t\t\"k\"\n\t]\n\
                 \tevery number in [\n\t\t1,\n\t\t2,\n\t] {\n\t\tnumber > 0\n\t}\n\tobject.get(\n\t\tinput,\n\t\t\"group\",\n\
                 \t\tnull,\n\t) == null\n\t[\n\t\tfirst,\n\t\tsecond,\n\t] := [1, {\n\t\t\"k\": item,\n\t}]\n\tcount([n |\n\
                 \t\tsome n in [1, 2, 3]\n\t\tn > first\n\t]) == 2\n\tsecond.k == \"y\"\n}\n";
    assert_eq!(uncovered(rules, "data.x.allow with input as {}"), []);
}

#[test]
fn branches_of_else_are_covered_by_their_bodies() {
    let rules = "size(n) := \"small\" if {\n\tn < 1\n} else := \"middle\" if {\n\tn < 2\n} else := \"large\" if {\n\tn < 3\n}\n";
    assert_eq!(uncovered(rules, "data.x.size(0) == \"small\""), [(5, 7)]);
    assert_eq!(uncovered(rules, "data.x.size(0) == \"small\"\n\tdata.x.size(2) == \"large\""), []);
}

#[test]
fn reasons_are_covered_when_they_are_given() {
    let rules = "deny contains\n\t\"a reason\" if {\n\tinput.bad\n}\n";
    assert_eq!(uncovered(rules, "count(data.x.deny) == 0 with input as {}"), [(3, 3)]);
    assert_eq!(uncovered(rules, "count(data.x.deny) == 1 with input as {\"bad\": true}"), []);
}

#[test]
fn files_that_no_test_touches_are_told_and_tests_are_not() {
    let other = ("other.rego", "package other\n\na := 1\n\nb if {\n\tinput.x\n}\n");
    let empty = ("empty.rego", "package empty\n");
    let coverage = coverage(&[POLICY, LIBRARY, DATA, other, empty, ("x_test.rego", "package x\n\ntest_it if true\n")]);
    let told: Vec<_> = coverage.files.iter().map(|file| (&*file.file, file.percent, file.uncovered)).collect();
    let expected =
        [("empty.rego", 100.0, 0), ("lib.rego", 0.0, 1), ("other.rego", 0.0, 2), ("projects/1.rego", 0.0, 3)];
    assert_eq!(told, expected);
    assert!(coverage.percent.abs() < f64::EPSILON);
}

#[test]
fn tables_cover_what_their_policies_evaluate() {
    let table = "agents: {ana: {groupId: 4}, eve: {groupId: 5}}\ntests:\n  - {name: t, expect: {ana: {1: true}, eve: {1: false}}}\n";
    let coverage = coverage(&[POLICY, LIBRARY, DATA, ("t_test.yaml", table)]);
    assert!((coverage.percent - 100.0).abs() < f64::EPSILON, "{coverage:?}");
}
