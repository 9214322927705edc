//! `logingate test`: runs the tests beside the policies.

mod coverage;
mod json;
mod junit;
mod pretty;
mod progress;
mod watch;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use regex::Regex;

use super::output::{fail, print, warn};
use super::{ExitCode, caught_panics, policy_directory};
use crate::decision::{Clock as _, Moment, SystemClock};
use crate::policy::testing::{self, TestOutcome, TestRun, TestSettings};
use crate::policy::tree::{self, Tree};
use pretty::Pretty;
use progress::Progress;

const HELP: &str = "\
Tests never decide a login. They stand beside the policies, in two forms:

Rules of Rego whose name begins with `test_`, usually in files called `…_test.rego`. A test passes if its value is true. `todo_test_…` is skipped.

  test_agents_may_log_in if data.projects[\"42\"].allow with input as {\"groupId\": 4}

Tables in files called `…_test.yaml`: who, when, and what each project is to answer. Each agent and project is one test.

  agents:
    ana: {userId: 7, groupId: 4, customData: {language: es}}
    ben: {groupId: 4}                        # its username is ben
  tests:
    - name: the Spanish line by day
      now: 2026-11-23T10:00:00+01:00         # or beside `agents`, for all tests
      projects: [42, 43]                     # one login; without it, one each
      expect:                                # with it: `hook: acme`, `ip: 1.2.3.4`
        ana: {42: true}
        ben: {42: false, 43: [the agent is in training]}

`false` is any refusal, a list is a refusal with exactly these reasons. Without `now`, the clock is that of the run. A policy that is broken, fails or takes too long passes no test, not even one that expects false.

Examples:
  logingate test                                  Test ./policies
  logingate test --run 'projects_42|Spanish'      Only tests whose name matches; -v shows all names
  logingate test --coverage --threshold 90        Say which lines no test evaluates
  logingate test --at 2026-12-24T08:00:00+01:00   Set the clock for tests that do not
  logingate test --format junit > tests.xml       For pipelines
  logingate test --watch                          Run again whenever a file changes, until Ctrl-C

Exits with 0 if all tests pass, or there are none, which is warned about;
with 2 if no test's name matches --run;
with 3 if a policy, data or a test is broken, whatever the others do;
with 4 if a test fails, or less is covered than the threshold.";

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TestFormat {
    /// For people: failures, then a summary.
    Pretty,
    /// One JSON document, for programs.
    Json,
    /// The XML of `JUnit`, for pipelines.
    Junit,
}

/// `logingate test …`
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// Directory of policies
    #[arg(value_name = "DIR", default_value = "policies")]
    dir: PathBuf,
    /// Run only tests whose name matches: package.rule, or `file › test › agent › project`
    #[arg(long, value_name = "REGEX")]
    run: Option<Regex>,
    /// Say which lines of the policies no test has evaluated
    #[arg(long)]
    coverage: bool,
    /// Fail if fewer lines than this are covered; implies --coverage
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    threshold: Option<f64>,
    /// How to print
    #[arg(long, value_enum, default_value_t = TestFormat::Pretty)]
    format: TestFormat,
    /// Run again whenever a file changes
    #[arg(long)]
    watch: bool,
    /// Show every test and everything that was printed
    #[arg(long, short)]
    verbose: bool,
    /// What the clock says to tests that do not set it
    #[arg(long, value_name = "MOMENT")]
    at: Option<Moment>,
    /// How long one evaluation may take
    #[arg(long, value_name = "DURATION", default_value = "5s", value_parser = timeout)]
    timeout: Duration,
}

fn percent(text: &str) -> Result<f64, String> {
    let number = text.strip_suffix('%').unwrap_or(text).trim().parse::<f64>().ok();
    number.filter(|number| (0.0..=100.0).contains(number)).ok_or_else(|| "write a number from 0 to 100".into())
}

fn timeout(text: &str) -> Result<Duration, String> {
    let duration = humantime::parse_duration(text).ok();
    let accepted = Duration::from_millis(1)..=Duration::from_hours(1);
    duration.filter(|it| accepted.contains(it)).ok_or_else(|| "write a duration from 1ms to 1h, such as 5s".into())
}

/// Runs the tests of a directory.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    caught_panics::keep_quiet();
    if arguments.watch {
        return watch::run(arguments);
    }
    match tree::scan_with_tests(&arguments.dir) {
        Ok(tree) => run_once(arguments, &tree),
        Err(fault) => policy_directory::refuse(&fault),
    }
}

/// Runs the tests in `tree` and prints what came of them.
fn run_once(arguments: &Arguments, tree: &Tree) -> ExitCode {
    let settings = TestSettings {
        evaluation_limit: arguments.timeout,
        now_nanos: arguments.at.map_or_else(|| SystemClock::default().unix_nanos(), Moment::unix_nanos),
        only: arguments.run.clone(),
        prints_of_passed: arguments.verbose,
        coverage: arguments.coverage || arguments.threshold.is_some(),
    };
    let progress = Progress::new();
    let run = testing::run(tree, &settings, &|done| progress.show(done));
    drop(progress);
    let run = match run {
        Ok(run) => run,
        Err(error) => return fail(&error, ExitCode::Failed),
    };
    let text = match arguments.format {
        TestFormat::Pretty => {
            Pretty { run: &run, threshold: arguments.threshold, verbose: arguments.verbose }.to_string()
        }
        TestFormat::Json => json::text(&run, arguments.threshold),
        TestFormat::Junit => match junit::text(&run) {
            Ok(text) => text,
            Err(error) => return fail(&error, ExitCode::Failed),
        },
    };
    print(&text, code(&run, arguments))
}

fn code(run: &TestRun, arguments: &Arguments) -> ExitCode {
    if !run.faults.is_empty() || run.count(TestOutcome::NotRun) > 0 {
        return ExitCode::PoliciesBroken;
    }
    match (&arguments.run, run.results.is_empty()) {
        (Some(only), true) => return fail(&format!("no test matches --run {only}"), ExitCode::Usage),
        (None, true) => warn("there are no tests: `logingate test --help` shows what they look like"),
        _ => {}
    }
    let has_failed = run.count(TestOutcome::Failed) + run.count(TestOutcome::Error) > 0;
    if has_failed || coverage::is_below(run, arguments.threshold) { ExitCode::TestsFailed } else { ExitCode::Done }
}
