//! Runs all tests that stand in tables.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat};
use regorus::Value;

use super::Circumstances;
use super::coverage::Seen;
use super::explained::{Asked, Unexplained, explain, package_of};
use super::faults::of_broken_file;
use super::result::{Answer, TestKind, TestOutcome, TestResult};
use super::table::{self, Expected, Question, Table, TestLogin};
use crate::decision::{Outcome, Policies as _, Subject, Verdict};
use crate::policy::fault::{Fault, FaultKind};
use crate::policy::parallel;
use crate::policy::tree::{Content, FileKind, Tree};

/// Decides what the tables in `tree` ask. What is wrong with them is added to `faults`, evaluated lines to `seen`.
///
/// # Errors
/// When the system refuses threads.
pub(super) fn run(
    circumstances: &Circumstances<'_>,
    tree: &Tree,
    faults: &mut Vec<Fault>,
    seen: &mut Seen,
) -> io::Result<Vec<TestResult>> {
    let mut results = Vec::new();
    let mut tables = Vec::new();
    for (file, table) in read(tree) {
        match table {
            Ok(table) => tables.push(table),
            Err(found) => {
                let line = found.first().and_then(|fault| fault.place).map_or(1, |place| place.line);
                results.push(of_broken_file(TestKind::Table, &file, file.to_string(), line));
                faults.extend(found);
            }
        }
    }
    results.retain(|result| circumstances.is_asked_for(&result.name));
    let asked: Vec<(&Table, &TestLogin)> =
        tables.iter().flat_map(|table| table.logins.iter().map(move |login| (table, login))).collect();
    let asked: Vec<_> = asked.into_iter().filter(|(table, login)| is_asked_for(circumstances, table, login)).collect();
    let logins: Vec<_> = asked.iter().map(|(_, login)| *login).collect();
    let set = &circumstances.bench.policies.set;
    let decided = table::decide(&logins, set, circumstances.now_nanos, circumstances.progress)?;
    let mut unexplained = Vec::new();
    for ((table, login), (decision, elapsed)) in asked.iter().zip(decided) {
        for question in &login.questions {
            let verdict = decision.verdicts.iter().find(|it| it.subject == question.subject).map(|it| &it.verdict);
            let row = Row { table, login, question };
            if let Some(verdict) = verdict.filter(|_| circumstances.is_asked_for(&row.name())) {
                let at = results.len();
                let package = verdict.policy.as_ref().and_then(|policy| package_of(circumstances, policy));
                let now_nanos = login.now_nanos(circumstances.now_nanos);
                let asked = Asked::Policy { login: &login.login, now_nanos };
                unexplained.extend(package.map(|package| Unexplained { at, package, asked }));
                results.push(row.result(circumstances, verdict, elapsed));
            }
        }
    }
    explain(circumstances, &mut results, unexplained);
    if circumstances.coverage {
        watch(circumstances, &logins, seen);
    }
    Ok(results)
}

/// What is wrong with the tables in `tree`.
#[must_use]
pub fn table_faults(tree: &Tree) -> Vec<Fault> {
    read(tree).into_iter().filter_map(|(_, table)| table.err()).flatten().collect()
}

/// A file, and its table or what is wrong with it.
type Read = (Arc<str>, Result<Table, Vec<Fault>>);

/// The tables of a tree by their files, or what is wrong with them.
fn read(tree: &Tree) -> Vec<Read> {
    let files: Vec<_> = tree.files.iter().filter(|(_, file)| file.kind == FileKind::Table).collect();
    parallel::map(&files, |(path, file)| {
        let table = match &file.content {
            // The parser must not end the run, whatever a text does to it.
            Content::Text(text) => catch_unwind(AssertUnwindSafe(|| table::read(path, text))).unwrap_or_else(|_| {
                Err(vec![Fault::of_file(FaultKind::Table, path, "the parser failed on this file")])
            }),
            Content::Fault(reason) => Err(vec![Fault::of_file(FaultKind::Unreadable, path, reason.to_string())]),
        };
        (Arc::clone(path), table)
    })
}

fn is_asked_for(circumstances: &Circumstances<'_>, table: &Table, login: &TestLogin) -> bool {
    login.questions.iter().any(|question| circumstances.is_asked_for(&Row { table, login, question }.name()))
}

/// One test of a table.
struct Row<'t> {
    table: &'t Table,
    login: &'t TestLogin,
    question: &'t Question,
}

impl Row<'_> {
    fn name(&self) -> String {
        let Self { table, login, question } = self;
        format!("{} › {} › {} › {}", table.file, login.name, login.agent, question.subject)
    }

    fn when(&self, now_nanos: i64) -> String {
        match &self.login.now {
            Some(now) => now.written.to_string(),
            None => DateTime::from_timestamp_nanos(now_nanos).to_rfc3339_opts(SecondsFormat::Secs, true),
        }
    }

    fn result(&self, circumstances: &Circumstances<'_>, verdict: &Verdict, elapsed: Duration) -> TestResult {
        let Question { subject, line, expected } = self.question;
        let answer = Answer {
            agent: Arc::clone(&self.login.agent),
            subject: *subject,
            now: self.when(circumstances.now_nanos),
            expected: expected.clone(),
            got: verdict.outcome,
            reasons: verdict.reasons.clone(),
        };
        // Without a policy there is no version to fall back on: nothing decides but what is broken.
        let is_broken = circumstances.bench.policies.set.find(*subject).is_err_and(|it| it.outcome == Outcome::Error);
        let (outcome, message) = match verdict.outcome {
            _ if is_broken => (TestOutcome::NotRun, Some(verdict.reasons.join("; "))),
            Outcome::Error | Outcome::Timeout => (TestOutcome::Error, Some(verdict.reasons.join("; "))),
            _ if expected.is_met_by(verdict) => (TestOutcome::Passed, None),
            _ => (TestOutcome::Failed, Some(difference(*subject, expected, verdict))),
        };
        TestResult {
            name: self.name(),
            kind: TestKind::Table,
            file: Arc::clone(&self.table.file),
            line: *line,
            outcome,
            elapsed,
            message,
            answer: Some(answer),
            why: Vec::new(),
            printed: Vec::new(),
        }
    }
}

fn difference(subject: Subject, expected: &Expected, verdict: &Verdict) -> String {
    let answered = match verdict.outcome {
        Outcome::Allow => "true".to_owned(),
        Outcome::Undefined => "false: no rule for `allow` holds".to_owned(),
        Outcome::NoPolicy => {
            let what = if subject.platform().is_some() { "platform" } else { "project" };
            format!("false: no policy decides for the {what}")
        }
        _ if verdict.reasons.is_empty() => "false, without a reason".to_owned(),
        _ => {
            let reasons: Vec<_> = verdict.reasons.iter().map(|reason| format!("“{reason}”")).collect();
            format!("false, because {}", reasons.join(", "))
        }
    };
    format!("expected {expected}, got {answered}")
}

/// Has every policy that was asked decide once more, watched.
fn watch(circumstances: &Circumstances<'_>, logins: &[&TestLogin], seen: &mut Seen) {
    let jobs: Vec<_> =
        logins.iter().flat_map(|login| login.questions.iter().map(move |it| (*login, it.subject))).collect();
    let lines = parallel::map(&jobs, |(login, subject)| {
        let mut lines = Seen::default();
        if let Ok(policy) = circumstances.bench.policies.set.find(*subject) {
            let input = Value::from(login.login.input(*subject));
            lines.add(&policy.watched(input, login.now_nanos(circumstances.now_nanos)));
        }
        lines
    });
    lines.into_iter().for_each(|lines| seen.merge(lines));
}
