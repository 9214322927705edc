//! What is remembered, over the wire: how often policies are really asked, and that no remembered answer outlives them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use logingate::decision::StandingClock;
use serde_json::Value;
use tempfile::TempDir;

use super::client::Login;
use super::save;
use super::server::{PATIENT, Server, until};
use crate::server::Connection;

/// 2026-11-23T09:00:00Z, in nanoseconds.
const MORNING: i64 = 1_795_424_400_000_000_000;
const HOUR: Duration = Duration::from_hours(1);

fn write(root: &Path, project: u64, rules: &str) {
    let text = format!("package projects[\"{project}\"]\n\n{rules}\n");
    save::by_rename(&root.join(format!("{project}.rego")), &text);
}

/// A server over these policies, whose clock stands in the morning.
fn served(policies: &[(u64, &str)]) -> (TempDir, Arc<StandingClock>, Server) {
    let directory = tempfile::tempdir().unwrap();
    for (project, rules) in policies {
        write(directory.path(), *project, rules);
    }
    let clock = Arc::new(StandingClock::at(MORNING));
    let server = Server::start_logging(directory.path(), PATIENT, Arc::clone(&clock) as _);
    (directory, clock, server)
}

fn granted(connection: &mut Connection, project: u64, user: u64) -> bool {
    Login { projects: &[project], user, group: 4 }.over(connection).unwrap()[&project]
}

/// How many logins were answered by an evaluation.
fn evaluations(lines: &[Value]) -> usize {
    lines.iter().filter(|line| line["cache_hits"] == 0).count()
}

#[test]
fn two_thousand_agents_of_one_group_share_one_evaluation() {
    let (_directory, _, server) = served(&[(1, "allow if input.groupId == 4")]);
    let mut connection = server.connect();
    assert!((1..=2000).all(|user| granted(&mut connection, 1, user)));
    let lines = server.login_lines();
    assert_eq!((lines.len(), evaluations(&lines)), (2000, 1));
}

#[test]
fn working_hours_are_asked_once_a_second() {
    let hours = "allow if {\n\t[hour, _, _] := time.clock(time.now_ns())\n\thour >= 9\n\thour < 10\n}";
    let (_directory, clock, server) = served(&[(1, hours)]);
    let mut connection = server.connect();
    for _ in 0..3 {
        assert!((1..=200).all(|user| granted(&mut connection, 1, user)));
        clock.advance(Duration::from_secs(1));
    }
    clock.advance(HOUR);
    assert!(!(1..=200).any(|user| granted(&mut connection, 1, user)));
    let lines = server.login_lines();
    assert_eq!((lines.len(), evaluations(&lines)), (800, 4));
}

#[test]
fn the_first_answer_after_an_edit_is_by_the_edit() {
    let (directory, _, server) = served(&[(1, "allow if data.lib.both"), (2, "allow if data.lib.both")]);
    let root = directory.path().to_owned();
    let (mut scout, mut agent) = (server.connect(), server.connect());
    for version in 1..=6 {
        let allowed = version % 2 == 1;
        let library = format!("package lib\n\n# Version {version}.\nboth := {allowed}\n");
        save::by_rename(&root.join("lib.rego"), &library);
        until("the edit is live", || granted(&mut scout, 2, 1) == allowed);
        // Project 1 was not asked since the edit: whatever is remembered of it is of before.
        assert_eq!(granted(&mut agent, 1, 1), allowed, "version {version}");
        assert_eq!(granted(&mut agent, 1, 2), allowed, "version {version}");
    }
}

#[test]
fn an_edit_taken_back_finds_what_was_remembered_and_others_are_not_asked_again() {
    let (directory, _, server) = served(&[(1, "allow if input.groupId == 4"), (2, "allow if input.groupId == 4")]);
    let mut connection = server.connect();
    assert!(granted(&mut connection, 1, 1) && granted(&mut connection, 2, 1));
    write(directory.path(), 1, "allow if input.groupId == 5");
    until("the edit is live", || !granted(&mut connection, 1, 1));
    assert!(granted(&mut connection, 2, 2));
    write(directory.path(), 1, "allow if input.groupId == 4");
    until("the edit is taken back", || granted(&mut connection, 1, 1));
    let lines = server.login_lines();
    let evaluated: Vec<_> = lines.iter().filter(|line| line["cache_hits"] == 0).map(|line| &line["projects"]).collect();
    assert_eq!(evaluated, ["1", "2", "1"], "1 by each of its texts, 2 once");
}
