//! Tests of policies: rules `test_…`, as `opa test` runs them, and tables of agents and expected answers.
//!
//! Lives here: finding tests (`discover`), running them (`rego`, `cases`, `table`), what came of them (`result`), and
//! why it did not pass
//! (`explained`), and which lines they evaluated (`coverage`). It knows no terminal and writes no report. To add a kind of test: its reader,
//! its runner, one variant of [`TestKind`].

mod cases;
mod coverage;
mod discover;
mod explained;
mod faults;
mod rego;
mod rego_test;
mod result;
mod rules;
mod table;
mod tables;

pub use coverage::{Coverage, FileCoverage};
pub use result::{Answer, TestKind, TestOutcome, TestResult};
pub use table::Expected;
pub use tables::table_faults;

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use regex::Regex;

use super::fault::Fault;
use super::tree::Tree;
use super::workbench::Workbench;
use coverage::Seen;

/// How to run tests.
pub struct TestSettings {
    /// How long one evaluation may take.
    pub evaluation_limit: Duration,
    /// What the clock says to tests that do not set it, in nanoseconds since the Unix epoch.
    pub now_nanos: i64,
    /// Only tests whose name matches.
    pub only: Option<Regex>,
    /// Whether to keep an account of the lines that are evaluated.
    pub coverage: bool,
    /// Whether what tests print is wanted of those that pass, too.
    pub prints_of_passed: bool,
}

/// What came of all tests.
pub struct TestRun {
    /// Every test that was asked for, by file and line.
    pub results: Vec<TestResult>,
    /// What is wrong with policies, data and tests; sorted, none twice.
    pub faults: Vec<Fault>,
    /// The lines that were evaluated, if somebody asked.
    pub coverage: Option<Coverage>,
    /// How long it all took.
    pub elapsed: Duration,
}

impl TestRun {
    /// How many tests came out as `outcome`.
    #[must_use]
    pub fn count(&self, outcome: TestOutcome) -> usize {
        self.results.iter().filter(|result| result.outcome == outcome).count()
    }
}

/// What all tests of a run share.
struct Circumstances<'r> {
    bench: &'r Workbench,
    now_nanos: i64,
    only: Option<&'r Regex>,
    coverage: bool,
    prints_of_passed: bool,
    progress: &'r (dyn Fn(usize) + Sync),
}

impl Circumstances<'_> {
    fn is_asked_for(&self, name: &str) -> bool {
        self.only.is_none_or(|only| only.is_match(name))
    }
}

/// Runs the tests in `tree`, which was looked at [with tests](super::tree::scan_with_tests), in parallel.
///
/// `progress` is told now and then how many tests have run.
///
/// # Errors
/// When the system refuses threads.
pub fn run(tree: &Tree, settings: &TestSettings, progress: &(dyn Fn(usize) + Sync)) -> io::Result<TestRun> {
    let started = Instant::now();
    let bench = Workbench::of(tree, settings.evaluation_limit);
    let done = AtomicUsize::new(0);
    let count = |more: usize| progress(done.fetch_add(more, Ordering::Relaxed) + more);
    let circumstances = Circumstances {
        bench: &bench,
        now_nanos: settings.now_nanos,
        only: settings.only.as_ref(),
        coverage: settings.coverage,
        prints_of_passed: settings.prints_of_passed,
        progress: &count,
    };
    let mut faults = [bench.policies.faults.clone(), bench.test_faults()].concat();
    let mut seen = Seen::default();
    let mut results = faults::results_of_broken_tests(&circumstances);
    results.extend(rules::run(&circumstances, &mut faults, &mut seen));
    results.extend(tables::run(&circumstances, tree, &mut faults, &mut seen)?);
    results.sort_by(|one, other| (&one.file, one.line, &one.name).cmp(&(&other.file, other.line, &other.name)));
    faults.sort();
    faults.dedup();
    let coverage = settings.coverage.then(|| Coverage::of(bench.modules(), &seen));
    Ok(TestRun { results, faults, coverage, elapsed: started.elapsed() })
}
