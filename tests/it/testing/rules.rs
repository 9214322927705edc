//! Rules `test_…`, as `opa test` runs them.

use logingate::policy::testing::TestOutcome::{Error, Failed, Passed, Skipped};
use logingate::policy::testing::{TestSettings, run};
use regex::Regex;

use super::{DATA, LIBRARY, NOW, POLICY, outcomes, result, run_of, settings, sound_run, tree};

/// The outcome of each test of one module beside the policy, by its name without the package.
fn outcomes_of(rules: &str) -> Vec<(String, logingate::policy::testing::TestOutcome)> {
    let run = sound_run(&[POLICY, LIBRARY, DATA, ("x_test.rego", &format!("package x\n\n{rules}\n"))]);
    outcomes(&run).into_iter().map(|(name, outcome)| (name.trim_start_matches("x.").to_owned(), outcome)).collect()
}

#[track_caller]
fn assert_passes(rule: &str) {
    assert_eq!(outcomes_of(rule), [("test_it".to_owned(), Passed)], "{rule}");
}

#[test]
fn only_true_passes() {
    let rules = "test_a if true\n\ntest_b if false\n\ntest_c := false\n\ntest_d := 1\n\ntest_e if input.nothing\n\n\
                 test_f contains 1\n\ntest_g(x) if x\n\nhelper if false";
    let expected = [Passed, Failed, Failed, Failed, Failed, Failed, Failed];
    let names = ["test_a", "test_b", "test_c", "test_d", "test_e", "test_f", "test_g"].map(str::to_owned);
    assert_eq!(outcomes_of(rules), names.into_iter().zip(expected).collect::<Vec<_>>());
}

#[test]
fn todo_is_skipped() {
    assert_eq!(outcomes_of("todo_test_later if false"), [("todo_test_later".to_owned(), Skipped)]);
}

#[test]
fn an_error_is_told_as_one() {
    let run = sound_run(&[("x_test.rego", "package x\n\ntest_it if 3 + input.a == 4 with input as {\"a\": \"b\"}\n")]);
    assert_eq!(outcomes(&run), [("x.test_it", Error)]);
    assert!(result(&run, "x.test_it").message.as_ref().unwrap().contains("numeric"));
}

#[test]
fn input_data_and_functions_can_be_replaced() {
    for body in [
        "data.projects[\"1\"].allow with input as {\"groupId\": 4}",
        "not data.projects[\"1\"].allow with input as {\"groupId\": 5}",
        "data.projects[\"1\"].allow with input.groupId as 4",
        "data.projects[\"1\"].allow with input as {\"groupId\": 5} with data.groups as [5]",
        "data.projects[\"1\"].allow with data.lib.member as true with input as {\"groupId\": 5}",
        "data.projects[\"1\"].allow with data.lib.member as anybody with input as {\"groupId\": 5}",
        "upper(\"a\") == \"A!\" with upper as shout",
        "time.now_ns() == 7 with time.now_ns as 7",
    ] {
        let rules =
            format!("test_it if {{\n\t{body}\n}}\n\nanybody(_) := true\n\nshout(text) := concat(\"\", [\"A\", \"!\"])");
        assert_passes(&rules);
    }
}

#[test]
fn the_clock_is_that_of_the_run() {
    assert_passes(&format!("test_it if time.now_ns() == {NOW}"));
}

#[test]
fn tests_stand_in_any_package_and_any_module() {
    let run = sound_run(&[
        POLICY,
        LIBRARY,
        DATA,
        ("projects/1_test.rego", "package projects[\"1\"]\n\ntest_own if allow with input as {\"groupId\": 4}\n"),
        ("other.rego", "package other\n\ntest_beside if true\n\ndeep.test_below if true\n"),
    ]);
    let expected =
        [("other.test_beside", Passed), ("other.deep.test_below", Passed), ("projects[\"1\"].test_own", Passed)];
    assert_eq!(outcomes(&run), expected);
}

#[test]
fn each_definition_is_a_test_of_its_own() {
    let rules = "test_it if true\n\ntest_it if {\n\t1 == 2\n}\n\ntest_it if true";
    let expected = [("test_it", Passed), ("test_it#01", Failed), ("test_it#02", Passed)];
    assert_eq!(outcomes_of(rules), expected.map(|(name, outcome)| (name.to_owned(), outcome)));
    let run = sound_run(&[("x_test.rego", &format!("package x\n\n{rules}\n"))]);
    let why = &result(&run, "x.test_it#01").why;
    assert_eq!(why.len(), 1);
    assert_eq!(why[0].attempts.len(), 1, "{why:?}");
    assert_eq!(why[0].attempts[0].failure().unwrap().line, 6);
}

#[test]
fn a_failure_says_which_expression_failed_and_what_it_saw() {
    let text = "package x\n\ntest_it if {\n\tprint(\"asking\", 4)\n\tdata.projects[\"1\"].allow with input as {\"groupId\": 5}\n}\n";
    let run = sound_run(&[POLICY, LIBRARY, DATA, ("x_test.rego", text)]);
    let failed = result(&run, "x.test_it");
    let told = failed.why[0].to_string();
    assert!(told.contains("lib.rego:4") && told.contains("group in data.groups") && told.contains('5'), "{told}");
    let printed: Vec<_> = failed.printed.iter().map(|it| (&*it.file, it.line, it.text.as_str())).collect();
    assert_eq!(printed, [("x_test.rego", 4, "asking 4")]);
}

#[test]
fn prints_of_tests_that_pass_are_told_when_asked_for() {
    let files = tree(&[("x_test.rego", "package x\n\ntest_it if {\n\tprint(\"hello\")\n}\n")]);
    let printed = |prints_of_passed| {
        let run = run(&files, &TestSettings { prints_of_passed, ..settings() }, &|_| {}).unwrap();
        assert_eq!(run.results[0].why, []);
        run.results[0].printed.len()
    };
    assert_eq!((printed(false), printed(true)), (0, 1));
}

#[test]
fn only_tests_whose_name_matches_run() {
    let files = tree(&[("x_test.rego", "package x\n\ntest_a if true\n\ntest_b if false\n")]);
    let only = Some(Regex::new("x.test_[a]").unwrap());
    let run = run(&files, &TestSettings { only, ..settings() }, &|_| {}).unwrap();
    assert_eq!(outcomes(&run), [("x.test_a", Passed)]);
}

#[test]
fn a_refused_call_is_an_error_even_where_another_definition_has_a_value() {
    let text = "package x\n\nbig(n) if count(numbers.range(1, n)) > 1\n\nbig(n) := false if n > 5\n\n\
                test_it if not big(1000000)\n";
    let run = run_of(&[("x_test.rego", text)]);
    assert_eq!(run.results.iter().map(|result| result.outcome).collect::<Vec<_>>(), [Error], "{:?}", run.faults);
}

#[test]
fn of_many_failures_the_first_are_explained() {
    let rules: String = (0..150).map(|at| format!("\ntest_{at:03} if 1 == 2\n")).collect();
    let run = sound_run(&[("x_test.rego", &format!("package x\n{rules}"))]);
    let explained: Vec<_> = run.results.iter().map(|result| !result.why.is_empty()).collect();
    assert_eq!(explained, [vec![true; 100], vec![false; 50]].concat());
}
