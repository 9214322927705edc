//! Metrics as Prometheus gets them.

use std::time::Duration;

use crate::patience::wait_until;
use crate::server::{Connection, EIGHT, POLICIES, TestServer};

const BROKEN: &str = "package projects[\"3\"]\n\nallow if {\n";

fn metrics(server: &TestServer) -> String {
    Connection::to(server.admin).ask("GET", "/metrics", "").body
}

/// The value of a series, if there is one.
fn value(server: &TestServer, series: &str) -> Option<u64> {
    let metrics = metrics(server);
    metrics.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' ')).map(|value| value.parse().unwrap())
}

/// Saves a policy and waits until so many are broken.
fn save(server: &TestServer, file: &str, text: &str, broken: u64) {
    std::fs::write(server.policies.path().join(file), text).unwrap();
    wait_until("so many are broken", || value(server, "logingate_policies_broken") == Some(broken));
}

fn login(server: &TestServer, projects: &[u64]) {
    let body = format!("{{\"projectIds\":{projects:?},\"projectId\":{},\"userId\":7,\"groupId\":2}}", projects[0]);
    let body = body.replace("projectIds", "secondaryProjectIds");
    assert_eq!(server.post("/vcc/project-login", &body).status, 200);
}

#[test]
fn a_last_good_version_grows_old_until_the_files_are_mended() {
    let server = TestServer::with("", POLICIES);
    let age = "logingate_policies_last_good_age_seconds";
    server.clock.advance(Duration::from_mins(1));
    assert_eq!(value(&server, age), Some(0));
    save(&server, "projects/3.rego", BROKEN, 1);
    assert_eq!(value(&server, age), Some(60));
    server.clock.advance(Duration::from_mins(2));
    assert_eq!(value(&server, age), Some(180));
    save(&server, "projects/3.rego", POLICIES[1].1, 0);
    assert_eq!(value(&server, age), Some(0));
    // What never was good has no last good version.
    save(&server, "projects/9.rego", &BROKEN.replace('3', "9"), 1);
    assert_eq!((value(&server, age), value(&server, "logingate_policies_denying")), (Some(0), Some(1)));
}

#[test]
fn nothing_is_told_by_project_unless_somebody_asks() {
    let server = TestServer::with("", POLICIES);
    login(&server, &[1, 2, 3]);
    save(&server, "projects/3.rego", BROKEN, 1);
    let metrics = metrics(&server);
    assert!(!metrics.contains("logingate_project") && !metrics.contains("project=\""), "{metrics}");
}

#[test]
fn the_first_projects_have_series_of_their_own_and_the_rest_share_one() {
    let files =
        &[("projects/3.rego", POLICIES[1].1), ("projects/5.rego", "package projects[\"5\"]\n\nallow := true\n")];
    let server = TestServer::with("[metrics]\nprojects = 2\n", files);
    let decisions = |project: &str, outcome: &str| {
        value(&server, &format!("logingate_project_decisions_total{{project=\"{project}\",outcome=\"{outcome}\"}}"))
    };
    // Nothing decides for these: they take no place.
    login(&server, &[70, 71, 72]);
    assert_eq!((decisions("other", "no_policy"), decisions("70", "no_policy")), (Some(3), None));
    login(&server, &[3, 5]);
    login(&server, &[5]);
    assert_eq!((decisions("3", "deny"), decisions("5", "allow")), (Some(1), Some(2)));
    assert_eq!((decisions("3", "timeout"), decisions("other", "allow")), (Some(0), Some(0)));
    save(&server, "default.rego", "package projects.default\n\nallow := true\n", 0);
    let is_let_in = || server.post("/vcc/project-login", "projectId=70&userId=7").body == "{\"70\":true}";
    wait_until("the edited policy decides", is_let_in);
    assert!(decisions("other", "allow") >= Some(1));
    assert_eq!(decisions("70", "allow"), None);
}

#[test]
fn since_when_a_policy_is_broken_is_told_of_so_many_projects_and_the_first_of_the_rest() {
    let policy = |project: u64| format!("package projects[\"{project}\"]\n\nallow := true\n");
    let server = TestServer::with("[metrics]\nprojects = 1\n", POLICIES);
    let since = |project: &str| {
        value(&server, &format!("logingate_project_broken_since_timestamp_seconds{{project=\"{project}\"}}"))
    };
    let start = EIGHT.unsigned_abs() / 1_000_000_000;
    assert_eq!((since("3"), since("other")), (None, None));
    server.clock.advance(Duration::from_secs(10));
    save(&server, "projects/7.rego", "package projects[\"7\"]\n\nallow if {\n", 1);
    server.clock.advance(Duration::from_secs(10));
    save(&server, "default.rego", "package projects.default\n\nallow if {\n", 2);
    assert_eq!((since("7"), since("other")), (Some(start + 10), Some(start + 20)));
    server.clock.advance(Duration::from_secs(10));
    save(&server, "projects/3.rego", BROKEN, 3);
    // Only one may have a series; that the first of the others are broken is known since before.
    assert_eq!((since("3"), since("7"), since("other")), (Some(start + 30), None, Some(start + 10)));
    save(&server, "projects/3.rego", &policy(3), 2);
    assert_eq!((since("3"), since("7")), (None, Some(start + 10)));
}

#[test]
fn the_cache_is_as_large_as_it_is_the_moment_somebody_looks() {
    let server = TestServer::with(
        "[cache]\ncapacity = 10\n",
        &[("default.rego", "package projects.default\n\nallow if input.userId\n")],
    );
    for user in 1..=7 {
        server.post("/vcc/project-login", &format!("projectId=1&userId={user}"));
        assert_eq!(value(&server, "logingate_cache_entries"), Some(user));
    }
    for user in 8..=25 {
        server.post("/vcc/project-login", &format!("projectId=1&userId={user}"));
    }
    assert_eq!(value(&server, "logingate_cache_entries"), Some(10));
    assert_eq!(value(&server, "logingate_cache_evictions_total"), Some(15));
}
