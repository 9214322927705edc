//! Runs all tests that are rules.

use std::collections::BTreeMap;
use std::time::Duration;

use regorus::Engine;

use super::Circumstances;
use super::coverage::Seen;
use super::discover;
use super::explained::{Asked, Unexplained, explain};
use super::rego::{self, Ran};
use super::rego_test::{Form, RegoTest};
use super::result::{TestKind, TestOutcome, TestResult};
use crate::policy::fault::Fault;
use crate::policy::package::DataPath;
use crate::policy::parallel;

/// Runs the tests of every package. What the engine refuses is added to `faults`, evaluated lines to `seen`.
pub(super) fn run(circumstances: &Circumstances<'_>, faults: &mut Vec<Fault>, seen: &mut Seen) -> Vec<TestResult> {
    let bench = circumstances.bench;
    let found = discover::tests(bench.modules().iter().chain(bench.tests()));
    let mut packages: BTreeMap<&DataPath, Vec<&RegoTest>> = BTreeMap::new();
    for test in found.iter().filter(|test| circumstances.is_asked_for(&test.name())) {
        packages.entry(&test.package).or_default().push(test);
    }
    let packages: Vec<_> = packages.into_iter().collect();
    let prepared = parallel::map(&packages, |(package, tests)| rego::prepare(circumstances, package, tests, faults));
    let jobs: Vec<(&RegoTest, &Result<Engine, Fault>)> =
        packages.iter().zip(&prepared).flat_map(|((_, tests), it)| tests.iter().map(move |test| (*test, it))).collect();
    let ran = parallel::map(&jobs, |(test, prepared)| {
        let ran = ran(circumstances, test, prepared);
        (circumstances.progress)(1);
        ran
    });
    faults.extend(prepared.iter().filter_map(|prepared| prepared.as_ref().err()).cloned());
    let mut results = Vec::new();
    let mut unexplained = Vec::new();
    for (at, ((test, _), ran)) in jobs.iter().zip(ran).enumerate() {
        results.push(result(test, &ran));
        seen.merge(ran.seen);
        let asked = Asked::Rule { test, failed_cases: ran.failed_cases };
        unexplained.push(Unexplained { at, package: test.package.clone(), asked });
    }
    explain(circumstances, &mut results, unexplained);
    results
}

fn ran(circumstances: &Circumstances<'_>, test: &RegoTest, engine: &Result<Engine, Fault>) -> Ran {
    let at_once = |outcome, message| {
        let (elapsed, failed_cases, seen) = (Duration::ZERO, Vec::new(), Seen::default());
        Ran { outcome, message, failed_cases, elapsed, seen }
    };
    match (&test.form, engine) {
        (Form::Skipped, _) => at_once(TestOutcome::Skipped, None),
        (_, Err(fault)) => at_once(TestOutcome::NotRun, Some(format!("it needs {}, which is broken", fault.file))),
        (Form::Function, _) => {
            let message = "it is a function, and nobody calls it: a test takes no arguments";
            at_once(TestOutcome::Failed, Some(message.into()))
        }
        (_, Ok(engine)) => rego::run(circumstances, engine, test),
    }
}

fn result(test: &RegoTest, ran: &Ran) -> TestResult {
    TestResult {
        name: test.name(),
        kind: TestKind::Rego,
        file: test.module.file.clone(),
        line: test.line,
        outcome: ran.outcome,
        elapsed: ran.elapsed,
        message: ran.message.clone(),
        answer: None,
        why: Vec::new(),
        printed: Vec::new(),
    }
}
