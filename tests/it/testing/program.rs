//! `logingate test` as its users meet it.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{DATA, LIBRARY, POLICY};
use crate::program::{Printed, bash};

pub(super) fn directory(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = directory.path().join("policies").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

pub(super) const PASSING: (&str, &str) =
    ("a_test.rego", "package a\n\ntest_it if data.projects[\"1\"].allow with input as {\"groupId\": 4}\n");
pub(super) const FAILING: (&str, &str) =
    ("b_test.rego", "package b\n\ntest_it if data.projects[\"1\"].allow with input as {\"groupId\": 5}\n");
const BROKEN: (&str, &str) = ("c_test.rego", "package c\n\ntest_it if {\n");

fn test(files: &[(&str, &str)], arguments: &str) -> Printed {
    bash(directory(files).path(), &format!("logingate test {arguments}"), &[])
}

#[track_caller]
fn assert_prints(files: &[(&str, &str)], arguments: &str, code: i32, parts: &[&str]) {
    let Printed { text, code: got } = test(files, arguments);
    assert_eq!(got, Some(code), "{text}");
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn exit_codes_tell_what_is_wrong_the_worst_first() {
    let sound = [POLICY, LIBRARY, DATA, PASSING];
    assert_prints(&sound, "", 0, &["PASS 1 ("]);
    assert_prints(&[&sound[..], &[FAILING]].concat(), "", 4, &["PASS 1 · FAIL 1 ("]);
    let all = [&sound[..], &[FAILING, BROKEN]].concat();
    assert_prints(&all, "", 3, &["FAIL b.test_it", "PASS 1 · FAIL 1 · NOT RUN 1 · BROKEN 1 ("]);
    assert_prints(&[POLICY, LIBRARY, DATA], "", 0, &["warning: there are no tests", "PASS 0 ("]);
    assert_prints(&sound, "--run nobody", 2, &["no test matches --run nobody"]);
    assert_prints(&sound, "--run '('", 2, &["--run"]);
    assert_prints(&sound, "elsewhere", 2, &["policy directory elsewhere: does not exist"]);
    assert_prints(&sound, "--at noon", 2, &["`noon` is no moment"]);
    assert_prints(&sound, "--timeout 0s", 2, &["write a duration from 1ms to 1h"]);
    assert_prints(&sound, "--threshold 101", 2, &["write a number from 0 to 100"]);
}

#[test]
fn a_failure_is_told_with_what_it_saw() {
    let parts = ["FAIL b.test_it  b_test.rego:3", "lib.rego:4  group in data.groups is false", "[4]"];
    assert_prints(&[POLICY, LIBRARY, DATA, FAILING], "", 4, &parts);
    let table = "agents: {eve: {groupId: 5}}\ntests:\n  - {name: by day, now: 2026-11-23T10:00:00+01:00, expect: {eve: {1: true}}}\n";
    let parts = [
        "FAIL t_test.yaml › by day › eve › 1  line 3",
        "who       eve, project 1, at 2026-11-23T10:00:00+01:00",
        "expected  true",
        "got       false (deny)",
        "group in data.groups is false",
    ];
    assert_prints(&[POLICY, LIBRARY, DATA, ("t_test.yaml", table)], "", 4, &parts);
}

#[test]
fn built_ins_that_the_engine_fails_on_are_told_as_failures_and_not_as_panics() {
    let policy =
        "package projects[\"1\"]\n\nallow if {\n\tinput.userId > 0\n\tobject.subset(input.projectIds, [])\n}\n";
    let agents: String = (1..=200).map(|id| format!("  agent{id}: {{userId: {id}}}\n")).collect();
    let expected: String = (1..=200).map(|id| format!("      agent{id}: {{1: true}}\n")).collect();
    let table = format!("agents:\n{agents}tests:\n  - name: all\n    expect:\n{expected}");
    let run = test(&[("projects/1.rego", policy), ("1_test.yaml", &table)], "");
    assert_eq!(run.text.matches("because   the engine failed on a built-in's arguments").count(), 200, "{}", run.text);
    assert!(!run.text.contains("panicked"), "{}", run.text);
}

#[test]
fn a_broken_file_is_shown_as_check_shows_it() {
    let run = test(&[BROKEN], "");
    assert!(run.text.contains("╭─[c_test.rego:"), "{}", run.text);
    assert!(run.text.contains("NOT RUN 1 test needs what is broken:\n  c.test_it"), "{}", run.text);
}

#[test]
fn verbose_names_every_test() {
    let text = "package x\n\ntest_a if {\n\tprint(\"seen\")\n}\n\ntodo_test_b if false\n";
    let parts = ["PASS x.test_a  x_test.rego:3", "x_test.rego:4: seen", "SKIPPED x.todo_test_b  x_test.rego:7"];
    assert_prints(&[("x_test.rego", text)], "-v", 0, &parts);
}

#[test]
fn the_clock_can_be_set() {
    let text = "package x\n\ntest_it if time.now_ns() == 1798095600000000000\n";
    assert_prints(&[("x_test.rego", text)], "--at 2026-12-24T08:00:00+01:00", 0, &[]);
    assert_prints(&[("x_test.rego", text)], "--at 2026-12-24T08:00:01+01:00", 4, &[]);
    let real = "package x\n\ntest_it if time.now_ns() > 1795000000000000000\n";
    assert_prints(&[("x_test.rego", real)], "", 0, &[]);
}

#[test]
fn a_test_that_runs_away_is_stopped() {
    let text = "package x\n\nmany := numbers.range(1, 2000)\n\n\
                test_it if count([1 | some a in many; some b in many; some c in many; a + b == c]) == 0\n";
    assert_prints(&[("x_test.rego", text)], "--timeout 50ms", 4, &["ERROR x.test_it", "limit of 50ms"]);
}

#[test]
fn coverage_is_told_by_file_and_may_be_required() {
    let files = [POLICY, LIBRARY, DATA, PASSING];
    let parts = ["lib.rego         100.0 %", "projects/1.rego   66.6 %  not line 9", "all files         75.0 %"];
    assert_prints(&files, "--coverage", 0, &parts);
    assert_prints(&files, "--threshold 75", 0, &["all files         75.0 %\n"]);
    assert_prints(&files, "--threshold 75.1", 4, &["below the threshold of 75.1 %"]);
}

#[test]
fn help_shows_a_table_that_passes() {
    let help = bash(Path::new("."), "logingate test --help", &[]).text;
    let table: String = help
        .lines()
        .skip_while(|line| line.trim() != "agents:")
        .take_while(|line| !line.is_empty())
        .map(|line| format!("{}\n", line.strip_prefix("  ").unwrap()))
        .collect();
    let policy = |rest: &str| format!("default allow := false\n\nallow if input.userId == 7\n\n{rest}\n");
    let files = [
        ("projects/42.rego", format!("package projects[\"42\"]\n\n{}", policy(""))),
        (
            "projects/43.rego",
            format!("package projects[\"43\"]\n\n{}", policy("deny contains \"the agent is in training\"")),
        ),
        ("t_test.yaml", table.clone()),
    ];
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    assert_prints(&files, "", 0, &["PASS 3 ("]);
    assert!(table.lines().count() <= 10, "{table}");
}

#[test]
fn of_many_printed_lines_the_first_are_shown_and_the_others_counted() {
    let text = "package b\n\ntest_it if {\n\tsome i in numbers.range(1, 60)\n\tprint(\"line\", i)\n\ti == 61\n}\n";
    let printed = test(&[POLICY, LIBRARY, DATA, ("b_test.rego", text)], "");
    let shown = printed.text.lines().filter(|line| line.contains("b_test.rego:5: line ")).count();
    assert_eq!((shown, printed.code), (50, Some(4)), "{}", printed.text);
    assert!(printed.text.contains("… and 10 more lines"), "{}", printed.text);
}
