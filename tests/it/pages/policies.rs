//! The pages of `examples/policies`: everything they show is so, and they show every policy.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Block, blocks, check_links, console, local_links};
use crate::program::{Program, bash};

const FOLDER: &str = "examples/policies";
const EXAMPLES: &str = include_str!("../../../examples/policies/README.md");
const DECISIONS: &str = include_str!("../../../examples/policies/DECISIONS.md");
const JOURNAL: &str = include_str!("../../../examples/policies/JOURNAL.md");
const TESTING: &str = include_str!("../../../examples/policies/TESTING.md");

fn example(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER).join(file)
}

/// A directory to run commands in: as `examples`, it holds `policies`.
fn examples() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let copied = bash(directory.path(), &format!("cp -R {} policies", example("").display()), &[]);
    assert_eq!(copied.code, Some(0), "{}", copied.text);
    directory
}

/// Holds that everything in `page` is so, from its first block to its last.
fn check(page: &'static str, directory: &Path, server: Option<&Program>) {
    for block in blocks(page) {
        match block.kind {
            "console" => console::run(&block, directory, server),
            // What the server of the page was started with.
            "toml" => assert_eq!(fs::read_to_string(directory.join("logingate.toml")).unwrap(), block.text),
            "rego" | "yaml" => match block.text.lines().next().and_then(|line| line.strip_prefix("# policies/")) {
                Some(name) => save(&directory.join("policies").join(name), &block.text),
                None => compare_with_file(page, &block),
            },
            other => panic!("line {}: nothing checks blocks of kind `{other}`", block.line),
        }
    }
}

fn save(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Holds that `block` is the file that the line above it links to.
fn compare_with_file(page: &str, block: &Block) {
    let file = named_file(page, block).unwrap_or_else(|| panic!("line {}: no file is named", block.line));
    assert_eq!(fs::read_to_string(example(file)).unwrap(), block.text, "line {}: {file}", block.line);
}

fn named_file<'p>(page: &'p str, block: &Block) -> Option<&'p str> {
    let above = page.lines().take(block.line - 1).filter(|line| !line.is_empty()).last()?;
    local_links(above).last()
}

#[test]
fn the_examples_are_as_their_page_shows() {
    check(EXAMPLES, examples().path(), None);
}

#[test]
fn decisions_come_about_as_their_page_shows() {
    let directory = examples();
    check(DECISIONS, directory.path(), Some(&Program::serve(directory.path(), &[])));
}

#[test]
fn the_journal_keeps_to_itself_what_its_page_shows() {
    let directory = examples();
    let settings = blocks(JOURNAL).into_iter().find(|block| block.kind == "toml").unwrap();
    fs::write(directory.path().join("logingate.toml"), settings.text).unwrap();
    check(JOURNAL, directory.path(), Some(&Program::serve(directory.path(), &[])));
}

#[test]
fn tests_are_run_as_their_page_shows() {
    check(TESTING, examples().path(), None);
}

#[test]
fn the_page_shows_every_policy_and_library_of_the_examples() {
    let blocks = blocks(EXAMPLES);
    let shown: Vec<&str> = blocks.iter().filter_map(|block| named_file(EXAMPLES, block)).collect();
    for folder in ["projects", "assigned", "lib"] {
        for entry in fs::read_dir(example(folder)).unwrap() {
            let file = format!("{folder}/{}", entry.unwrap().file_name().into_string().unwrap());
            assert!(file.contains("_test.") || shown.contains(&file.as_str()), "{file}");
        }
    }
}

#[test]
fn the_tests_of_the_examples_pass_at_any_hour_and_reach_every_line() {
    let directory = examples();
    // A working day's morning, a Sunday's night, Christmas, years ago.
    for moment in
        ["2026-11-23T10:00:00+01:00", "2026-11-22T03:00:00+01:00", "2026-12-25T12:00:00Z", "1999-12-31T23:59:59Z"]
    {
        let run = bash(directory.path(), &format!("logingate test --at {moment} --coverage --threshold 100"), &[]);
        assert_eq!(run.code, Some(0), "at {moment}: {}", run.text);
    }
}

#[test]
fn every_link_of_the_pages_leads_somewhere() {
    for page in [EXAMPLES, DECISIONS, JOURNAL, TESTING] {
        check_links(page, FOLDER);
    }
}
