//! Tests in files that are broken: they are counted, so that nobody takes their silence for success.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use regex::Regex;

use super::Circumstances;
use super::result::{TestKind, TestOutcome, TestResult};
use crate::policy::module::Module;
use crate::policy::package::written;

/// A line on which a test begins.
static TEST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*(?:todo_)?test_\w+").ok());

/// The tests of those files of tests that do not parse, by the names that stand at the beginnings of their lines.
pub(super) fn results_of_broken_tests(circumstances: &Circumstances<'_>) -> Vec<TestResult> {
    let broken = circumstances.bench.tests().iter().filter(|test| test.content.is_err());
    let results = broken.flat_map(|module| names(module).into_iter().map(|(name, line)| not_run(module, name, line)));
    results.filter(|result| circumstances.is_asked_for(&result.name)).collect()
}

fn names(module: &Module) -> Vec<(String, usize)> {
    let package = module.package.as_deref().map(|package| format!("{}.", written(package))).unwrap_or_default();
    let found = module.text.lines().zip(1..).filter_map(|(text, line)| {
        let name = TEST.as_ref()?.find(text)?.as_str().trim();
        Some((format!("{package}{name}"), line))
    });
    let mut found: Vec<_> = found.collect();
    found.dedup_by(|one, other| one.0 == other.0);
    found
}

fn not_run(module: &Module, name: String, line: usize) -> TestResult {
    of_broken_file(TestKind::Rego, &module.file, name, line)
}

/// A test in a file that is broken.
pub(super) fn of_broken_file(kind: TestKind, file: &Arc<str>, name: String, line: usize) -> TestResult {
    TestResult {
        name,
        kind,
        file: Arc::clone(file),
        line,
        outcome: TestOutcome::NotRun,
        elapsed: Duration::ZERO,
        message: Some(format!("{file} itself is broken")),
        answer: None,
        why: Vec::new(),
        printed: Vec::new(),
    }
}
