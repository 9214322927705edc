//! No author can hurt a login: trials are few at a time, bounded, and step back.

use std::time::Instant;

use serde_json::json;

use super::{HOUSE, ask, house, login, outcome, tried};
use crate::patience::{PATIENCE, wait_until};
use crate::server::{Connection, TestServer, request};

/// Burns until it is stopped.
const RUNAWAY: &str = "package projects[\"1\"]\n\nallow if {\n\tsome a in numbers.range(1, 10000)\n\tsome b in numbers.range(1, 10000)\n\ta * b == -1\n}\n";

#[test]
fn a_runaway_candidate_ends_at_the_limit_of_one_evaluation() {
    let server = TestServer::with("[limits]\nevaluation = \"100ms\"\n", HOUSE);
    let told =
        tried(&server, &json!({ "login": login(1, 4), "modules": { "projects/1.rego": RUNAWAY }, "explain": true }));
    assert_eq!(told["projects"][0]["outcome"], "timeout");
    assert_eq!(told["projects"][0]["reasons"], json!(["the evaluation took longer than its limit of 100ms"]));
    assert_eq!(told["explanation"]["unexplained"], json!([1]));
}

#[test]
fn logins_of_the_same_project_go_on_while_trials_burn_and_further_trials_are_turned_away() {
    let limits = "[limits]\nevaluation = \"15s\"\nlogin_deadline = \"15s\"\n";
    // In force, and runs away for one agent only.
    let policy = RUNAWAY.replace("\"1\"", "\"9\"").replace("{\n", "{\n\tinput.userId == 666\n")
        + "\nallow if input.userId == 7\n";
    let server = TestServer::with(limits, &[HOUSE, &[("projects/9.rego", &policy)]].concat());
    let burning = json!({ "login": { "projectId": 9, "userId": 666 } }).to_string();
    let burning = [(); 2].map(|()| {
        let mut connection = Connection::to(server.admin);
        connection.send(request("POST", "/v1/decide", "", &burning));
        connection
    });
    let started = Instant::now();
    let refused = loop {
        let answer = ask(&server, "POST", "/v1/decide", &json!({ "login": login(1, 4) }).to_string());
        // The other two may not be under way yet.
        if answer.status != 200 {
            break answer;
        }
        assert!(started.elapsed() < PATIENCE, "every trial finds a place");
    };
    assert_eq!((refused.status, refused.problem().as_str()), (503, "too_many_trials"));
    assert_eq!(refused.header("retry-after"), Some("1"));
    // A slot of the policy that a trial had would be missing here until it ends.
    assert_eq!(server.post("/vcc/project-login", &login(9, 4).to_string()).body, r#"{"9":true}"#);
    drop(burning);
}

#[test]
fn a_body_has_a_bound_and_so_has_the_login_in_it() {
    let server = house();
    let comment = |bytes: usize| format!("package lib.x\n# {}\n", "x".repeat(bytes));
    let body = |bytes: usize| json!({ "login": login(1, 4), "modules": { "lib/x.rego": comment(bytes) } });
    assert_eq!(outcome(&server, &body(1000)), "allow");
    assert_eq!(ask(&server, "POST", "/v1/decide", &body(1 << 20).to_string()).problem(), "body_too_large");
    let long = json!({ "login": { "projectId": 1, "userId": 7, "username": "x".repeat(70_000) } });
    assert_eq!(ask(&server, "POST", "/v1/decide", &long.to_string()).problem(), "body_too_large");
    let many: Vec<u64> = (2..400).collect();
    let many = json!({ "login": { "projectId": 1, "userId": 7, "secondaryProjectIds": many } });
    assert_eq!(ask(&server, "POST", "/v1/decide", &many.to_string()).problem(), "too_many_projects");
}

#[cfg(target_os = "linux")]
#[test]
fn threads_of_trials_have_a_low_priority() {
    let server = TestServer::with("[limits]\nevaluation = \"1s\"\n", HOUSE);
    let body = json!({ "login": login(1, 4), "modules": { "projects/1.rego": RUNAWAY } }).to_string();
    let mut connection = Connection::to(server.admin);
    connection.send(request("POST", "/v1/decide", "", body));
    // These tests may run with a low priority themselves; 19 is the lowest.
    let lower = Some((rustix::process::nice(0).unwrap() + 10).min(19));
    // A thread steps back as the first thing that it does.
    wait_until("a thread of a trial steps back", || nice_of_thread("trial") == lower);
    assert_eq!(connection.receive().json()["projects"][0]["outcome"], "timeout");
}

/// The priority of a thread of this process, as `nice` says it.
#[cfg(target_os = "linux")]
fn nice_of_thread(name: &str) -> Option<i32> {
    std::fs::read_dir("/proc/self/task").unwrap().filter_map(Result::ok).find_map(|task| {
        // `123 (name) S …`: the nineteenth field, of which two stand before what follows the name.
        let stat = std::fs::read_to_string(task.path().join("stat")).ok()?;
        let (before, after) = stat.rsplit_once(')')?;
        before
            .ends_with(&format!("({name}"))
            .then(|| after.split_whitespace().nth(16))?
            .and_then(|nice| nice.parse().ok())
    })
}
