//! Results for programs.

use serde_json::json;

use crate::policy::testing::{TestOutcome, TestRun};

/// The stable form of `--format json`: how many tests came out how, the tests, the faults as `check` prints them, and
/// the coverage, null unless it was asked for.
pub(super) fn text(run: &TestRun, threshold: Option<f64>) -> String {
    let document = json!({
        "passed": run.count(TestOutcome::Passed),
        "failed": run.count(TestOutcome::Failed),
        "errors": run.count(TestOutcome::Error),
        "skipped": run.count(TestOutcome::Skipped),
        "not_run": run.count(TestOutcome::NotRun),
        "seconds": run.elapsed.as_secs_f64(),
        "tests": run.results,
        "faults": run.faults,
        "coverage": run.coverage,
        "threshold": threshold,
    });
    format!("{document:#}\n")
}
