//! Everything that README.md shows, run in its order in a directory that holds a copy of `policies/`.

use std::path::Path;
use std::time::Duration;

use logingate::config::{self, Sources};
use logingate::policy::tree::{File, FileKind, Tree};
use logingate::policy::{Fault, FaultKind, Workshop};
use serde_json::Value;
use tempfile::TempDir;

use crate::pages::{Block, blocks, check_links, console, local_links};
use crate::program::{Program, bash};

const README: &str = include_str!("../../README.md");

#[test]
fn everything_the_readme_shows_is_so() {
    let directory = tempfile::tempdir().unwrap();
    let copied = bash(directory.path(), &format!("cp -R {}/policies .", env!("CARGO_MANIFEST_DIR")), &[]);
    assert_eq!(copied.code, Some(0), "{}", copied.text);
    let index = [("LOGINGATE_JOURNAL__INDEX__PATH", "decisions.sqlite")];
    let server = Program::serve_with(directory.path(), &[], &index);
    for block in blocks(README) {
        match block.kind {
            "console" => console::run(&block, directory.path(), Some(&server)),
            "rego" | "yaml" => save(&block, directory.path()),
            "toml" => load(&block),
            "json" => compare_with_first_login(&block, &server),
            other => panic!("line {}: nothing checks blocks of kind `{other}`", block.line),
        }
    }
    let checked = bash(directory.path(), "logingate check", &[]);
    assert_eq!(checked.code, Some(0), "{}", checked.text);
    let tested = bash(directory.path(), "logingate test --verbose", &[]);
    assert_eq!(tested.code, Some(0), "{}", tested.text);
    assert!(tested.text.contains("PASS projects/42_test.yaml › the Spanish line"), "{}", tested.text);
}

/// Saves a module or a table under the name in its first line; one without a name is a policy that compiles by itself.
fn save(block: &Block, directory: &Path) {
    match block.text.lines().next().and_then(|line| line.strip_prefix("# policies/")) {
        Some(name) => std::fs::write(directory.join("policies").join(name), &block.text).unwrap(),
        None => assert_eq!(faults(&block.text), [], "line {}", block.line),
    }
}

/// What is wrong with the one module of a policy.
fn faults(text: &str) -> Vec<Fault> {
    let file = File::from_bytes(FileKind::Module, text.as_bytes());
    let tree = Tree { files: [("module.rego".into(), file)].into(), ..Tree::default() };
    Workshop::new(Duration::from_secs(1)).update(&tree).faults
}

fn load(block: &Block) {
    let directory: TempDir = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("logingate.toml"), &block.text).unwrap();
    let sources = Sources { directory: directory.path().to_owned(), ..Sources::default() };
    if let Err(error) = config::load(&sources) {
        panic!("line {}: {error}", block.line);
    }
}

/// The line that the first login left: the same fields, and the same values where those do not change from run to run.
fn compare_with_first_login(block: &Block, server: &Program) {
    let mut shown: Value = serde_json::from_str(&block.text).unwrap();
    let mut written = server.line(|line| line["target"] == "logingate::login");
    for line in [&mut shown, &mut written] {
        for field in ["timestamp", "decision_id", "revisions", "microseconds"] {
            assert!(line[field].is_string() || line[field].is_u64(), "{field}: {line}");
            line[field].take();
        }
    }
    assert_eq!(shown, written, "line {}", block.line);
}

#[test]
fn the_table_of_settings_is_complete_and_has_the_defaults() {
    let loaded =
        config::load(&Sources { directory: tempfile::tempdir().unwrap().path().to_owned(), ..Sources::default() });
    let report = serde_json::to_value(loaded.unwrap().report).unwrap();
    let entries = report.as_array().unwrap();
    for entry in entries {
        let row = format!("\n| `{}` | `{}` |", entry["name"].as_str().unwrap(), entry["value"]);
        assert!(README.contains(&row), "{row}");
    }
    let rows = README.lines().skip_while(|line| !line.starts_with("| setting |")).skip(2);
    assert_eq!(rows.take_while(|line| line.starts_with('|')).count(), entries.len());
}

#[test]
fn the_table_of_input_names_everything_that_the_schema_has() {
    let schema: Value = serde_json::from_str(include_str!("../../policies/schemas/input.json")).unwrap();
    let properties = schema["properties"].as_object().unwrap();
    for name in properties.keys() {
        let name = if name == "source" { "source.ip" } else { name };
        assert!(README.contains(&format!("`input.{name}`")), "input.{name}");
    }
}

#[test]
fn every_link_into_the_repository_leads_somewhere() {
    assert!(local_links(README).count() > 10);
    check_links(README, "");
}

#[test]
fn every_built_in_that_is_said_to_be_refused_is() {
    let section = README.split("### Rego that is refused").nth(1).unwrap();
    let (built_ins, _) = section.split_once("- recursion").unwrap();
    let names: Vec<_> = built_ins.split('`').skip(1).step_by(2).filter(|name| name.contains('.')).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        let name = name.replace(".*", ".anything");
        let text = format!("package projects[\"1\"]\n\nallow if {name}(input.userId, input.groupId)\n");
        let faults = faults(&text);
        let kinds: Vec<_> = faults.iter().map(|fault| fault.kind).collect();
        assert!(matches!(kinds[..], [FaultKind::DeniedBuiltin | FaultKind::UnknownFunction]), "{name}: {faults:?}");
    }
}
