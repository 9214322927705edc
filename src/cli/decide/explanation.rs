//! Who decided for each project, how, and why: for programs as JSON, for people by [`text`].

pub(super) mod text;

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use regorus::Value;
use serde::Serialize;

use crate::decision::{Decision, Login, Outcome, Policies as _, Policy as _, ProjectVerdict};
use crate::policy::explain::{Attempt, Ending, Explainer, Printed, Why, shown};
use crate::policy::{CompiledPolicy, DataPath, WholeInput, Workbench, written};

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

/// Something that the answer depends on, and its value in this login.
#[derive(Serialize)]
struct Read {
    name: String,
    value: String,
}

/// For what the answer is remembered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Cache {
    cached: bool,
    /// Why it is not.
    never: Option<String>,
    /// What must be the same for it to be used again.
    key: Vec<String>,
    /// Whether it is used only within one step of the clock.
    clock: bool,
    ttl_seconds: Option<f64>,
    /// Where all of `input` is read, if it is.
    whole_input: Option<WholeInputPlace>,
}

#[derive(Serialize)]
struct WholeInputPlace {
    file: Arc<str>,
    line: usize,
    column: usize,
    source: String,
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
        let whole_input = explainer.as_ref().and_then(|it| it.whole_input(&[rule("allow"), rule("deny")]));
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

/// What the answer can depend on: parts of the input, of data, and the clock.
fn reads(policy: &CompiledPolicy, input: &Value, bench: &Workbench, now_nanos: i64) -> Vec<Read> {
    let below = |path: &[&str]| path.iter().fold(input.clone(), |value, step| value[*step].clone());
    let parts = policy.reads().parts.iter();
    let input = parts.map(|part| Read { name: part.describe(), value: shown(&below(&part.path())) });
    let data = policy.reads_data().iter().map(|path| Read {
        name: format!("data.{}", written(path)),
        value: shown(bench.document().get(path).unwrap_or(&Value::Undefined)),
    });
    let clock = policy.reads().clock.then(|| Read { name: "time.now_ns()".into(), value: moment(now_nanos) });
    input.chain(data).chain(clock).collect()
}

/// A moment as RFC 3339 writes it; those before 1970 as nanoseconds.
fn moment(unix_nanos: i64) -> String {
    let since_epoch = u64::try_from(unix_nanos).map(Duration::from_nanos);
    since_epoch.map_or_else(
        |_| unix_nanos.to_string(),
        |since_epoch| humantime::format_rfc3339(UNIX_EPOCH + since_epoch).to_string(),
    )
}

impl Cache {
    fn of(policy: &CompiledPolicy, whole_input: Option<WholeInput>) -> Self {
        let reads = policy.reads();
        Self {
            cached: reads.never_cached.is_none(),
            never: reads.never_cached.clone(),
            key: reads.parts.iter().map(crate::decision::Part::describe).collect(),
            clock: reads.clock,
            ttl_seconds: policy.cache_ttl().map(|ttl| ttl.as_secs_f64()),
            whole_input: whole_input.map(|WholeInput { file, place, line_text }| WholeInputPlace {
                file,
                line: place.line,
                column: place.column,
                source: line_text,
            }),
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn name_of_outcome<S: serde::Serializer>(outcome: &Outcome, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(outcome.as_str())
}
