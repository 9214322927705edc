//! `logingate settings`, and command lines that are refused.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// The program in an empty directory with none of our variables.
fn logingate(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_logingate"));
    command.args(arguments).current_dir(directory).env_clear();
    command
}

fn run(directory: &TempDir, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    logingate(directory.path(), arguments).envs(environment.iter().copied()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn empty() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn each_setting_is_printed_with_its_source() {
    let directory = empty();
    std::fs::write(directory.path().join("logingate.toml"), "[log]\nlevel = \"warn\"").unwrap();
    let environment = [("LOGINGATE_CACHE__CAPACITY", "5")];
    let output = run(&directory, &["settings", "--policies", "mine"], &environment);
    let out = text(&output.stdout);
    for line in [
        "vcc.hooks[0].secrets = []   # default",
        "listen = \"127.0.0.1:8080\"   # default",
        "policies.dir = \"mine\"   # --policies",
        "log.level = \"warn\"   # logingate.toml",
        "cache.capacity = 5   # environment LOGINGATE_CACHE__CAPACITY",
    ] {
        assert!(out.lines().any(|printed| printed == line), "{line}\n{out}");
    }
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).starts_with("warning: hook default runs without a secret"));
}

#[test]
fn json_is_a_list_of_name_value_and_source() {
    let output = run(&empty(), &["settings", "--format", "json"], &[]);
    let entries: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let first = serde_json::json!({"name": "listen", "value": "127.0.0.1:8080", "source": "default"});
    assert_eq!(entries[0], first);
}

#[test]
fn faults_go_to_standard_error_and_exit_with_2() {
    let output = run(&empty(), &["settings", "--listen", "x"], &[("LOGINGATE_POLICIES__DRI", "y")]);
    let error = text(&output.stderr);
    assert!(
        error.starts_with("error: the settings have 2 faults:\n  listen (--listen): got \"x\", expected "),
        "{error}"
    );
    assert!(error.contains("did you mean LOGINGATE_POLICIES__DIR?"), "{error}");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}

#[test]
fn the_settings_file_is_named_by_flag_or_environment_and_the_flag_wins() {
    let directory = empty();
    std::fs::write(directory.path().join("a.toml"), "workers = 1").unwrap();
    std::fs::write(directory.path().join("b.toml"), "workers = 2").unwrap();
    let environment = [("LOGINGATE_CONFIG", "a.toml")];
    let workers = |arguments: &[&str]| {
        let out = text(&run(&directory, arguments, &environment).stdout);
        out.lines().find(|line| line.starts_with("workers")).map(str::to_owned)
    };
    assert_eq!(workers(&["settings"]).as_deref(), Some("workers = 1   # a.toml"));
    assert_eq!(workers(&["settings", "--config", "b.toml"]).as_deref(), Some("workers = 2   # b.toml"));
}

#[test]
fn serving_is_the_default_command_and_refuses_the_same_faults() {
    for arguments in [&["--config", "missing.toml"][..], &["serve", "--config", "missing.toml"]] {
        let output = run(&empty(), arguments, &[]);
        let error = text(&output.stderr);
        assert!(error.contains("missing.toml: the settings file cannot be read: "), "{error}");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn the_commented_defaults_can_be_saved_and_used() {
    let directory = empty();
    let defaults = run(&directory, &["settings", "--defaults"], &[("LOGINGATE_CONFIG", "missing.toml")]).stdout;
    std::fs::write(directory.path().join("logingate.toml"), &defaults).unwrap();
    let output = run(&directory, &["settings"], &[]);
    assert!(text(&output.stdout).contains("workers = \"auto\"   # logingate.toml"));
}

#[test]
fn wrong_usage_exits_with_2() {
    for arguments in
        [&["--no-such-flag"][..], &["no-such-command"], &["decide"], &["decide", "--body", "x", "--query", "y"]]
    {
        let output = run(&empty(), arguments, &[]);
        assert!(text(&output.stderr).starts_with("error: "), "{arguments:?}");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}
