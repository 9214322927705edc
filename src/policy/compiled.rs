//! A policy ready to decide: a prepared engine that is cloned for each evaluation.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use regorus::{Engine, Value};
use tokio::sync::Semaphore;

use super::engine;
use super::evaluation::{Failure, ask, guarded, kind_of, timeout};
use super::input::SharedInput;
use super::materials::Materials;
use super::module::Module;
use super::package::DataPath;
use super::reasons::refusals;
use crate::decision::{Login, Outcome, Policy, PolicyName, Reads, Subject, UsualTime, Verdict};

/// A compiled policy. Immutable; shared by every login that it decides.
pub struct CompiledPolicy {
    pub(super) name: Arc<PolicyName>,
    pub(super) template: Engine,
    pub(super) questions: Questions,
    pub(super) evaluation_limit: Duration,
    pub(super) timer_looks_often: bool,
    pub(super) reads: Arc<Reads>,
    /// The rules that make it read all of `input`.
    pub(super) whole_input: Vec<DataPath>,
    pub(super) package: DataPath,
    pub(super) reads_data: Vec<DataPath>,
    pub(super) modules: Vec<Arc<Module>>,
    pub(super) cache_ttl: Option<Duration>,
    pub(super) slots: Arc<Semaphore>,
    pub(super) usual_time: UsualTime,
}

/// The paths of the rules that it is asked for.
pub(super) struct Questions {
    pub(super) allow: String,
    pub(super) deny: Option<String>,
}

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
        self.decide_within(self.evaluation_limit, input, now_nanos)
    }

    /// As [`Self::decide_on`]; past `limit` the outcome is a `timeout`, and no other is one.
    fn decide_within(&self, limit: Duration, input: Value, now_nanos: i64) -> Verdict {
        let answer = guarded(now_nanos, limit, |started| self.decide(limit, input, started));
        let (outcome, reasons) = answer.unwrap_or_else(|(outcome, reason)| (outcome, vec![reason]));
        Verdict { outcome, reasons, policy: Some(Arc::clone(&self.name).into()) }
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

    fn decide(&self, limit: Duration, input: Value, started: Instant) -> Result<(Outcome, Vec<String>), Failure> {
        let mut engine = self.template.clone();
        engine.set_execution_timer_config(engine::timer(limit, self.timer_looks_often));
        engine.set_input(input);
        let allow = ask(&mut engine, &self.questions.allow)?;
        let refusals = match &self.questions.deny {
            Some(deny) => {
                let left = limit.checked_sub(started.elapsed()).ok_or_else(|| timeout(limit))?;
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

impl Policy for CompiledPolicy {
    type Input = SharedInput;

    fn input(login: &Login) -> SharedInput {
        SharedInput::of(login)
    }

    fn complete(&self, input: &SharedInput, login: &Login) {
        input.complete(login, &self.reads);
    }

    fn name(&self) -> &Arc<PolicyName> {
        &self.name
    }

    fn reads(&self) -> &Arc<Reads> {
        &self.reads
    }

    fn cache_ttl(&self) -> Option<Duration> {
        self.cache_ttl
    }

    fn slots(&self) -> &Arc<Semaphore> {
        &self.slots
    }

    fn usual_time(&self) -> Option<Duration> {
        self.usual_time.get()
    }

    fn took(&self, elapsed: Duration) {
        self.usual_time.learn(elapsed);
    }

    fn was_held_up(&self) {
        self.usual_time.doubt();
    }

    fn evaluate(&self, input: &SharedInput, login: &Login, subject: Subject, now_nanos: i64) -> Verdict {
        self.decide_on(input.about(login, subject, &self.reads), now_nanos)
    }

    fn evaluate_within(
        &self,
        limit: Duration,
        input: &SharedInput,
        login: &Login,
        subject: Subject,
        now_nanos: i64,
    ) -> Option<Verdict> {
        let limit = limit.min(self.evaluation_limit);
        let verdict = self.decide_within(limit, input.about(login, subject, &self.reads), now_nanos);
        (verdict.outcome != Outcome::Timeout).then_some(verdict)
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
