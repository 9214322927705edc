//! What `--explain` says.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{decide, repository, stderr, stdout};
use crate::server::write_files;

/// Directories and a policy for each thing that is told.
fn house(policy: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let text = format!("package projects[\"1\"]\n\n{policy}");
    write_files(directory.path(), &[("policies/projects/1.rego", &text)]);
    directory
}

fn text(policy: &str, arguments: &[&str]) -> String {
    let login = &["--project", "1", "--user-id", "7", "--explain"];
    let output = decide(house(policy).path(), &[login, arguments].concat());
    stdout(&output).to_owned()
}

fn json(policy: &str, arguments: &[&str]) -> Value {
    serde_json::from_str(&text(policy, &[arguments, &["--format", "json"]].concat())).unwrap()
}

#[test]
fn a_login_that_is_kept_out_leads_to_the_line_that_failed() {
    let given = ["--project", "2", "--user-id", "7", "--group-id", "4", "--at", "2026-12-25T08:00:00+01:00"];
    let output = decide(repository(), &[&given[..], &["--explain"]].concat());
    let expected = r#"{"2":false}

project 2: false (deny: `allow` is false)
  policy    projects["2"] at projects/2.rego:9, revision …
  allow     projects/2.rego:9  groups.member("administrators") is undefined
              lib.groups.member("administrators") is undefined
                lib/groups.rego:5  input.groupId in data.groups[name] is false
                  input.groupId      4
                  data.groups[name]  [2]
                  name               "administrators"
            projects/2.rego:13  hours.within("day") is undefined (rule at line 11)
              lib.hours.within("day") is undefined
                lib/hours.rego:9  not today in calendar.holidays is false: what is below `not` holds (rule at line 7)
                  today              "2026-12-25"
                  calendar.holidays  ["2026-12-25", "2026-12-26", "2027-01-01"]
  reads     input.groupId            4
            data.calendar.holidays   ["2026-12-25", "2026-12-26", "2027-01-01"]
            data.calendar.shifts     …
            data.calendar.time_zone  "Europe/Budapest"
            data.groups              {"administrators": [2], "agents": [4], "supervisors": [3]}
            time.now_ns()            2026-12-25T07:00:00Z
  cached    for each input.groupId, for one step of the clock
"#;
    let told = stdout(&output);
    let revision = told.split("revision ").nth(1).unwrap().lines().next().unwrap();
    assert_eq!(revision.len(), 12);
    assert_eq!(told.replace(revision, "…"), expected);
}

#[test]
fn a_reason_leads_to_the_rule_that_gave_it() {
    let policy = "allow if true\n\ndeny contains \"too late\" if input.userId == 8\n\ndeny contains \"in training\" if input.userId == 7\n";
    let told = json(policy, &[]);
    let reasons = &told["projects"][0]["reasons"];
    assert_eq!(reasons, &json!([{"reason": "in training", "file": "projects/1.rego", "line": 7}]));
    assert!(text(policy, &[]).contains("  because   in training (projects/1.rego:7)\n"));
    assert!(text(policy, &[]).contains("  allow     projects/1.rego:3  held\n"));
}

#[test]
fn what_a_policy_prints_is_told_and_does_not_decide() {
    let policy =
        "allow if {\n\tprint(\"user\", input.userId, input.missing)\n\tinput.userId == 7\n\tprint([1, \"a\"])\n}\n";
    let printed = &json(policy, &[])["projects"][0]["policy"]["printed"];
    let expected = json!([
        {"file": "projects/1.rego", "line": 4, "text": "user 7 <undefined>"},
        {"file": "projects/1.rego", "line": 6, "text": "[1, \"a\"]"},
    ]);
    assert_eq!(printed, &expected);
    assert!(text(policy, &[]).contains("  printed   user 7 <undefined> (projects/1.rego:4)\n"));
    assert!(text(policy, &[]).starts_with("{\"1\":true}\n"));
}

#[test]
fn what_the_answer_is_remembered_for_is_told() {
    let cached = |policy: &str| {
        let text = text(policy, &[]);
        text.lines().find_map(|line| line.strip_prefix("  cached    ")).unwrap().to_owned()
    };
    assert_eq!(cached("allow := true\n"), "once for everybody");
    assert_eq!(cached("allow if input.customData.a == input.userId\n"), "for each input.userId, input.customData.a");
    assert_eq!(cached("allow if time.now_ns() > input.userId\n"), "for each input.userId, for one step of the clock");
    assert_eq!(
        cached("allow if helper\n\nhelper if {\n\tinput.userId == 7\n\tf(input)\n}\n\nf(login) if login.primary\n"),
        "for each whole input, hardly ever to be used again: `f(input)` reads all of it (projects/1.rego:7)"
    );
}

#[test]
fn the_document_for_programs_keeps_its_shape() {
    let told = json("default allow := false\n\nallow if input.groupId in {1, 2}\n", &["--at", "2026-12-24T08:00:00Z"]);
    let mut project = told["projects"][0].clone();
    assert_eq!(project["policy"]["revision"].as_str().unwrap().len(), 12);
    project["policy"]["revision"].take();
    let failure = json!({
        "expression": "input.groupId in {1, 2}", "file": "projects/1.rego", "line": 5, "column": 10,
        "got": "false", "values": [{"expression": "input.groupId", "values": ["undefined"]}],
    });
    let expected = json!({
        "projectId": 1, "outcome": "deny", "reasons": [],
        "policy": {
            "package": "projects[\"1\"]", "file": "projects/1.rego", "line": 5, "revision": null,
            "allow": {
                "rule": "projects[\"1\"].allow", "value": "false",
                "attempts": [
                    {"file": "projects/1.rego", "line": 5, "else": false, "result": "failed", "failure": failure},
                ],
            },
            "deny": null, "printed": [],
            "reads": [{"name": "input.groupId", "value": "undefined"}],
            "cache": {
                "cached": true, "never": null, "key": ["input.groupId"], "clock": false, "ttlSeconds": null,
                "wholeInput": null,
            },
        },
    });
    assert_eq!(project, expected);
    assert_eq!(told["answer"], json!({"1": false}));
    assert_eq!(told["now"], "2026-12-24T08:00:00Z");
}

#[test]
fn a_built_in_that_the_engine_fails_on_is_told_in_one_line() {
    let policy = "allow if object.subset(input.projectIds, [])\n";
    let output = decide(house(policy).path(), &["--project", "1", "--user-id", "1", "--explain"]);
    assert!(stdout(&output).contains("can't be evaluated: the engine failed on a built-in's arguments\n"));
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_project_without_a_policy_is_told_so() {
    let output = decide(house("allow := true\n").path(), &["--project", "5", "--user-id", "1", "--explain"]);
    assert!(stdout(&output).contains("\nproject 5: false (no_policy: nothing decides for this project)\n"));
}
