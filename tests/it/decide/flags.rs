//! Logins by flags, and what goes together.

use serde_json::json;

use super::{decide, repository, stderr, stdout};
use crate::server::write_files;

/// A policy that lets nobody in and says what it sees.
const MIRROR: &[(&str, &str)] =
    &[("policies/mirror.rego", "package projects.default\n\nallow := false\n\ndeny contains json.marshal(input)\n")];

/// What policies see of a login by these flags.
fn seen(arguments: &[&str]) -> serde_json::Value {
    let directory = tempfile::tempdir().unwrap();
    write_files(directory.path(), MIRROR);
    let output = decide(directory.path(), &[arguments, &["--explain", "--format", "json"]].concat());
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    serde_json::from_str(told["projects"][0]["reasons"][0]["reason"].as_str().unwrap()).unwrap()
}

#[test]
fn flags_are_what_policies_see() {
    let given = [
        "--project",
        "42",
        "--project",
        "7",
        "--user-id",
        "9",
        "--username",
        "ana",
        "--group-id",
        "4",
        "--custom",
        "region=EU",
        "--custom",
        "note=a=b",
        "--ip",
        "203.0.113.7",
        "--hook",
        "acme",
    ];
    let expected = json!({
        "platform": "vcc", "hook": "acme", "projectId": 42, "primary": true, "projectIds": [42, 7],
        "userId": 9, "username": "ana", "groupId": 4, "customData": {"region": "EU", "note": "a=b"},
        "source": {"ip": "203.0.113.7"},
    });
    assert_eq!(seen(&given), expected);
    let given = ["--project", "1", "--user-id", "1", "--custom-json", r#"{"skills": ["a", {"b": 1}], "on": true}"#];
    assert_eq!(seen(&given)["customData"], json!({"skills": ["a", {"b": 1}], "on": true}));
}

#[test]
fn a_login_can_be_that_of_any_platform_with_projects_or_without() {
    let with = ["--platform", "ozonetel", "--project", "42", "--project", "7", "--username", "ana", "--phone", "+911"];
    let expected = json!({
        "platform": "ozonetel", "hook": "ozonetel", "projectId": 42, "primary": true, "projectIds": [42, 7],
        "username": "ana", "customData": {}, "source": {}, "station": {"phone": "+911"},
    });
    assert_eq!(seen(&with), expected);
    let of_vcc = seen(&["--project", "1", "--user-id", "1", "--extension", "5101"]);
    assert_eq!((&of_vcc["platform"], &of_vcc["station"]), (&json!("vcc"), &json!({"extension": "5101"})));
    let directory = tempfile::tempdir().unwrap();
    let mirror = "package platforms.ucontact\n\nallow := false\n\ndeny contains json.marshal(input)\n";
    write_files(directory.path(), &[("policies/platforms/ucontact.rego", mirror)]);
    let without = ["--platform", "ucontact", "--username", "ana", "--custom", "a=b", "--extension", "5101"];
    let output = decide(directory.path(), &[&without[..], &["--explain", "--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(5));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["answer"], json!({"platforms.ucontact": false}));
    let project = &told["projects"][0];
    assert_eq!((&project["subject"], project.get("projectId")), (&json!("platforms.ucontact"), None));
    let seen: serde_json::Value = serde_json::from_str(project["reasons"][0]["reason"].as_str().unwrap()).unwrap();
    let expected = json!({
        "platform": "ucontact", "hook": "ucontact", "projectIds": [], "username": "ana", "customData": {"a": "b"},
        "source": {}, "station": {"extension": "5101"},
    });
    assert_eq!(seen, expected);
}

#[test]
fn further_projects_may_be_given_at_once() {
    let seen = seen(&["--project", "42", "--secondary", "7,9", "--secondary", "8", "--user-id", "1"]);
    assert_eq!(seen["projectIds"], json!([42, 7, 9, 8]));
}

#[test]
fn the_three_ways_exclude_one_another() {
    for (arguments, told) in [
        (&[][..], "<--body <FILE|->|--query <STRING>|--project <ID>|--platform <NAME>>"),
        (&["--project", "1", "--query", "projectId=1"], "cannot be used with"),
        (&["--body", "-", "--query", "projectId=1"], "cannot be used with"),
        (&["--body", "-", "--project", "1"], "cannot be used with"),
        (&["--project", "1", "--custom", "a=b", "--custom-json", "{}"], "cannot be used with"),
        (&["--query", "projectId=1", "--iv", "00"], "--iv"),
        (&["--body", "-", "--platform", "ucontact"], "cannot be used with"),
        (&["--query", "projectId=1", "--platform", "vcc"], "cannot be used with"),
        (&["--project", "1", "--user-id", "1", "--extension", "1", "--phone", "2"], "cannot be used with"),
    ] {
        let output = decide(repository(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(told), "{arguments:?} {}", stderr(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn the_reader_of_requests_says_what_is_wrong_with_flags() {
    for (arguments, told) in [
        (&["--project", "0", "--user-id", "1"][..], "`projectId` is given as `0`"),
        (&["--project", "1", "--project", "x", "--user-id", "1"], "`secondaryProjectIds`"),
        (&["--project", "1"], "userId"),
        (&["--platform", "vcc", "--user-id", "1"], "projectId"),
        (&["--platform", "ucontact"], "userId"),
        (&["--platform", "ucontact", "--username", "ana", "--secondary", "3"], "--project"),
        (&["--platform", "ucontakt", "--username", "ana"], "'ucontact'"),
        (
            &["--platform", "ucontact", "--username", "ana", "--hook", "acme"],
            "the input.hook of ucontact is `ucontact`",
        ),
        (&["--project", "1", "--user-id", "1", "--phone", ""], "a value is required"),
        (&["--project", "1", "--user-id", "-4"], "`userId` is given as `-4`"),
        (&["--project", "1", "--user-id", "1", "--custom", "a=1", "--custom", "a=2"], "`customData`"),
        (&["--project", "1", "--user-id", "1", "--custom-json", "{"], "--custom-json is not JSON"),
        (&["--project", "1", "--user-id", "1", "--custom", "region"], "such as region=EU"),
        (&["--project", "1", "--user-id", "1", "--at", "tomorrow"], "is no moment"),
    ] {
        let output = decide(repository(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(told), "{arguments:?} {}", stderr(&output));
    }
}

#[test]
fn the_clock_stands_where_it_is_put() {
    let at =
        |moment: &str| decide(repository(), &["--project", "2", "--user-id", "1", "--group-id", "4", "--at", moment]);
    assert_eq!(stdout(&at("2026-12-24T08:00:00+01:00")), "{\"2\":true}\n");
    assert_eq!(stdout(&at("2026-12-24T07:59:59+01:00")), "{\"2\":false}\n");
    assert_eq!(stdout(&at("2026-12-25T08:00:00+01:00")), "{\"2\":false}\n");
}

#[test]
fn a_directory_that_is_not_there_is_told_and_is_a_mistake_of_usage() {
    let directory = tempfile::tempdir().unwrap();
    let output = decide(directory.path(), &["--project", "1", "--user-id", "1"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("policies: does not exist; name the directory"), "{}", stderr(&output));
}

#[test]
fn broken_policies_are_warned_of_and_the_others_decide() {
    let directory = tempfile::tempdir().unwrap();
    write_files(
        directory.path(),
        &[
            ("policies/projects/1.rego", "package projects[\"1\"]\n\nallow if true\n"),
            ("policies/projects/2.rego", "package projects[\"2\"]\n\nallow if nothing\n"),
        ],
    );
    let output = decide(directory.path(), &["--project", "1", "--project", "2", "--user-id", "1", "--explain"]);
    assert_eq!(output.status.code(), Some(5));
    assert!(stdout(&output).starts_with("{\"1\":true,\"2\":false}\n"), "{}", stdout(&output));
    assert!(stdout(&output).contains("project 2: false (error: the policy is broken or failed)\n  because "));
    assert!(stderr(&output).starts_with("warning: the policies have 1 fault: `logingate check policies`"));
}
