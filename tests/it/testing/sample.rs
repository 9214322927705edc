//! The sample: every policy has tests, and all of them pass.

use std::fs;
use std::path::{Path, PathBuf};

use logingate::policy::testing::{TestKind, TestSettings, run};
use logingate::policy::tree::scan_with_tests;

use super::settings;
use crate::program::bash;

#[test]
fn every_test_of_the_sample_policies_passes() {
    let tested = bash(Path::new(env!("CARGO_MANIFEST_DIR")), "logingate test policies", &[]);
    assert_eq!(tested.code, Some(0), "{}", tested.text);
    assert!(tested.text.starts_with("PASS "), "{}", tested.text);
}

#[test]
fn the_sample_shows_both_kinds_of_tests_in_every_file_of_tests() {
    let tree = scan_with_tests(Path::new("policies")).unwrap();
    let run = run(&tree, &settings(), &|_| {}).unwrap();
    for file in files(Path::new("policies")).iter().filter(|file| stem(file).ends_with("_test")) {
        let path = file.strip_prefix("policies").unwrap().to_str().unwrap();
        assert!(run.results.iter().any(|result| &*result.file == path), "{path} tests nothing");
    }
    for kind in [TestKind::Rego, TestKind::Table] {
        assert!(run.results.iter().any(|result| result.kind == kind), "{kind:?}");
    }
}

#[test]
fn every_policy_of_the_sample_has_a_test_beside_it() {
    for file in files(Path::new("policies")).iter().filter(|file| is_policy(file)) {
        let test = file.with_file_name(format!("{}_test.rego", stem(file)));
        assert!(test.exists(), "{} is missing", test.display());
    }
}

#[test]
fn every_line_of_the_sample_is_tested() {
    let tree = scan_with_tests(Path::new("policies")).unwrap();
    let run = run(&tree, &TestSettings { coverage: true, ..settings() }, &|_| {}).unwrap();
    let coverage = run.coverage.unwrap();
    assert!(coverage.files.iter().all(|file| file.uncovered == 0), "{coverage:#?}");
    assert!(coverage.files.len() >= 8, "{coverage:#?}");
}

fn is_policy(file: &Path) -> bool {
    let is_rego = file.extension().is_some_and(|extension| extension == "rego");
    is_rego && !stem(file).ends_with("_test") && !file.starts_with("policies/lib")
}

fn stem(file: &Path) -> &str {
    file.file_stem().unwrap().to_str().unwrap()
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files.extend(self::files(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files
}
