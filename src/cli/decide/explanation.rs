//! Who decided for each project, how, and why: for programs as JSON, for people by [`text`].

mod dependence;
pub(super) mod text;

use std::sync::Arc;

use regorus::Value;
use serde::Serialize;

use crate::decision::{Decision, Login, Outcome, Policies as _, Policy as _, ProjectVerdict};
use crate::policy::explain::{Attempt, Ending, Explainer, Printed, Why, shown};
use crate::policy::{CompiledPolicy, DataPath, Workbench};
use dependence::{Cache, Read, moment, reads};

/// A decision explained; its form as JSON is stable.
#[derive(Serialize)]
pub(super) struct Explanation {
    /// What the platform gets: each project with `true` or `false`.
    answer: serde_json::Value,
    /// What `time.now_ns()` answered, as a moment.
    now: String,
    /// One for each project of the login, the primary first.
    projects: Vec<Project>,
}

/// One project; what has no policy or a broken one has `policy: null`.
#[derive(Serialize)]
struct Project {
    #[serde(rename = "projectId")]
    id: u64,
    #[serde(serialize_with = "name_of_outcome")]
    outcome: Outcome,
    reasons: Vec<Reason>,
    policy: Option<PolicyAnswer>,
}

/// A reason, and the `deny` that gave it, where it was one.
#[derive(Serialize)]
struct Reason {
    #[serde(rename = "reason")]
    text: String,
    file: Option<Arc<str>>,
    line: Option<usize>,
}

/// What a policy answered, and by what.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PolicyAnswer {
    package: Arc<str>,
    /// Of the `allow` that held, or else of the first.
    file: Arc<str>,
    line: Option<usize>,
    revision: String,
    allow: Option<Why>,
    /// Absent where the policy has none.
    deny: Option<Why>,
    printed: Vec<Printed>,
    reads: Vec<Read>,
    cache: Cache,
}

impl Explanation {
    /// Explains `decision` on `login`, made by the policies of `bench` at `now_nanos`.
    pub(super) fn of(answer: &str, login: &Login, decision: &Decision, bench: &Workbench, now_nanos: i64) -> Self {
        let projects = decision.verdicts.iter().map(|verdict| Project::of(verdict, login, bench, now_nanos));
        Self {
            answer: serde_json::from_str(answer).unwrap_or_default(),
            now: moment(now_nanos),
            projects: projects.collect(),
        }
    }
}

impl Project {
    fn of(answer: &ProjectVerdict, login: &Login, bench: &Workbench, now_nanos: i64) -> Self {
        let input = Value::from(login.input(answer.project));
        let policy = bench.policies.set.find(answer.project).ok();
        let policy = policy.map(|policy| PolicyAnswer::of(policy, &input, bench, now_nanos));
        let deny = policy.as_ref().and_then(|policy| policy.deny.as_ref());
        let reasons = answer.verdict.reasons.iter().map(|reason| Reason::of(reason, deny)).collect();
        Self { id: answer.project.get(), outcome: answer.verdict.outcome, reasons, policy }
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

impl PolicyAnswer {
    fn of(policy: &CompiledPolicy, input: &Value, bench: &Workbench, now_nanos: i64) -> Self {
        let closure = bench.closure(std::slice::from_ref(policy.package()));
        let explainer = Explainer::new(bench, &closure.modules).ok();
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
            reads: reads(policy, input, bench, now_nanos),
            cache: Cache::of(policy, whole_input),
            allow,
            deny,
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn name_of_outcome<S: serde::Serializer>(outcome: &Outcome, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(outcome.as_str())
}
