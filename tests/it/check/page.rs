//! `examples/policies/CHECKS.md` names every fault and warning, and its examples are as it says.

use std::collections::BTreeMap;

use logingate::policy::{FaultKind, WarningKind};

use super::{MENTIONS_ALL, look, warnings};
use crate::pages::{Block, blocks};
use crate::program::bash;

const PAGE: &str = include_str!("../../../examples/policies/CHECKS.md");

type Files = BTreeMap<String, String>;

/// The section about a warning: its files as they should not be, and what to write instead.
fn section(kind: WarningKind) -> (Files, Files) {
    let name = kind.as_str();
    let heading = format!("\n### `{name}`\n");
    let (_, section) = PAGE.split_once(&heading).unwrap_or_else(|| panic!("CHECKS.md has no section `{name}`"));
    let section = section.split("\n## ").next().unwrap().split("\n### ").next().unwrap();
    let (bad, instead) = section.split_once("\nInstead:").unwrap_or_else(|| panic!("{name}: what instead?"));
    (files(&blocks(bad)), files(&blocks(instead)))
}

/// The files, each named in its first line.
fn files(blocks: &[Block]) -> Files {
    let named = blocks.iter().map(|block| {
        let name = block.text.lines().next().and_then(|line| line.strip_prefix("# policies/"));
        (name.unwrap_or_else(|| panic!("a block without a name: {}", block.text)).to_owned(), block.text.clone())
    });
    named.collect()
}

fn kinds(files: &Files, kind: WarningKind) -> Vec<WarningKind> {
    let mut files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    if kind != WarningKind::Untested {
        files.push(MENTIONS_ALL);
    }
    let mut kinds: Vec<_> = warnings(&files).iter().map(|warning| warning.kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn every_warning_has_an_example_that_has_it_alone_and_a_remedy_that_works() {
    for kind in WarningKind::ALL.iter().copied() {
        let (bad, instead) = section(kind);
        assert_eq!(kinds(&bad, kind), [kind]);
        if !instead.is_empty() {
            let mended: Files = bad.into_iter().chain(instead).collect();
            assert_eq!(kinds(&mended, kind), [], "{}", kind.as_str());
        }
    }
}

#[test]
fn every_fault_has_a_row() {
    let table = PAGE.split("\n## Faults\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<_> = table.lines().filter(|line| line.starts_with("| `")).collect();
    for kind in FaultKind::ALL {
        let row = format!("| `{}` | ", kind.as_str());
        assert!(rows.iter().any(|line| line.starts_with(&row)), "CHECKS.md has no row `{}`", kind.as_str());
    }
    assert_eq!(rows.len(), FaultKind::ALL.len(), "a row names no fault");
}

#[test]
fn the_comments_that_turn_warnings_off_are_as_shown() {
    let shown = PAGE.split("## Warnings").nth(1).unwrap().split("### ").next().unwrap();
    let files = files(&blocks(shown));
    assert_eq!(kinds(&files, WarningKind::Untested), []);
    let without: Files =
        files.iter().map(|(path, text)| (path.clone(), text.replace("logingate:ignore", ""))).collect();
    let expected = [WarningKind::Untested, WarningKind::MissingDefault, WarningKind::IdComparedWithString];
    assert_eq!(kinds(&without, WarningKind::Untested), expected);
}

#[test]
fn the_document_for_programs_is_as_shown() {
    let shown = PAGE.split("## For programs").nth(1).unwrap();
    let block = blocks(shown).into_iter().find(|block| block.kind == "json").unwrap();
    let text = format!("{}allow if input.groupId == \"4\"\n", super::HEAD);
    let directory = super::directory(&[("policies/projects/42.rego", &text), ("policies/a_test.rego", MENTIONS_ALL.1)]);
    let printed = bash(directory.path(), "logingate check --format json", &[]);
    assert_eq!((printed.text, printed.code), (block.text, Some(0)));
}

#[test]
fn the_sample_has_nothing_to_tell() {
    let (tree, bench) = look(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/policies")));
    assert_eq!(logingate::policy::lint(&bench, &tree), []);
}
