//! `logingate check` as it is called: what it prints, and its exit code.

use std::path::Path;

use serde_json::Value;

use super::{HEAD, MENTIONS_ALL, directory};
use crate::program::{Printed, bash};

const WRONG: &str = "allow if input.groupId == \"2\"\n";

fn check(files: &[(&str, &str)], flags: &str) -> Printed {
    let directory = directory(files);
    bash(directory.path(), &format!("logingate check . {flags}"), &[])
}

fn policy(rules: &str) -> String {
    format!("{HEAD}{rules}")
}

#[test]
fn a_warning_has_its_line_and_the_remedy_and_fails_nobody() {
    let printed = check(&[("projects/42.rego", &policy(WRONG)), MENTIONS_ALL], "");
    let expected = "\
id_compared_with_string

  ⚠ `input.groupId` is a number: it never equals the text \"2\"
   ╭─[projects/42.rego:5:27]
 4 │ 
 5 │ allow if input.groupId == \"2\"
   ·                           ───
   ╰────
  help: write `2`, without quotes

1 warning; 1 policy is sound
";
    assert_eq!((printed.text.as_str(), printed.code), (expected, Some(0)));
}

#[test]
fn faults_are_told_last_and_counted_first() {
    let broken = "package projects[\"7\"]\n\ndefault allow := false\n\nallow if groups.member(4)\n";
    let printed = check(&[("projects/42.rego", &policy(WRONG)), ("projects/7.rego", broken), MENTIONS_ALL], "");
    let order =
        ["⚠ `input.groupId` is a number", "× there is no function `groups.member`", "1 fault, 1 warning; 1 policy"];
    let found: Vec<_> = order.iter().map(|text| printed.text.find(text)).collect();
    assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{}", printed.text);
    assert_eq!(printed.code, Some(3));
}

#[test]
fn strict_takes_warnings_for_faults() {
    let wrong = policy(WRONG);
    let files = [("projects/42.rego", wrong.as_str()), MENTIONS_ALL];
    let printed = check(&files, "--strict");
    assert!(printed.text.ends_with("\n1 fault; 1 policy is sound\n"), "{}", printed.text);
    assert!(printed.text.contains("× `input.groupId` is a number"), "{}", printed.text);
    assert_eq!(printed.code, Some(3));
    let printed = check(&files, "--strict --format json");
    let document: Value = serde_json::from_str(&printed.text).unwrap();
    assert_eq!((&document["faults"][0]["severity"], &document["warnings"]), (&"fault".into(), &Value::Array(vec![])));
    let sound = policy("allow if input.groupId == 2\n");
    let printed = check(&[("projects/42.rego", &sound), MENTIONS_ALL], "--strict");
    assert_eq!((printed.text.as_str(), printed.code), ("1 policy is sound\n", Some(0)));
}

#[test]
fn a_test_that_does_not_parse_is_a_fault() {
    let sound = policy("allow if input.groupId == 2\n");
    let test = "package x\n\ntest_it if data.projects[\"42\"].allow with input as\n";
    let printed = check(&[("projects/42.rego", &sound), ("tests/42_test.rego", test)], "--format json");
    let document: Value = serde_json::from_str(&printed.text).unwrap();
    assert_eq!(document["faults"][0]["file"], "tests/42_test.rego");
    assert_eq!((document["faults"].as_array().unwrap().len(), &document["policies"]), (1, &1.into()));
    assert_eq!(printed.code, Some(3));
}

#[test]
fn a_bundle_for_opa_is_checked_as_it_is() {
    let policy = policy("allow if data.acme.groups.agent\n");
    let files = [
        (".manifest", "{\"revision\": \"1\", \"roots\": [\"projects\", \"acme\"]}"),
        (".signatures.json", "{}"),
        ("src/projects/42/policy.rego", policy.as_str()),
        ("src/acme/groups.rego", "package acme.groups\n\nagent if input.groupId in data.acme.agents\n"),
        ("acme/data.json", "{\"agents\": [4]}"),
        (
            "test/acme/groups_test.rego",
            "package acme.groups_test\n\ntest_agent if data.acme.groups.agent with input as {\"groupId\": 4}\n",
        ),
        (
            "test/projects/42_test.rego",
            "package projects_test\n\ntest_agent if data.projects[\"42\"].allow with input as {\"groupId\": 4}\n",
        ),
    ];
    let printed = check(&files, "--strict");
    assert_eq!((printed.text.as_str(), printed.code), ("1 policy is sound\n", Some(0)));
}

#[test]
fn a_directory_that_is_not_there_is_no_sound_one() {
    let printed = bash(Path::new(env!("CARGO_TARGET_TMPDIR")), "logingate check nowhere", &[]);
    let told = "error: policy directory nowhere: does not exist; name the directory that holds the policies\n";
    assert_eq!((printed.text.as_str(), printed.code), (told, Some(2)));
}

#[test]
fn nobody_reading_any_more_is_no_failure() {
    let directory = directory(&[("policies/projects/42.rego", &policy(WRONG))]);
    let printed = bash(directory.path(), "logingate check | head -1; echo ${PIPESTATUS[0]}", &[]);
    assert_eq!(printed.text, "untested\n0\n");
}

#[test]
fn the_help_teaches_by_examples() {
    let printed = bash(Path::new(env!("CARGO_TARGET_TMPDIR")), "logingate check --help", &[]);
    for example in ["logingate check --strict", "# logingate:ignore untested", "--capabilities > capabilities.json"] {
        assert!(printed.text.contains(example), "{}", printed.text);
    }
}

#[test]
fn a_directory_without_policies_is_warned_of() {
    let directory = tempfile::tempdir().unwrap();
    let printed = bash(directory.path(), "logingate check .", &[]);
    assert_eq!(
        (printed.text.as_str(), printed.code),
        ("warning: there are no policies in .\n0 policies are sound\n", Some(0))
    );
}
