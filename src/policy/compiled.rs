//! A policy ready to decide: a prepared engine that is cloned for each evaluation.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use regorus::{Engine, Value};
use tokio::sync::Semaphore;

use super::engine;
use super::evaluation::{Failure, ask, guarded, kind_of, timeout};
use super::materials::Materials;
use super::module::Module;
use super::package::DataPath;
use crate::decision::{Login, Outcome, Policy, PolicyName, Reads, Subject, Verdict};

/// A compiled policy. Immutable; shared by every login that it decides.
pub struct CompiledPolicy {
    pub(super) name: Arc<PolicyName>,
    pub(super) template: Engine,
    pub(super) questions: Questions,
    pub(super) evaluation_limit: Duration,
    pub(super) timer_looks_often: bool,
    pub(super) reads: Reads,
    /// The rules that make it read all of `input`.
    pub(super) whole_input: Vec<DataPath>,
    pub(super) package: DataPath,
    pub(super) reads_data: Vec<DataPath>,
    pub(super) modules: Vec<Arc<Module>>,
    pub(super) cache_ttl: Option<Duration>,
    pub(super) slots: Arc<Semaphore>,
}

/// The paths of the rules that it is asked for.
pub(super) struct Questions {
    pub(super) allow: String,
    pub(super) deny: Option<String>,
}

/// The most reasons that a verdict keeps, and the longest of them in bytes: verdicts are remembered and logged.
const MAX_REASONS: usize = 50;
const MAX_REASON_BYTES: usize = 1_000;

impl CompiledPolicy {
    /// The files it was compiled from, its own first.
    #[must_use]
    pub fn files(&self) -> Vec<Arc<str>> {
        self.modules.iter().map(|module| Arc::clone(&module.file)).collect()
    }

    /// The value at `path` of the data it decides with, of which it holds only what it can read.
    #[must_use]
    pub fn data_at(&self, path: &[String]) -> Value {
        path.iter().fold(self.template.get_data(), |value, name| value[name.as_str()].clone())
    }

    pub(super) fn materials(&self) -> Materials<'_> {
        let data = self.template.get_data();
        Materials { modules: &self.modules, data, evaluation_limit: self.evaluation_limit }
    }

    /// The path of its package below `data`.
    #[must_use]
    pub fn package(&self) -> &DataPath {
        &self.package
    }

    /// The parts of `data` it can read, as paths.
    #[must_use]
    pub fn reads_data(&self) -> &[DataPath] {
        &self.reads_data
    }

    /// Decides on a whole `input` at `now_nanos` since the Unix epoch. Never panics.
    ///
    /// To be called on a thread with a large stack.
    #[must_use]
    pub fn decide_on(&self, input: Value, now_nanos: i64) -> Verdict {
        let answer = guarded(now_nanos, self.evaluation_limit, |started| self.decide(input, started));
        let (outcome, reasons) = answer.unwrap_or_else(|(outcome, reason)| (outcome, vec![reason]));
        Verdict { outcome, reasons, policy: Some(Arc::clone(&self.name)) }
    }

    /// An engine that has decided on a whole `input` and kept an account of the lines that this took.
    ///
    /// To be called on a thread with a large stack.
    pub(super) fn watched(&self, input: Value, now_nanos: i64) -> Engine {
        engine::begin(now_nanos);
        let mut engine = self.template.clone();
        engine.set_enable_coverage(true);
        engine.set_input(input);
        for rule in [Some(&self.questions.allow), self.questions.deny.as_ref()].into_iter().flatten() {
            // What comes of it is told where it is decided.
            let _ = catch_unwind(AssertUnwindSafe(|| engine.eval_rule(rule.clone())));
        }
        engine
    }

    fn decide(&self, input: Value, started: Instant) -> Result<(Outcome, Vec<String>), Failure> {
        let mut engine = self.template.clone();
        engine.set_input(input);
        let allow = ask(&mut engine, &self.questions.allow)?;
        let refusals = match &self.questions.deny {
            Some(deny) => {
                let left = self
                    .evaluation_limit
                    .checked_sub(started.elapsed())
                    .ok_or_else(|| timeout(self.evaluation_limit))?;
                engine.set_execution_timer_config(engine::timer(left, self.timer_looks_often));
                refusals(&ask(&mut engine, deny)?)?
            }
            None => None,
        };
        match (refusals, allow) {
            (Some(reasons), _) => Ok((Outcome::Deny, reasons)),
            (None, Value::Bool(true)) => Ok((Outcome::Allow, Vec::new())),
            (None, Value::Bool(false)) => Ok((Outcome::Deny, Vec::new())),
            (None, Value::Undefined) => Ok((Outcome::Undefined, Vec::new())),
            (None, other) => Err((Outcome::Error, format!("`allow` is {}, not true or false", kind_of(&other)))),
        }
    }
}

/// The reasons in `deny`; `None` when it is undefined or empty.
fn refusals(deny: &Value) -> Result<Option<Vec<String>>, Failure> {
    let reasons: Vec<String> = match deny {
        Value::Undefined => return Ok(None),
        Value::Set(reasons) => reasons.iter().take(MAX_REASONS).map(reason).collect(),
        Value::Array(reasons) => reasons.iter().take(MAX_REASONS).map(reason).collect(),
        Value::Object(reasons) => reasons.iter().take(MAX_REASONS).map(|(name, _)| reason(name)).collect(),
        other => return Err((Outcome::Error, format!("`deny` is {}, not a set of reasons", kind_of(other)))),
    };
    Ok((!reasons.is_empty()).then_some(reasons))
}

fn reason(value: &Value) -> String {
    match value {
        Value::String(text) if text.len() > MAX_REASON_BYTES => {
            format!("{}…", &text[..text.floor_char_boundary(MAX_REASON_BYTES)])
        }
        Value::String(text) => text.to_string(),
        other => match engine::weight(other, MAX_REASON_BYTES) {
            Some(_) => other.to_string(),
            None => "a reason too large to be written".into(),
        },
    }
}

/// The parts of `input` that all subjects of a login share, in the engine's form.
pub struct SharedInput(Value);

impl Policy for CompiledPolicy {
    type Input = SharedInput;

    fn input(login: &Login) -> SharedInput {
        // With a subject's own members from the start: those of each take their place, and the object keeps its form.
        SharedInput(engine::of_json(login.input(login.first_subject())))
    }

    fn name(&self) -> &Arc<PolicyName> {
        &self.name
    }

    fn reads(&self) -> &Reads {
        &self.reads
    }

    fn cache_ttl(&self) -> Option<Duration> {
        self.cache_ttl
    }

    fn slots(&self) -> &Arc<Semaphore> {
        &self.slots
    }

    fn evaluate(&self, input: &SharedInput, login: &Login, subject: Subject, now_nanos: i64) -> Verdict {
        let mut input = input.0.clone();
        if let (Subject::Project(project), Ok(fields)) = (subject, input.as_object_mut()) {
            fields.insert("projectId".into(), project.get().into());
            fields.insert("primary".into(), login.is_primary(project).into());
        }
        self.decide_on(input, now_nanos)
    }
}

impl std::fmt::Debug for CompiledPolicy {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("CompiledPolicy")
            .field("name", &self.name)
            .field("reads", &self.reads)
            .finish_non_exhaustive()
    }
}
