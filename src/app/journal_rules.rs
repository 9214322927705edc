//! The journal's rules, answered by the policies in force.

use std::sync::Arc;

use arc_swap::ArcSwap;
use serde_json::Value;

use crate::journal::{EventRules, RulesInForce, Undecided};
use crate::policy::{LogRulesSlot, PolicySet, RuleFailure};
use crate::telemetry::metrics::RuleFailureReason;

/// Those of `policies`, whichever set that is when somebody asks.
pub(super) fn of(policies: Arc<ArcSwap<PolicySet>>) -> RulesInForce {
    Arc::new(move || {
        let slot = policies.load().log_rules().cloned()?;
        Some(Arc::new(Rules(slot)))
    })
}

struct Rules(LogRulesSlot);

impl EventRules for Rules {
    fn is_dropped(&self, event: &Value, now_nanos: i64) -> Result<bool, Undecided> {
        let rules = self.0.as_ref().map_err(broken)?;
        rules.is_dropped(event, now_nanos).map_err(undecided)
    }

    fn mask(&self, event: &Value, now_nanos: i64) -> Result<Vec<Value>, Undecided> {
        let rules = self.0.as_ref().map_err(broken)?;
        rules.mask(event, now_nanos).map_err(undecided)
    }
}

fn broken(reason: &Arc<str>) -> Undecided {
    Undecided { kind: RuleFailureReason::Broken, reason: Arc::clone(reason) }
}

fn undecided(RuleFailure { is_timeout, reason }: RuleFailure) -> Undecided {
    let kind = if is_timeout { RuleFailureReason::Timeout } else { RuleFailureReason::Error };
    Undecided { kind, reason: reason.into() }
}
