//! `package system.log`: what policy authors say of the journal's events, in the rules that OPA asks for the same.
//!
//! Source: <https://www.openpolicyagent.org/docs/management-decision-logs#masking-sensitive-data>.

use std::sync::Arc;
use std::time::Duration;

use regorus::{Engine, Value};

use super::engine;
use super::evaluation::{Failure, ask, guarded, kind_of};
use super::module::Module;
use super::package::DataPath;
use crate::decision::{Outcome, PolicyName};

/// The heaviest value of `mask`, about the bytes of its text: what is put into an event is written to every place.
const MAX_MASK_WEIGHT: usize = 64 * 1024;

/// The rules, compiled. Immutable.
pub struct LogRules {
    pub(super) name: Arc<PolicyName>,
    pub(super) template: Engine,
    /// The path of `drop`, if there is such a rule.
    pub(super) drop: Option<String>,
    /// The path of `mask`, if there is such a rule.
    pub(super) mask: Option<String>,
    pub(super) evaluation_limit: Duration,
    pub(super) reads: Vec<String>,
    pub(super) reads_data: Vec<DataPath>,
    pub(super) modules: Vec<Arc<Module>>,
}

/// Why a rule has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFailure {
    /// Whether it ran out of time.
    pub is_timeout: bool,
    /// One sentence.
    pub reason: String,
}

impl LogRules {
    /// Who they are: package, file, revision.
    #[must_use]
    pub fn name(&self) -> &Arc<PolicyName> {
        &self.name
    }

    /// What their answers can depend on, as it is written in Rego: `input.input.customData`, `data.masked`.
    #[must_use]
    pub fn reads(&self) -> &[String] {
        &self.reads
    }

    /// Whether `drop` is true of `event`: it is not to be written at all. The clock says `now_nanos` since the Unix epoch.
    /// Takes the limit of an evaluation at most, and never panics. To be called on a thread with a large stack.
    ///
    /// # Errors
    /// When the rule fails, takes too long, or is neither true nor false.
    pub fn is_dropped(&self, event: &serde_json::Value, now_nanos: i64) -> Result<bool, RuleFailure> {
        Ok(self.value(self.drop.as_deref(), event, now_nanos).and_then(|value| is_true(&value))?)
    }

    /// The members of `mask` for `event`, in Rego's order; as [`LogRules::is_dropped`] otherwise.
    ///
    /// # Errors
    /// When the rule fails, takes too long, or is no set or list of moderate size.
    pub fn mask(&self, event: &serde_json::Value, now_nanos: i64) -> Result<Vec<serde_json::Value>, RuleFailure> {
        Ok(self.value(self.mask.as_deref(), event, now_nanos).and_then(|value| members(&value))?)
    }

    fn value(&self, rule: Option<&str>, event: &serde_json::Value, now_nanos: i64) -> Result<Value, Failure> {
        let Some(rule) = rule else { return Ok(Value::Undefined) };
        guarded(now_nanos, self.evaluation_limit, |_| {
            let mut engine = self.template.clone();
            engine.set_input(Value::from(event.clone()));
            ask(&mut engine, rule)
        })
    }
}

fn is_true(drop: &Value) -> Result<bool, Failure> {
    match drop {
        Value::Undefined => Ok(false),
        Value::Bool(value) => Ok(*value),
        other => Err((Outcome::Error, format!("`drop` is {}, not true or false", kind_of(other)))),
    }
}

fn members(mask: &Value) -> Result<Vec<serde_json::Value>, Failure> {
    if engine::weight(mask, MAX_MASK_WEIGHT).is_none() {
        return Err((Outcome::Error, format!("`mask` is larger than {} KiB", MAX_MASK_WEIGHT / 1024)));
    }
    let json = |member: &Value| {
        let text = member.to_json_str().ok();
        let json = text.and_then(|text| serde_json::from_str(&text).ok());
        json.ok_or_else(|| (Outcome::Error, "`mask` has a member without a JSON form".to_owned()))
    };
    match mask {
        Value::Undefined => Ok(Vec::new()),
        Value::Set(members) => members.iter().map(json).collect(),
        Value::Array(members) => members.iter().map(json).collect(),
        other => Err((Outcome::Error, format!("`mask` is {}, not a set of pointers", kind_of(other)))),
    }
}

impl From<Failure> for RuleFailure {
    fn from((outcome, reason): Failure) -> Self {
        Self { is_timeout: outcome == Outcome::Timeout, reason }
    }
}

impl std::fmt::Debug for LogRules {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("LogRules").field("name", &self.name).finish_non_exhaustive()
    }
}
