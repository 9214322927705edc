//! `logingate init` and `logingate new`: what they write works as it stands, and they touch nothing that is there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Printed, Program, bash};

/// A directory in which `logingate init` has written `policies`.
fn started() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    succeed(directory.path(), "logingate init");
    directory
}

fn succeed(directory: &Path, command: &str) -> String {
    let Printed { text, code } = bash(directory, command, &[]);
    assert_eq!(code, Some(0), "{command}: {text}");
    text
}

/// Holds that `command` exits with `code`, prints something that contains `wanted`, and changes no file.
fn refuse(directory: &Path, command: &str, code: i32, wanted: &str) {
    let before = files(directory);
    let printed = bash(directory, command, &[]);
    assert!(printed.text.contains(wanted), "{command}: {}", printed.text);
    assert_eq!(printed.code, Some(code), "{command}: {}", printed.text);
    assert_eq!(files(directory), before, "{command}");
}

/// Every file below `directory` and its text.
fn files(directory: &Path) -> BTreeMap<String, String> {
    let home = tempfile::tempdir().unwrap();
    let listed = bash(home.path(), &format!("cd '{}' && find . -type f", directory.display()), &[]).text;
    listed.lines().map(|path| (path.to_owned(), fs::read_to_string(directory.join(path)).unwrap())).collect()
}

#[test]
fn everything_in_a_new_directory_passes() {
    let directory = started();
    assert_eq!(succeed(directory.path(), "logingate check --strict"), "2 policies are sound\n");
    let tested = succeed(directory.path(), "logingate test --coverage --threshold 100");
    assert!(tested.contains("\nPASS 10 ("), "{tested}");
}

#[test]
fn a_new_directory_can_be_served() {
    let directory = started();
    let server = Program::serve(directory.path(), &[]);
    let ask = |fields: &str| {
        let url = format!("http://{}/vcc/project-login", server.address);
        succeed(directory.path(), &format!("curl {url} -d 'projectId=1&userId=7&{fields}'"))
    };
    assert_eq!(ask("groupId=4&customData[language]=es"), r#"{"1":true}"#);
    assert_eq!(ask("groupId=4&customData[language]=es&customData[training]=yes"), r#"{"1":false}"#);
    assert_eq!(ask("groupId=3&secondaryProjectIds[]=77"), r#"{"1":true,"77":false}"#);
}

#[test]
fn init_prints_each_file_and_commands_that_work() {
    let directory = tempfile::tempdir().unwrap();
    let printed = succeed(directory.path(), "logingate init 'my policies'");
    for path in files(&directory.path().join("my policies")).keys() {
        let path = path.replace("./", "my policies/");
        assert!(printed.lines().any(|line| line.starts_with(&path)), "{path}: {printed}");
    }
    let (_, next) = printed.split_once("Try next:\n").unwrap();
    let [check, test, decide] = next.lines().collect::<Vec<_>>()[..] else { panic!("{next}") };
    assert_eq!(succeed(directory.path(), check), "2 policies are sound\n");
    assert!(succeed(directory.path(), test).starts_with("PASS 10 ("));
    let decided = bash(directory.path(), decide, &[]);
    assert!(decided.text.starts_with("{\"1\":false}"), "{}", decided.text);
    assert_eq!(decided.code, Some(5));
}

#[test]
fn the_schemas_are_those_of_the_server_and_tables_name_theirs() {
    let directory = started();
    succeed(directory.path(), "logingate new project 42");
    let written = files(&directory.path().join("policies"));
    assert_eq!(written["./schemas/input.json"], include_str!("../../policies/schemas/input.json"));
    assert_eq!(written["./schemas/tests.json"], include_str!("../../policies/schemas/tests.json"));
    for table in ["./projects/1_test.yaml", "./projects/42_test.yaml"] {
        assert!(written[table].starts_with("# yaml-language-server: $schema=../schemas/tests.json\n"), "{table}");
    }
    succeed(directory.path(), "rm policies/schemas/tests.json && logingate new project 43");
    let table = &files(&directory.path().join("policies"))["./projects/43_test.yaml"];
    assert!(table.starts_with("agents:\n"), "{table}");
}

#[test]
fn every_template_is_written_as_it_stands() {
    let written = files(&started().path().join("policies"));
    let templates = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/init"));
    assert!(templates.len() > 5);
    for (path, text) in templates {
        assert_eq!(written.get(&path), Some(&text), "{path}");
    }
}

#[test]
fn regal_is_told_which_built_ins_there_are() {
    let written = files(&started().path().join("policies"));
    let config: Value = serde_norway::from_str(&written["./.regal/config.yaml"]).unwrap();
    assert_eq!(config["capabilities"]["from"]["file"], "capabilities.json");
    let capabilities: Value = serde_json::from_str(&written["./capabilities.json"]).unwrap();
    let built_ins: Vec<_> = capabilities["builtins"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert!(built_ins.contains(&&json!("time.clock")) && !built_ins.contains(&&json!("http.send")), "{built_ins:?}");
}

#[test]
fn init_touches_no_directory_that_holds_anything() {
    let directory = started();
    refuse(directory.path(), "logingate init", 2, "policies is not empty, and nothing in it is touched");
    succeed(directory.path(), "mkdir hidden taken && touch hidden/.keep file");
    refuse(directory.path(), "logingate init hidden", 2, "hidden is not empty");
    refuse(directory.path(), "logingate init file", 2, "file is not a directory");
    succeed(directory.path(), "mkdir new && logingate init new && logingate init deep/below");
}

#[test]
fn a_new_project_passes_and_lets_nobody_in_yet() {
    let directory = started();
    let printed = succeed(directory.path(), "logingate new project 42");
    assert!(printed.starts_with("policies/projects/42.rego\npolicies/projects/42_test.rego\n"), "{printed}");
    assert!(printed.contains("Nobody may log in to project 42 yet: say who may in policies/projects/42.rego."));
    assert_eq!(succeed(directory.path(), "logingate check --strict"), "3 policies are sound\n");
    let tested = succeed(directory.path(), "logingate test --run 42_test");
    assert!(tested.starts_with("PASS 4 ("), "{tested}");
    let decide = "logingate decide --query 'projectId=42&userId=7&groupId=4'";
    assert_eq!(bash(directory.path(), decide, &[]).text, "{\"42\":false}\n");
    succeed(directory.path(), "sed -i 's/set()/{4}/' policies/projects/42.rego");
    assert_eq!(bash(directory.path(), decide, &[]).text, "{\"42\":true}\n");
}

#[test]
fn a_project_that_has_a_policy_keeps_it_wherever_and_however_it_is_written() {
    for (file, text) in [
        ("projects/42.rego", "package projects[\"42\"]\n\ndefault allow := false\n"),
        ("projects/sales/p42.rego", "package projects.p42\n\ndefault allow := false\n"),
        ("sales.rego", "package projects.p42\n\ndefault allow := false\n"),
        ("sales.rego", "package projects[\"42\"]\n\nallow if\n"),
        ("projects/42/rules.rego", "packag\n"),
    ] {
        let directory = started();
        let path = directory.path().join("policies").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        let wanted = format!("project 42 has a policy already: policies/{file}; edit that one");
        refuse(directory.path(), "logingate new project 42", 2, &wanted);
        succeed(directory.path(), "logingate new project 43");
    }
}

#[test]
fn a_test_without_its_policy_is_not_overwritten() {
    let directory = started();
    succeed(directory.path(), "echo mine > policies/projects/42_test.yaml");
    refuse(directory.path(), "logingate new project 42", 2, "policies/projects/42_test.yaml exists already");
    succeed(directory.path(), "ln -s nowhere policies/projects/43_test.rego");
    refuse(directory.path(), "logingate new project 43", 2, "policies/projects/43_test.rego exists already");
}

#[test]
fn who_decided_until_now_is_told() {
    let directory = started();
    succeed(directory.path(), "sed -i 's/^assignments: {}/assignments: {\"40-49\": campaign}/' policies/data.yaml");
    fs::write(directory.path().join("policies/campaign.rego"), "package policies.campaign\n\nallow := true\n").unwrap();
    let printed = succeed(directory.path(), "logingate new project 42");
    assert!(printed.contains("warning: until now project 42 is decided by `package policies.campaign`"), "{printed}");
    let printed = succeed(directory.path(), "logingate new project 50");
    assert!(!printed.contains("warning"), "{printed}");
}

#[test]
fn what_is_no_project_or_no_directory_is_refused() {
    let directory = started();
    for id in ["0", "042", "1.5", "forty-two", "9223372036854775808", "../../etc"] {
        refuse(directory.path(), &format!("logingate new project {id}"), 2, "not a positive integer");
    }
    refuse(directory.path(), "logingate new project 1 --policies nowhere", 2, "`logingate init` writes a directory");
}
