//! The built program: what a hangup does, and what the log tells the one who edits.

use super::client::Login;
use super::plan::{open_policy, policy_file};
use super::save;
use crate::server::Process;

/// Only events and hangups tell of edits.
const SETTINGS: &str = "policies.scan_interval = \"1h\"";

#[test]
fn a_hangup_has_the_policies_looked_at_and_no_login_fails() {
    let texts: Vec<_> = (1..300).map(|project| (policy_file(project), open_policy(project))).collect();
    let files: Vec<_> = texts.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    let mut process = Process::launch(SETTINGS, &files);
    // While the first load goes on.
    process.signal("HUP");
    process.wait_for_line("policies are as they were");
    let mut connection = process.connect();
    let mut granted = || Login { projects: &[1], user: 1, group: 4 }.over(&mut connection).unwrap()[&1];
    for _ in 0..3 {
        assert!(granted());
        process.signal("HUP");
        process.wait_for_line("policies are as they were");
    }
    let file = process.directory.path().join("policies/projects/1.rego");
    save::by_rename(&file, "package projects[\"1\"]\n\nallow := false\n");
    process.signal("HUP");
    process.wait_for_line("policies loaded");
    assert!(!granted());
    process.signal("TERM");
    assert!(process.wait().success());
}

#[test]
fn the_log_tells_each_fault_once_whom_it_touches_and_what_was_mended() {
    let policy = |project: u64| format!("package projects[\"{project}\"]\n\nallow if data.rota.open\n");
    let library = ("rota.rego", "package rota\n\nopen := true\n");
    let mut process = Process::launch(SETTINGS, &[library, ("1.rego", &policy(1)), ("2.rego", &policy(2))]);
    process.wait_until_loaded();
    let policies = process.directory.path().join("policies");
    let write = |file: &str, text: &str| save::by_rename(&policies.join(file), text);

    write("rota.rego", "package rota\n\nopen := data.rota.open\n");
    assert_eq!(process.wait_for_line("policies loaded")["broken"], 2);
    let fault = process.wait_for_line("policy fault: rota.rego:3:1: ");
    assert_eq!((&fault["kind"], &fault["file"]), (&"recursion".into(), &"rota.rego".into()));
    assert!(fault["hint"].is_string(), "{fault}");
    let kept = process.wait_for_line("faulty policies: their last good versions go on deciding");
    assert_eq!(kept["policies"], "projects[\"1\"], projects[\"2\"]");

    write("3.rego", "package projects[\"3\"]\n\nallow if (\n");
    let denied = process.wait_for_line("faulty policies without a good version: they deny everybody");
    assert_eq!(denied["policies"], "projects[\"3\"]");
    process.signal("HUP");
    let unchanged = process.wait_for_line("policies are as they were");
    assert_eq!((&unchanged["broken"], &unchanged["faults"]), (&3.into(), &2.into()));

    write("rota.rego", "package rota\n\nopen := false\n");
    let mended = process.wait_for_line("policy faults mended");
    assert_eq!((&mended["files"], &mended["left"]), (&"rota.rego".into(), &1.into()));
    assert_eq!(process.log.iter().filter(|line| line.contains("policy fault: ")).count(), 2, "{:#?}", process.log);
}
