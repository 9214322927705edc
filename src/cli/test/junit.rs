//! Results for pipelines, in the XML of `JUnit`.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::pretty::Detail;
use crate::policy::Fault;
use crate::policy::explain::Styles;
use crate::policy::testing::{TestOutcome, TestResult, TestRun};

/// One suite a file. What is broken is an error in the suite of its file; what needs it is skipped.
///
/// # Errors
/// When the document can't be written.
pub(super) fn text(run: &TestRun) -> Result<String, SerializeError> {
    let mut suites: BTreeMap<&str, Vec<TestCase>> = BTreeMap::new();
    for result in &run.results {
        suites.entry(&result.file).or_default().push(case(result));
    }
    for fault in &run.faults {
        suites.entry(&fault.file).or_default().push(broken(fault));
    }
    let mut report = Report::new("logingate test");
    report.set_time(run.elapsed);
    for (file, cases) in suites {
        let mut suite = TestSuite::new(file);
        suite.add_test_cases(cases);
        report.add_test_suite(suite);
    }
    report.to_string()
}

fn case(result: &TestResult) -> TestCase {
    let message = result.message.as_deref().unwrap_or_default();
    let mut status = match result.outcome {
        TestOutcome::Passed => TestCaseStatus::success(),
        TestOutcome::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        TestOutcome::Error => TestCaseStatus::non_success(NonSuccessKind::Error),
        TestOutcome::Skipped | TestOutcome::NotRun => TestCaseStatus::skipped(),
    };
    match result.outcome {
        TestOutcome::Passed => {}
        TestOutcome::Skipped => drop(status.set_message("todo")),
        TestOutcome::NotRun => drop(status.set_message(format!("not run: {message}"))),
        TestOutcome::Failed | TestOutcome::Error => {
            status.set_message(message).set_type(if result.outcome == TestOutcome::Failed {
                "failed"
            } else {
                "error"
            });
            status.set_description(Detail { result, styles: Styles::default() }.to_string());
        }
    }
    let mut case = TestCase::new(result.name.as_str(), status);
    case.set_classname(&*result.file).set_time(result.elapsed);
    located(case, &result.file, Some(result.line))
}

fn broken(fault: &Fault) -> TestCase {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(fault.message.as_str()).set_type(fault.kind.as_str()).set_description(fault.to_string());
    let mut case = TestCase::new(format!("{} is sound", fault.file), status);
    case.set_classname(&*fault.file);
    located(case, &fault.file, fault.place.map(|place| place.line))
}

fn located(mut case: TestCase, file: &str, line: Option<usize>) -> TestCase {
    case.extra.insert("file".into(), file.into());
    if let Some(line) = line {
        case.extra.insert("line".into(), line.to_string().into());
    }
    case
}
