//! `--watch`: the tests run again when a file changes.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use super::program::{FAILING, PASSING, directory};
use super::{DATA, LIBRARY, POLICY};

/// Far more than any run takes.
const PATIENCE: Duration = Duration::from_mins(1);

fn lines(child: &mut Child) -> Receiver<String> {
    let (sender, lines) = channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    thread::spawn(move || out.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
    lines
}

#[track_caller]
fn wait_for(lines: &Receiver<String>, beginning: &str) {
    while !lines.recv_timeout(PATIENCE).expect(beginning).starts_with(beginning) {}
}

#[test]
fn tests_run_again_until_they_are_interrupted() {
    let directory = directory(&[POLICY, LIBRARY, DATA, PASSING]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_logingate"))
        .args(["test", "--watch"])
        .current_dir(directory.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = lines(&mut child);
    let policies = directory.path().join("policies");
    wait_for(&lines, "PASS 1 (");
    fs::write(policies.join(FAILING.0), FAILING.1).unwrap();
    wait_for(&lines, "PASS 1 · FAIL 1 (");
    fs::write(
        policies.join("t_test.yaml"),
        "agents: {ana: {groupId: 4}}\ntests: [{name: t, expect: {ana: {1: true}}}]\n",
    )
    .unwrap();
    wait_for(&lines, "PASS 2 · FAIL 1 (");
    fs::write(policies.join("data.yaml"), "groups: [4, 5]\n").unwrap();
    wait_for(&lines, "PASS 3 (");
    fs::remove_file(policies.join("data.yaml")).unwrap();
    wait_for(&lines, "PASS 0 · FAIL 3 (");
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert_eq!(child.wait().unwrap().code(), Some(4));
}
