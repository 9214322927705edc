//! Policies that no test mentions.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_norway::{Mapping, Value};

use super::subject::Subject as Directory;
use crate::decision::Subject;
use crate::policy::fault::{Warning, WarningKind};
use crate::policy::package::{DataPath, Entry, rule_path, written};
use crate::policy::tree::{Content, FileKind, Tree};

/// Policies, and rules of the journal, whose package no `_test.rego` refers to, and for whose projects or platform no `_test.yaml` expects anything.
pub(super) fn check(subject: &Directory<'_>) -> Vec<Warning> {
    // A table that can't be read may mention anything.
    let Some(expected) = expected_by_tables(subject.tree) else { return Vec::new() };
    let own: BTreeSet<Entry> = subject.policies().map(|(_, entry)| entry).collect();
    let expected: BTreeSet<Entry> = expected.into_iter().map(|asked| decider(subject, &own, asked)).collect();
    let mut mentioned: BTreeSet<&[String]> = BTreeSet::new();
    for test in subject.tests {
        let Ok(content) = &test.content else { return Vec::new() };
        mentioned.extend(content.references.iter().chain(&test.package).map(Vec::as_slice));
    }
    let is_mentioned = |package: &DataPath| {
        let above = (0..=package.len()).any(|length| mentioned.contains(&package[..length]));
        above || mentioned.range(package.as_slice()..).next().is_some_and(|path| path.starts_with(package.as_slice()))
    };
    let untested = subject.policies().filter(|(package, entry)| !is_mentioned(package) && !expected.contains(entry));
    let told = |(package, entry): (&DataPath, Entry)| {
        let warning =
            subject.of_package(WarningKind::Untested, package, &format!("no test mentions `{}`", written(package)))?;
        let hint = hint(&warning.file, package, &entry);
        Some(warning.with_hint(hint))
    };
    untested.filter_map(told).collect()
}

fn hint(file: &str, package: &DataPath, entry: &Entry) -> String {
    let stem = file.strip_suffix(".rego").unwrap_or(file);
    let rule = rule_path(package, if *entry == Entry::Log { "mask" } else { "allow" });
    let table = match entry {
        Entry::Project(_) | Entry::Platform(_) => format!(", or a table `{stem}_test.yaml`"),
        Entry::Named(_) | Entry::Default | Entry::Log => String::new(),
    };
    format!("add `{stem}_test.rego` with `test_… if {rule} with input as {{…}}`{table}")
}

/// A `_test.yaml`, as far as it tells whose answers it expects.
#[derive(Deserialize)]
struct Table {
    #[serde(default)]
    tests: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    /// By agent, by project.
    #[serde(default)]
    expect: BTreeMap<String, Mapping>,
}

/// The projects and platforms that tables expect an answer for; `None` if one of the tables can't be read.
pub(super) fn expected_by_tables(tree: &Tree) -> Option<BTreeSet<Subject>> {
    let mut subjects = BTreeSet::new();
    for file in tree.files.values().filter(|file| file.kind == FileKind::Table) {
        let Content::Text(text) = &file.content else { return None };
        let table: Table = serde_norway::from_str(text).ok()?;
        let expected = table.tests.iter().flat_map(|row| row.expect.values()).flat_map(Mapping::keys);
        subjects.extend(expected.filter_map(asked_about));
    }
    Some(subjects)
}

/// What stands under an agent's name: a project's id, or `platforms.ucontact`.
fn asked_about(key: &Value) -> Option<Subject> {
    match key {
        Value::Number(id) => id.to_string().parse().ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// What decides about a subject.
fn decider(directory: &Directory<'_>, own: &BTreeSet<Entry>, asked: Subject) -> Entry {
    let entry = Entry::from(asked);
    let Subject::Project(project) = asked else { return entry };
    if own.contains(&entry) {
        return entry;
    }
    let assigned = directory.assignments().and_then(|assignments| assignments.policy_of(project));
    assigned.map_or(Entry::Default, |name| Entry::Named(name.to_owned()))
}
