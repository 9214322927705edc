//! What is told of a trial: the document that `POST /v1/decide` answers with.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::decide::{Trial, decide};
use super::explanation::{Explanation, moment};
use super::recorded::Recorded;
use crate::decision::{Decision, Outcome, Policies as _, Policy as _, ProjectId, ProjectVerdict};

/// How long all explanations of one trial may take together.
const EXPLAINING: Duration = Duration::from_secs(10);

/// A decision that was tried. Its form as JSON is stable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = TriedLogin)]
pub struct Answer {
    /// Each project with what the platform would get; null where it can't be told.
    #[schema(value_type = BTreeMap<String, Option<bool>>)]
    pub answer: BTreeMap<u64, Option<bool>>,
    /// `granted` or `blocked`; null where it can't be told.
    #[schema(required)]
    pub outcome: Option<String>,
    /// What `time.now_ns()` answered, as a moment.
    pub now: String,
    /// One for each project of the login, the primary first.
    pub projects: Vec<TriedProject>,
    /// The login as it was recorded, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<RecordedLogin>,
    /// As `logingate decide --explain --format json` prints it, if it is asked for. What can't be told is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub explanation: Option<Explanation>,
}

/// One project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TriedProject {
    /// Its number.
    #[serde(rename = "projectId")]
    pub id: u64,
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

/// What became of one project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PastVerdict {
    /// The project's number.
    #[serde(rename = "projectId")]
    pub id: u64,
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
        let missing = |project| missing(trial, recorded, project);
        let projects: Vec<_> = decision.verdicts.iter().map(|it| TriedProject::of(it, missing(it.project))).collect();
        decision.verdicts.retain(|it| missing(it.project).is_empty());
        let explanation = explain.then(|| Explanation::of(trial, &decision, Some(Instant::now() + EXPLAINING)));
        Ok(Self {
            answer: projects.iter().map(|it| (it.id, it.outcome.map(Outcome::is_allow))).collect(),
            outcome: outcome(&decision, projects.len()).map(str::to_owned),
            now: moment(trial.now_nanos),
            projects,
            recorded: recorded.map(|recorded| recorded.told(|project| revision(trial, project))),
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

fn missing(trial: &Trial, recorded: Option<&Recorded>, project: ProjectId) -> Vec<String> {
    match (recorded, trial.policies.find(project)) {
        (Some(recorded), Ok(policy)) => recorded.missing_for(policy.reads()),
        _ => Vec::new(),
    }
}

fn revision(trial: &Trial, project: ProjectId) -> Option<String> {
    trial.policies.find(project).ok().map(|policy| HEXLOWER.encode(&policy.name().revision.0))
}

impl TriedProject {
    fn of(it: &ProjectVerdict, missing: Vec<String>) -> Self {
        let is_told = missing.is_empty();
        Self {
            id: it.project.get(),
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
