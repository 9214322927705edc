//! Why a test did not pass, and what was printed meanwhile.

mod policy;
mod rule;

pub(super) use policy::package_of;

use std::collections::BTreeMap;
use std::sync::Arc;

use regorus::Value;

use super::Circumstances;
use super::rego_test::RegoTest;
use super::result::{TestOutcome, TestResult};
use crate::decision::Login;
use crate::policy::explain::{Explainer, Printed, Why};
use crate::policy::module::Module;
use crate::policy::package::DataPath;
use crate::policy::parallel;

/// A result that may need more words, and where they are found.
pub(super) struct Unexplained<'t> {
    /// Where in the list of results.
    pub(super) at: usize,
    pub(super) package: DataPath,
    pub(super) asked: Asked<'t>,
}

/// What was asked.
pub(super) enum Asked<'t> {
    /// A test that is a rule, and the names of its cases that failed.
    Rule { test: &'t RegoTest, failed_cases: Vec<Vec<Value>> },
    /// A policy, about a project of a login, at a moment.
    Policy { login: &'t Login, now_nanos: i64 },
}

/// What is told of a test beside its outcome.
#[derive(Default)]
struct Words {
    why: Vec<Why>,
    printed: Vec<Printed>,
}

/// What the words about one test are found with.
struct Inquiry<'i> {
    circumstances: &'i Circumstances<'i>,
    package: &'i DataPath,
    modules: &'i [Arc<Module>],
    explainer: Explainer<'i>,
    /// Whether any of the modules prints.
    prints: bool,
}

/// Of how many tests that did not pass it is told why: nobody reads more, and each takes dozens of evaluations.
const MAX_EXPLAINED: usize = 100;

/// Adds to the first of those `results` that did not pass why, and to them, or to all, what was printed.
pub(super) fn explain(circumstances: &Circumstances<'_>, results: &mut [TestResult], asked: Vec<Unexplained<'_>>) {
    let mut packages: BTreeMap<DataPath, Vec<(usize, Asked<'_>)>> = BTreeMap::new();
    let mut left = MAX_EXPLAINED;
    for Unexplained { at, package, asked } in asked {
        let has_passed = results[at].outcome == TestOutcome::Passed;
        if is_wanted(circumstances, &results[at]) && (has_passed || left > 0) {
            left -= usize::from(!has_passed);
            packages.entry(package).or_default().push((at, asked));
        }
    }
    let packages: Vec<_> = packages.into_iter().collect();
    let shared = &*results;
    let found = parallel::map(&packages, |(package, asked)| words(circumstances, package, asked, shared));
    for (at, words) in found.into_iter().flatten() {
        results[at].why = words.why;
        results[at].printed = words.printed;
    }
}

fn is_wanted(circumstances: &Circumstances<'_>, result: &TestResult) -> bool {
    match result.outcome {
        TestOutcome::Failed => true,
        // What ran out of time would do so again and again.
        TestOutcome::Error => result.elapsed < circumstances.bench.evaluation_limit() / 2,
        TestOutcome::Passed => circumstances.prints_of_passed,
        TestOutcome::Skipped | TestOutcome::NotRun => false,
    }
}

/// The words about each test of one package.
fn words(
    circumstances: &Circumstances<'_>,
    package: &DataPath,
    asked: &[(usize, Asked<'_>)],
    results: &[TestResult],
) -> Vec<(usize, Words)> {
    let modules = circumstances.bench.closure(std::slice::from_ref(package)).modules;
    let prints = modules.iter().any(|module| prints(module));
    let needs_why = asked.iter().any(|(at, _)| results[*at].outcome != TestOutcome::Passed);
    if !prints && !needs_why {
        return Vec::new();
    }
    let Ok(explainer) = Explainer::new(circumstances.bench, &modules) else { return Vec::new() };
    let inquiry = Inquiry { circumstances, package, modules: &modules, explainer, prints };
    let about = |(at, asked): &(usize, Asked<'_>)| {
        let words = match asked {
            Asked::Rule { test, failed_cases } => inquiry.of_rule(&results[*at], test, failed_cases),
            Asked::Policy { login, now_nanos } => inquiry.of_policy(&results[*at], login, *now_nanos),
        };
        (*at, words)
    };
    asked.iter().map(about).collect()
}

/// Whether `module` prints: the engine's text is another then.
fn prints(module: &Module) -> bool {
    module.content.as_ref().is_ok_and(|content| content.engine_text != module.text)
}
