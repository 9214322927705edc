//! Tests whose value is an object of cases: `test_x[name] if …`.

use logingate::policy::testing::TestOutcome::{Failed, Passed};
use logingate::policy::testing::TestResult;

use super::sound_run;

fn only(rules: &str) -> TestResult {
    let run = sound_run(&[("x_test.rego", &format!("package x\n\n{rules}\n"))]);
    let [result] = &run.results[..] else { panic!("{:?}", super::outcomes(&run)) };
    result.clone()
}

#[test]
fn all_cases_must_hold() {
    let rules = |limit: u8| {
        format!(
            "test_it[name] if {{\n\tsome name, value in {{\"one\": 1, \"two\": 2, \"three\": 3}}\n\tvalue <= {limit}\n}}"
        )
    };
    assert_eq!(only(&rules(3)).outcome, Passed);
    let failed = only(&rules(1));
    assert_eq!(failed.outcome, Failed);
    assert_eq!(failed.message.unwrap(), "of its cases, these fail: “three”, “two”");
    let told: Vec<_> = failed.why.iter().map(|why| why.rule.as_str()).collect();
    assert_eq!(told, ["x.test_it[\"three\"]", "x.test_it[\"two\"]"]);
    let failure = failed.why[1].attempts[0].failure().unwrap();
    assert_eq!((failure.expression.as_str(), failure.line), ("value <= 1", 5));
    assert_eq!(failure.values[0].values, ["2"]);
}

#[test]
fn a_name_may_be_part_of_the_case() {
    let rules = "test_it[case.note] if {\n\tsome case in [{\"note\": \"a\", \"is\": 1}, {\"note\": \"b\", \"is\": 2}]\n\
                 \tdoubled := case.is * 2\n\tdoubled == 2\n}";
    assert_eq!(only(rules).message.unwrap(), "of its cases, these fail: “b”");
}

#[test]
fn constant_names_are_cases_too() {
    assert_eq!(only("test_it[\"a\"] if 1 == 1").outcome, Passed);
    assert_eq!(only("test_it[\"a\"] if 1 == 2").message.unwrap(), "of its cases, these fail: “a”");
    assert_eq!(only("test_it.a if 1 == 2").message.unwrap(), "of its cases, these fail: “a”");
}

#[test]
fn a_case_that_is_false_fails() {
    let rules = "test_it[name] := value if some name, value in {\"a\": true, \"b\": false}";
    assert_eq!(only(rules).message.unwrap(), "of its cases, these fail: “b”");
}

#[test]
fn where_the_names_can_not_be_known_a_test_without_a_case_fails() {
    let rules = "test_it[name] if {\n\tname := \"a\"\n\tfalse\n} else := true if {\n\tname := \"b\"\n\tfalse\n}";
    let run = super::run_of(&[("x_test.rego", &format!("package x\n\n{rules}\n"))]);
    assert!(run.results.iter().all(|result| result.outcome != Passed), "{:?}", super::outcomes(&run));
}
