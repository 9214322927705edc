//! Who decided for each project, how, and why: one document, for programs as JSON.

mod dependence;

use std::sync::Arc;
use std::time::Instant;

use regorus::Value;
use serde::{Deserialize, Serialize};

use super::{Trial, about};
use crate::decision::{Decision, Outcome, Policies as _, Policy as _, Subject, SubjectVerdict};
use crate::dialect::vcc;
use crate::policy::explain::{Attempt, Ending, Explainer, Printed, Why, shown};
use crate::policy::{CompiledPolicy, DataPath};
pub(super) use dependence::moment;
use dependence::reads;
pub use dependence::{Cache, Read, WholeInputPlace};

/// A decision explained; its form as JSON is stable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Each project, or the platform itself, with `true` or `false`: what VCC Live gets.
    pub answer: serde_json::Value,
    /// What `time.now_ns()` answered, as a moment.
    pub now: String,
    /// One for each project of the login, the primary first; of a login without projects, one about the platform.
    pub projects: Vec<ProjectExplanation>,
    /// Projects whose rules are not told: it would have taken too long.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unexplained: Vec<Subject>,
}

/// One project, or the platform; what has no policy or a broken one has `policy: null`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProjectExplanation {
    /// Which one.
    #[serde(flatten, with = "about")]
    pub subject: Subject,
    /// How it came out.
    pub outcome: Outcome,
    /// Why, as far as the policy says.
    pub reasons: Vec<Reason>,
    /// What answered.
    pub policy: Option<PolicyExplanation>,
}

/// A reason, and the `deny` that gave it, where it was one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// In the policy's words.
    #[serde(rename = "reason")]
    pub text: String,
    /// The file of the `deny`, relative to the policy directory.
    pub file: Option<Arc<str>>,
    /// Its line, from 1.
    pub line: Option<usize>,
}

/// What a policy answered, and by what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyExplanation {
    /// As Rego writes it.
    pub package: Arc<str>,
    /// Of the `allow` that held, or else of the first.
    pub file: Arc<str>,
    /// Its line, from 1.
    pub line: Option<usize>,
    /// The first twelve digits.
    pub revision: String,
    /// Why `allow` is what it is; null if that can't be told.
    pub allow: Option<Why>,
    /// The same of `deny`; null where the policy has none.
    pub deny: Option<Why>,
    /// What it printed.
    pub printed: Vec<Printed>,
    /// What the answer can depend on.
    pub reads: Vec<Read>,
    /// For what it is remembered.
    pub cache: Cache,
}

impl Explanation {
    /// Explains `decision` on `trial`. Under an `until`, what is not begun before it is left out, and so is what ran out
    /// of time: it would do so again and again.
    #[must_use]
    pub fn of(trial: &Trial, decision: &Decision, until: Option<Instant>) -> Self {
        let mut answer = Vec::new();
        vcc::write_answer(decision, &mut answer);
        let mut unexplained = Vec::new();
        let project = |verdict: &SubjectVerdict| {
            let has_timed_out = verdict.verdict.outcome == Outcome::Timeout;
            let is_late = until.is_some_and(|until| has_timed_out || Instant::now() > until);
            if is_late {
                unexplained.push(verdict.subject);
            }
            ProjectExplanation::of(verdict, trial, is_late)
        };
        Self {
            projects: decision.verdicts.iter().map(project).collect(),
            answer: serde_json::from_slice(&answer).unwrap_or_default(),
            now: moment(trial.now_nanos),
            unexplained,
        }
    }
}

impl ProjectExplanation {
    fn of(answer: &SubjectVerdict, trial: &Trial, is_late: bool) -> Self {
        let input = Value::from(trial.login.input(answer.subject));
        let policy = trial.policies.find(answer.subject).ok();
        let policy = policy.map(|policy| PolicyExplanation::of(policy, &input, trial.now_nanos, is_late));
        let deny = policy.as_ref().and_then(|policy| policy.deny.as_ref());
        let reasons = answer.verdict.reasons.iter().map(|reason| Reason::of(reason, deny)).collect();
        Self { subject: answer.subject, outcome: answer.verdict.outcome, reasons, policy }
    }
}

impl Reason {
    fn of(reason: &str, deny: Option<&Why>) -> Self {
        let written = shown(&Value::from(reason));
        let gave = |attempt: &&Attempt| match &attempt.ending {
            Ending::Held { gave } => gave.iter().any(|given| *given == written || given == reason),
            _ => false,
        };
        let attempt = deny.and_then(|deny| deny.attempts.iter().find(gave));
        let (file, line) = (attempt.map(|attempt| Arc::clone(&attempt.file)), attempt.map(|attempt| attempt.line));
        Self { text: reason.to_owned(), file, line }
    }
}

impl PolicyExplanation {
    fn of(policy: &CompiledPolicy, input: &Value, now_nanos: i64, is_late: bool) -> Self {
        let explainer = if is_late { None } else { Explainer::of_policy(policy).ok() };
        let rule = |name: &str| -> DataPath { [policy.package().as_slice(), &[name.to_owned()]].concat() };
        let why = |name: &str| explainer.as_ref().map(|explainer| explainer.why(&rule(name), Some(input), now_nanos));
        let (allow, deny) = (why("allow"), why("deny").filter(|deny| !deny.attempts.is_empty()));
        let decisive = allow.as_ref().and_then(|allow| {
            let held = allow.attempts.iter().find(|attempt| attempt.held());
            held.or(allow.attempts.first())
        });
        let prints = |name: &str| explainer.as_ref().map(|it| it.prints(&rule(name), Some(input), now_nanos));
        let whole_input = explainer.as_ref().and_then(|it| it.whole_input(policy));
        Self {
            package: Arc::clone(&policy.name().package),
            file: decisive.map_or_else(|| Arc::clone(&policy.name().file), |attempt| Arc::clone(&attempt.file)),
            line: decisive.map(|attempt| attempt.line),
            revision: policy.name().revision.to_string(),
            printed: ["allow", "deny"].into_iter().filter_map(prints).flatten().collect(),
            reads: reads(policy, input, now_nanos),
            cache: Cache::of(policy, whole_input),
            allow,
            deny,
        }
    }
}
