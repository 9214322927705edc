//! What is told of a trial: the document that `POST /v1/decide` answers with.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::about::{self, About};
use super::decide::{Trial, decide};
use super::explanation::{Explanation, moment};
use super::recorded::Recorded;
use crate::decision::{Decision, Outcome, Policies as _, Policy as _, Subject, SubjectVerdict};

/// How long all explanations of one trial may take together.
const EXPLAINING: Duration = Duration::from_secs(10);

/// A decision that was tried. Its form as JSON is stable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = TriedLogin)]
pub struct Answer {
    /// Each project, or the platform itself, with whether it lets the agent in; null where it can't be told.
    #[schema(value_type = BTreeMap<String, Option<bool>>)]
    pub answer: BTreeMap<Subject, Option<bool>>,
    /// `granted` or `blocked`; null where it can't be told.
    #[schema(required)]
    pub outcome: Option<String>,
    /// What `time.now_ns()` answered, as a moment.
    pub now: String,
    /// One for each project of the login, the primary first; of a login without projects, one about the platform.
    pub projects: Vec<TriedProject>,
    /// The login as it was recorded, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<RecordedLogin>,
    /// As `logingate decide --explain --format json` prints it, if it is asked for. What can't be told is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub explanation: Option<Explanation>,
}

/// What was decided about one project, or about the platform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TriedProject {
    /// Which one.
    #[serde(flatten, with = "about")]
    #[schema(value_type = About)]
    pub subject: Subject,
    /// Null where it can't be told, since something is `missing`.
    #[schema(required, value_type = Option<String>)]
    pub outcome: Option<Outcome>,
    /// Why, as far as the policy says.
    pub reasons: Vec<String>,
    /// What decides; null where nothing can.
    #[schema(required)]
    pub policy: Option<TriedPolicy>,
    /// What the policy reads and the journal does not keep, as Rego writes it: `input.userId`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Until the answer was there.
    pub microseconds: u64,
    /// Whether it was remembered: never.
    pub cached: bool,
}

/// A policy by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TriedPolicy {
    /// As Rego writes it.
    #[schema(value_type = String)]
    pub package: Arc<str>,
    /// The file that declares it.
    #[schema(value_type = String)]
    pub file: Arc<str>,
    /// The first twelve digits.
    pub revision: String,
}

/// A login as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecordedLogin {
    /// Of the decision then.
    pub decision_id: Uuid,
    /// When it was decided: RFC 3339.
    pub timestamp: String,
    /// Inputs that the journal does not keep: masked, hashed or removed.
    pub missing: Vec<String>,
    /// What became of each project.
    pub projects: Vec<PastVerdict>,
}

/// What became of one project, or what the platform said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PastVerdict {
    /// Which one.
    #[serde(flatten, with = "about")]
    #[schema(value_type = About)]
    pub subject: Subject,
    /// How it came out.
    pub outcome: String,
    /// What decided, as Rego writes it; null where nothing did.
    #[schema(required)]
    pub package: Option<String>,
    /// The first twelve digits.
    #[schema(required)]
    pub revision: Option<String>,
    /// Whether the same revision decides today.
    #[serde(rename = "samePolicy")]
    pub is_same_policy: bool,
}

impl Answer {
    /// Decides `trial`, whose login may have been `recorded`, and explains it if `explain`.
    ///
    /// # Errors
    /// When the system has no thread to spare.
    pub fn of(trial: &Trial, recorded: Option<&Recorded>, explain: bool) -> std::io::Result<Self> {
        let mut decision = decide(trial)?;
        let missing = |subject| missing(trial, recorded, subject);
        let projects: Vec<_> = decision.verdicts.iter().map(|it| TriedProject::of(it, missing(it.subject))).collect();
        decision.verdicts.retain(|it| missing(it.subject).is_empty());
        let explanation = explain.then(|| Explanation::of(trial, &decision, Some(Instant::now() + EXPLAINING)));
        Ok(Self {
            answer: projects.iter().map(|it| (it.subject, it.outcome.map(Outcome::is_allow))).collect(),
            outcome: outcome(&decision, projects.len()).map(str::to_owned),
            now: moment(trial.now_nanos),
            projects,
            recorded: recorded.map(|recorded| recorded.told(|subject| revision(trial, subject))),
            explanation,
        })
    }
}

/// One refusal keeps the agent out, whatever the others say.
fn outcome(told: &Decision, projects: usize) -> Option<&'static str> {
    if told.verdicts.iter().any(|it| !it.verdict.outcome.is_allow()) {
        return Some("blocked");
    }
    (told.verdicts.len() == projects).then_some("granted")
}

fn missing(trial: &Trial, recorded: Option<&Recorded>, subject: Subject) -> Vec<String> {
    match (recorded, trial.policies.find(subject)) {
        (Some(recorded), Ok(policy)) => recorded.missing_for(policy.reads()),
        _ => Vec::new(),
    }
}

fn revision(trial: &Trial, subject: Subject) -> Option<String> {
    trial.policies.find(subject).ok().map(|policy| HEXLOWER.encode(&policy.name().revision.0))
}

impl TriedProject {
    fn of(it: &SubjectVerdict, missing: Vec<String>) -> Self {
        let is_told = missing.is_empty();
        Self {
            subject: it.subject,
            outcome: is_told.then_some(it.verdict.outcome),
            reasons: if is_told { it.verdict.reasons.clone() } else { Vec::new() },
            policy: it.verdict.policy.as_ref().map(|policy| TriedPolicy {
                package: Arc::clone(&policy.package),
                file: Arc::clone(&policy.file),
                revision: policy.revision.to_string(),
            }),
            missing,
            microseconds: u64::try_from(it.elapsed.as_micros()).unwrap_or(u64::MAX),
            cached: it.cached,
        }
    }
}
