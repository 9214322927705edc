//! What came of a test.

use std::sync::Arc;
use std::time::Duration;

use serde::{Serialize, Serializer};

use super::table::Expected;
use crate::decision::{Outcome, Subject};
use crate::policy::explain::{Printed, Why};

/// What came of one test; serialized, the stable form of `--format json`.
#[derive(Debug, Clone, Serialize)]
pub struct TestResult {
    /// `package.rule`, or `file › test › agent › project` of a table.
    pub name: String,
    /// Whether a rule or a row of a table.
    pub kind: TestKind,
    /// The file, relative to the policy directory.
    pub file: Arc<str>,
    /// Where in it, from 1.
    pub line: usize,
    /// How it came out.
    pub outcome: TestOutcome,
    /// How long it took.
    #[serde(rename = "seconds", serialize_with = "in_seconds")]
    pub elapsed: Duration,
    /// Why it did not pass, in a sentence without a full stop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What was expected and what was answered, for tests of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// Why the test's rule, or `allow` and `deny` of the policy that was asked, have the values they have; told
    /// of the first hundred rules and the first hundred rows that did not pass.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<Why>,
    /// What was printed meanwhile.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub printed: Vec<Printed>,
}

/// Where a test comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TestKind {
    /// A rule `test_…`.
    Rego,
    /// An agent and a project, or a platform, of a table.
    Table,
}

/// How a test came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TestOutcome {
    /// As it should.
    Passed,
    /// Otherwise than it should.
    Failed,
    /// It could not be evaluated to an end.
    Error,
    /// Its name begins with `todo_`.
    Skipped,
    /// It needs a file that is broken.
    NotRun,
}

impl TestOutcome {
    /// Every outcome.
    pub const ALL: [Self; 5] = [Self::Passed, Self::Failed, Self::Error, Self::Skipped, Self::NotRun];
}

/// What a project, or a platform, was expected to answer an agent, and what it did.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The agent, as the table names it.
    pub agent: Arc<str>,
    /// The project, as its number; the platform, as `platforms.ucontact`.
    #[serde(rename = "project")]
    pub subject: Subject,
    /// When, as the table writes it; the clock of the run in UTC where it does not.
    pub now: String,
    /// What was expected.
    pub expected: Expected,
    /// How the decision came out.
    #[serde(serialize_with = "as_name")]
    pub got: Outcome,
    /// The reasons it gave.
    pub reasons: Vec<String>,
}

fn in_seconds<S: Serializer>(elapsed: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(elapsed.as_secs_f64())
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn as_name<S: Serializer>(outcome: &Outcome, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(outcome.as_str())
}
