//! What policy authors say of events, in the journal's own words; the `policy` room answers.

use std::sync::Arc;

use serde_json::Value;

use crate::telemetry::metrics::RuleFailureReason;

/// The rules in force when somebody asks; `None` where there are none.
pub type RulesInForce = Arc<dyn Fn() -> Option<Arc<dyn EventRules>> + Send + Sync>;

/// The rules for events: OPA's `data.system.log.drop` and `data.system.log.mask`, whose `input` is the event.
///
/// They are asked on the journal's thread, which has a large stack. They never panic, and have a limit of time.
pub trait EventRules: Send + Sync {
    /// Whether `event` is to be left out; `now_nanos` is what the clock said to policies then.
    ///
    /// # Errors
    /// When that can't be decided.
    fn is_dropped(&self, event: &Value, now_nanos: i64) -> Result<bool, Undecided>;

    /// The members of `mask`.
    ///
    /// # Errors
    /// When they can't be found.
    fn mask(&self, event: &Value, now_nanos: i64) -> Result<Vec<Value>, Undecided>;
}

/// Why a rule has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// The kind of the reason.
    pub kind: RuleFailureReason,
    /// One sentence.
    pub reason: Arc<str>,
}
