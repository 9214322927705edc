//! Warnings about `package system.log`, whose input is an event and which decides for no project.

use logingate::policy::WarningKind::{IdComparedWithString, UnknownInputField, Untested};

use super::{told, warnings};

const LIBRARY: (&str, &str) = ("lib/secret.rego", "package lib.secret\n\nfields := [\"iban\"]\n");
const TEST: (&str, &str) = ("system/log_test.rego", "package x\n\ntest_it if data.system.log.mask with input as {}\n");

/// The warnings about these rules, which begin on line 5, and their test.
fn about(rules: &str) -> Vec<logingate::policy::Warning> {
    let text = format!("package system.log\n\nimport data.lib.secret\n\n{rules}");
    warnings(&[LIBRARY, TEST, ("system/log.rego", &text)])
}

#[test]
fn rules_of_the_journal_need_no_allow_and_no_project_and_may_read_all_of_their_input() {
    for rules in [
        "mask contains sprintf(\"/input/customData/%s\", [field]) if some field in secret.fields\n",
        "mask contains \"/input/userId\" if {\n\tinput.input.groupId == 4\n\tinput.custom.outcome == secret.fields\n}\n",
        "drop if object.get(input, [\"custom\", \"hook\"], \"\") in secret.fields\n",
        "drop if input[secret.fields[0]]\n",
    ] {
        assert_eq!(about(rules), [], "{rules}");
    }
}

#[test]
fn what_an_event_or_its_login_lacks_is_told() {
    for (rules, place, message, hint) in [
        (
            "drop if input.username in secret.fields\n",
            "system/log.rego:5:15",
            "no event has `input.username`",
            "the login is `input.input`",
        ),
        (
            "drop if input.input.userID in secret.fields\n",
            "system/log.rego:5:21",
            "no login has `input.input.userID`",
            "did you mean `input.input.userId`?",
        ),
    ] {
        let found = about(rules);
        assert_eq!(told(&found), [(UnknownInputField, place.into())]);
        assert_eq!(found[0].message, message);
        assert!(found[0].hint.as_deref().unwrap().contains(hint), "{:?}", found[0].hint);
    }
    let found = about("drop if {\n\tinput.input.groupId == \"4\"\n\tsecret.fields\n}\n");
    assert_eq!(told(&found), [(IdComparedWithString, "system/log.rego:6:25".into())]);
}

#[test]
fn rules_that_no_test_mentions_are_told_with_the_rule_to_mention() {
    let found = warnings(&[("system/log.rego", "package system.log\n\nmask contains \"/input/userId\"\n")]);
    assert_eq!(told(&found), [(Untested, "system/log.rego:1:1".into())]);
    assert_eq!(
        found[0].hint.as_deref(),
        Some("add `system/log_test.rego` with `test_… if data.system.log.mask with input as {…}`")
    );
}
