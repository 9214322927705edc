//! The page of `examples/agents`: everything it shows is so, and it names every field.

use logingate::roster::Field;

use crate::pages::{blocks, check_links, console};
use crate::program::Program;

const PAGE: &str = include_str!("../../../examples/agents/README.md");
const FILE: &str = include_str!("../../../examples/agents/agents.csv");

#[test]
fn everything_the_page_shows_is_so() {
    let directory = tempfile::tempdir().unwrap();
    let token = "administrator";
    std::fs::write(directory.path().join("logingate.toml"), super::api::tokens()).unwrap();
    std::fs::write(directory.path().join("agents.csv"), FILE).unwrap();
    let policies = directory.path().join("policies");
    std::fs::create_dir(&policies).unwrap();
    std::fs::write(policies.join("default.rego"), "package projects.default\n\ndefault allow := false\n").unwrap();
    let server = Program::serve(directory.path(), &[]);
    for mut block in blocks(PAGE) {
        match block.kind {
            "csv" => assert_eq!(block.text, FILE),
            "console" => {
                block.text = block.text.replace("$TOKEN", token);
                console::run(&block, directory.path(), Some(&server));
            }
            other => panic!("line {}: nothing checks blocks of kind `{other}`", block.line),
        }
    }
    check_links(PAGE, "examples/agents");
}

#[test]
fn every_field_has_its_line() {
    for field in Field::ALL.into_iter().filter(|field| *field != Field::CustomData) {
        let is_named =
            |line: &str| line.split('|').nth(1).is_some_and(|cell| cell.contains(&format!("`{}`", field.name())));
        assert!(PAGE.lines().any(is_named), "{field:?}");
    }
}
