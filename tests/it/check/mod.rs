//! `logingate check`: the faults and warnings of a directory of policies.

mod allow;
mod capabilities;
mod expressions;
mod ignore;
mod log_rules;
mod page;
mod program;
mod reachable;
mod tables;
mod untested;

use std::path::Path;
use std::time::Duration;

use logingate::policy::tree::{Tree, scan_with_tests};
use logingate::policy::{Warning, WarningKind, Workbench, lint};
use tempfile::TempDir;

/// Mentions every policy, so that none is untested.
const MENTIONS_ALL: (&str, &str) =
    ("all_test.rego", "package all_test\n\ntest_projects if data.projects\n\ntest_policies if data.policies\n");

/// Facts that rules may refer to.
const LISTS: (&str, &str) = ("lists/data.yaml", "agents: [4]\nzone: Europe/Budapest\n");

/// Begins a policy of project 42 that has nothing to warn of.
const HEAD: &str = "package projects[\"42\"]\n\ndefault allow := false\n\n";

/// A directory of these files.
fn directory(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    directory
}

fn look(directory: &Path) -> (Tree, Workbench) {
    let tree = scan_with_tests(directory).unwrap();
    let bench = Workbench::of(&tree, Duration::from_secs(1));
    (tree, bench)
}

/// The warnings about these files, which have no faults.
#[track_caller]
fn warnings(files: &[(&str, &str)]) -> Vec<Warning> {
    let directory = directory(files);
    let (tree, bench) = look(directory.path());
    assert_eq!(bench.policies.faults, []);
    assert_eq!(bench.test_faults(), []);
    lint(&bench, &tree)
}

/// Kind and `file:line:column` of each.
fn told(warnings: &[Warning]) -> Vec<(WarningKind, String)> {
    let place = |warning: &Warning| match warning.place {
        Some(place) => format!("{}:{}:{}", warning.file, place.line, place.column),
        None => warning.file.to_string(),
    };
    warnings.iter().map(|warning| (warning.kind, place(warning))).collect()
}

/// The warnings about project 42's policy with these rules from line 5 on, and about nothing else.
#[track_caller]
fn of_rules(rules: &str) -> Vec<Warning> {
    warnings(&[("projects/42.rego", &format!("{HEAD}{rules}")), LISTS, MENTIONS_ALL])
}

/// The rules have one warning, of this kind, and what it underlines is `underlined`.
#[track_caller]
fn assert_warned(rules: &str, kind: WarningKind, underlined: &str) -> Warning {
    let found = of_rules(rules);
    let [warning] = &found[..] else { panic!("not one warning: {rules}\n{found:#?}") };
    let place = warning.place.unwrap();
    let text = format!("{HEAD}{rules}");
    assert_eq!((warning.kind, &text[place.start..place.start + place.length]), (kind, underlined), "{rules}");
    warning.clone()
}

#[track_caller]
fn assert_silent(rules: &str) {
    assert_eq!(of_rules(rules), [], "{rules}");
}
