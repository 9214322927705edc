//! Runs all tests that are rules.

use std::collections::BTreeMap;

use super::Circumstances;
use super::coverage::Seen;
use super::discover::{self, Form, RegoTest};
use super::rego::{self, Prepared, Ran};
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
    let jobs: Vec<(&RegoTest, &Prepared)> =
        packages.iter().zip(&prepared).flat_map(|((_, tests), it)| tests.iter().map(move |test| (*test, it))).collect();
    let ran = parallel::map(&jobs, |(test, prepared)| {
        let result = result(circumstances, test, prepared);
        (circumstances.progress)(1);
        result
    });
    faults.extend(prepared.iter().filter_map(|prepared| prepared.engine.as_ref().err()).cloned());
    ran.into_iter()
        .map(|(result, lines)| {
            seen.merge(lines);
            result
        })
        .collect()
}

fn result(circumstances: &Circumstances<'_>, test: &RegoTest, prepared: &Prepared) -> (TestResult, Seen) {
    let at_once =
        |outcome, message| Ran { outcome, message, elapsed: std::time::Duration::ZERO, seen: Seen::default() };
    let ran = match (&test.form, &prepared.engine) {
        (Form::Skipped, _) => at_once(TestOutcome::Skipped, None),
        (_, Err(fault)) => at_once(TestOutcome::NotRun, Some(format!("it needs {}, which is broken", fault.file))),
        (Form::Function, _) => {
            let message = "it is a function, and nobody calls it: a test takes no arguments";
            at_once(TestOutcome::Failed, Some(message.into()))
        }
        (_, Ok(engine)) => rego::run(circumstances, engine, test),
    };
    let result = TestResult {
        name: test.name(),
        kind: TestKind::Rego,
        file: test.module.file.clone(),
        line: test.line,
        outcome: ran.outcome,
        elapsed: ran.elapsed,
        message: ran.message,
        answer: None,
    };
    (result, ran.seen)
}
