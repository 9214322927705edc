//! Warnings about `allow` itself.

use logingate::policy::WarningKind::{self, AllowNotBoolean, DefaultAllow, MissingDefault};

use super::{MENTIONS_ALL, assert_silent, assert_warned, told, warnings};

/// The warnings about a policy of project 42 with these rules, from line 3 on.
fn of_policy(rules: &str) -> Vec<(WarningKind, String)> {
    told(&warnings(&[("projects/42.rego", &format!("package projects[\"42\"]\n\n{rules}")), MENTIONS_ALL]))
}

#[test]
fn an_allow_that_is_no_boolean_in_some_case_is_told() {
    for (rules, underlined, what) in [
        ("allow := input.groupId if input.primary\n", "input.groupId", "a number"),
        ("allow := input.username\n", "input.username", "a text"),
        ("allow := group if input.primary\n\ngroup := input.groupId\n", "group", "a number"),
        ("allow := sprintf(\"%d\", [input.groupId])\n", "sprintf(\"%d\", [input.groupId])", "a text"),
        ("allow := count(input.projectIds) - 1\n", "count(input.projectIds) - 1", "a number or a set"),
        ("allow if {\n\tinput.primary\n} else := \"no\" if {\n\tinput.groupId == 2\n}\n", "\"no\"", "a text"),
        ("allow if {\n\tinput.primary\n} else := {\"no\"}\n", "{\"no\"}", "a set"),
    ] {
        let warning = assert_warned(rules, AllowNotBoolean, underlined);
        assert!(warning.message.starts_with(&format!("`allow` is {what} here")), "{}", warning.message);
    }
    for rules in [
        "allow := input.primary\n",
        "allow := input.customData.allowed\n",
        "allow := input.groupId == 2\n",
        "allow := startswith(input.username, \"x\")\n",
        "allow := json.unmarshal(input.customData.allowed)\n",
        "allow := granted\n\ngranted if input.groupId == 2\n",
        "allow if {\n\tinput.primary\n} else := false\n",
    ] {
        assert_silent(rules);
    }
}

#[test]
fn a_policy_that_may_be_undefined_wants_a_default() {
    for rules in [
        "allow if input.groupId == 2\n\nallow if input.primary\n",
        "allow := input.groupId == 2\n",
        "allow if {\n\tinput.primary\n} else := false if {\n\tinput.groupId == 2\n}\n",
    ] {
        assert_eq!(of_policy(rules), [(MissingDefault, "projects/42.rego:3:1".into())], "{rules}");
    }
    for rules in [
        "default allow := false\n\nallow if input.groupId == 2\n",
        "default allow := false\n",
        "allow := true\n",
        "allow := false if {\n\tinput.primary\n} else := true\n",
    ] {
        assert_eq!(of_policy(rules), [], "{rules}");
    }
}

#[test]
fn the_default_of_a_policy_in_two_files_counts_for_both() {
    let files = [
        ("projects/42/a.rego", "package projects[\"42\"]\n\nallow if input.groupId == 2\n"),
        ("projects/42/b.rego", "package projects[\"42\"]\n\ndefault allow := false\n"),
        MENTIONS_ALL,
    ];
    assert_eq!(warnings(&files), []);
}

#[test]
fn a_default_that_grants_is_told_and_a_grant_by_rule_is_not() {
    let granting = "default allow := true\n\ndeny contains \"no\" if input.groupId == 2\n";
    assert_eq!(of_policy(granting), [(DefaultAllow, "projects/42.rego:3:18".into())]);
    assert_eq!(of_policy("allow := true\n\ndeny contains \"no\" if input.groupId == 2\n"), []);
}

#[test]
fn a_library_may_have_any_allow() {
    let library = "package lib.grants\n\ndefault allow := true\n\nname := allow\n";
    let policy =
        "package projects[\"42\"]\n\nimport data.lib.grants\n\ndefault allow := false\n\nallow if grants.allow\n";
    assert_eq!(warnings(&[("lib/grants.rego", library), ("projects/42.rego", policy), MENTIONS_ALL]), []);
}
