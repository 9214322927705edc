//! The answer about one subject, and all answers of one login.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::subject::Subject;

/// How a policy's question came out. Only [`Outcome::Allow`] is `true` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// `allow` is exactly `true` and nothing denies.
    Allow,
    /// `allow` is `false`, or `deny` has members.
    Deny,
    /// No rule for `allow` held.
    Undefined,
    /// Nothing decides about this project or platform.
    NoPolicy,
    /// The policy is broken, or its evaluation failed.
    Error,
    /// The evaluation or the login ran out of time.
    Timeout,
}

impl Outcome {
    /// Every outcome, for tables and metrics.
    pub const ALL: [Self; 6] = [Self::Allow, Self::Deny, Self::Undefined, Self::NoPolicy, Self::Error, Self::Timeout];

    /// The outcome's name in logs, metrics and `--format json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
            Self::Undefined => "undefined",
            Self::NoPolicy => "no_policy",
            Self::Error => "error",
            Self::Timeout => "timeout",
        }
    }

    /// What the platform is told.
    #[must_use]
    pub fn is_allow(self) -> bool {
        self == Self::Allow
    }

    /// Whether the same question would get the same outcome: only such outcomes are remembered.
    #[must_use]
    pub fn is_lasting(self) -> bool {
        matches!(self, Self::Allow | Self::Deny | Self::Undefined)
    }
}

/// Digest (SHA-256) of everything one policy was compiled from, its name included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Revision(pub [u8; 32]);

impl Revision {
    /// What people tell revisions apart by.
    #[must_use]
    pub fn short(&self) -> ShortRevision {
        ShortRevision(self.0[..SHORT_BYTES].iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }
}

/// The first twelve hexadecimal digits of a revision, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShortRevision(u64);

impl ShortRevision {
    /// Adds the digits to `text`: what the revision's [`Display`](fmt::Display) shows, at less cost.
    pub fn push_to(self, text: &mut String) {
        let bytes = &self.0.to_be_bytes()[size_of::<u64>() - SHORT_BYTES..];
        text.push_str(HEXLOWER.encode_mut_str(bytes, &mut [0; 2 * SHORT_BYTES]));
    }
}

/// What people tell revisions apart by.
const SHORT_BYTES: usize = 6;

impl fmt::Display for Revision {
    /// The first twelve hexadecimal digits: enough to tell revisions apart by eye.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", HEXLOWER.encode_display(&self.0[..SHORT_BYTES]))
    }
}

impl fmt::Debug for Revision {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Revision({self})")
    }
}

/// Which policy gave a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyName {
    /// The package as written in Rego: `projects["42"]`, `policies.sales`, `projects.default`.
    pub package: Arc<str>,
    /// The file that declares it, relative to the policy directory.
    pub file: Arc<str>,
    /// What it was compiled from.
    pub revision: Revision,
}

/// Who gave a verdict: its name, and beside it what the log says of each verdict. Of thousands of policies, the name itself
/// would have to be fetched from memory for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedBy {
    name: Arc<PolicyName>,
    revision: ShortRevision,
}

impl DecidedBy {
    /// The revision in the name.
    #[must_use]
    pub fn short_revision(&self) -> ShortRevision {
        self.revision
    }
}

impl From<Arc<PolicyName>> for DecidedBy {
    fn from(name: Arc<PolicyName>) -> Self {
        let revision = name.revision.short();
        Self { name, revision }
    }
}

impl Deref for DecidedBy {
    type Target = PolicyName;

    fn deref(&self) -> &PolicyName {
        &self.name
    }
}

/// The answer about one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How it came out.
    pub outcome: Outcome,
    /// Why: the members of `deny`, or one sentence of ours when nothing was decided.
    pub reasons: Vec<String>,
    /// Who decided; absent when nothing decides.
    pub policy: Option<DecidedBy>,
}

impl Verdict {
    /// A verdict that no rule gave, with one sentence of ours.
    #[must_use]
    pub fn undecided(outcome: Outcome, reason: impl fmt::Display, policy: Option<Arc<PolicyName>>) -> Self {
        Self { outcome, reasons: vec![reason.to_string()], policy: policy.map(DecidedBy::from) }
    }
}

/// What was decided about one project, or about the platform.
#[derive(Debug, Clone)]
pub struct SubjectVerdict {
    /// What was asked about.
    pub subject: Subject,
    /// What was answered.
    pub verdict: Arc<Verdict>,
    /// Whether the answer was remembered from an earlier question.
    pub cached: bool,
    /// Until the answer was there; zero where nothing had to be evaluated.
    pub elapsed: Duration,
}

/// All verdicts of one login, in the order of its subjects.
#[derive(Debug, Clone)]
pub struct Decision {
    /// A version 7 UUID, unique to this login.
    pub id: Uuid,
    /// One verdict a project, the primary first; of a login without projects, one about the platform.
    pub verdicts: Vec<SubjectVerdict>,
    /// When it was asked, in nanoseconds since the Unix epoch.
    pub unix_nanos: i64,
    /// What policies saw as the time then.
    pub now_nanos: i64,
    /// From the decoded login to the last verdict.
    pub elapsed: Duration,
}

impl Decision {
    /// Whether the agent may log in: every verdict allows, and there is one.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        !self.verdicts.is_empty() && self.verdicts.iter().all(|it| it.verdict.outcome.is_allow())
    }
}
