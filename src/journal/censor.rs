//! Asks the rules about each event, and knows what becomes of it when they have no answer.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::mask::Mask;
use super::rules::{EventRules, RulesInForce, Undecided};
use crate::decision::Clock;
use crate::telemetry::Metrics;
use crate::telemetry::metrics::{LogRule, RuleFailureReason};

/// How long a rule that ran out of time is not asked: so much of a queue can be written meanwhile that it does not
/// overflow, and that a stop of the server does not take minutes.
const PAUSE: Duration = Duration::from_secs(1);
/// How often the log tells of a rule that fails.
const COMPLAIN_EVERY: Duration = Duration::from_mins(1);

/// What the rules have events become.
pub(super) struct Censor {
    rules_in_force: RulesInForce,
    rules: Option<Arc<dyn EventRules>>,
    clock: Arc<dyn Clock>,
    metrics: Arc<Metrics>,
    /// Until when each rule is not asked, by the clock.
    paused_until: [Duration; LogRule::ALL.len()],
    complaints: [Complaints; LogRule::ALL.len()],
}

/// What becomes of an event.
#[derive(Debug, PartialEq)]
pub(super) enum Ruling {
    /// It is not written.
    Drop,
    /// It is written after these changes.
    Keep(Vec<Mask>),
    /// It is written without its input: nobody knows what of it may be told.
    Withhold,
}

/// What the log has to tell of one rule.
#[derive(Default)]
struct Complaints {
    /// Failures that it has not told of.
    failures: u64,
    /// When it tells again, by the clock.
    next: Duration,
}

impl Censor {
    /// With no rules yet; they are looked up before each batch.
    pub(super) fn new(rules_in_force: RulesInForce, clock: Arc<dyn Clock>, metrics: Arc<Metrics>) -> Self {
        let (paused_until, complaints) = <_>::default();
        Self { rules_in_force, rules: None, clock, metrics, paused_until, complaints }
    }

    /// Looks up the rules for the events that follow.
    pub(super) fn renew(&mut self) {
        self.rules = (self.rules_in_force)();
    }

    /// Whether there are rules to be asked.
    pub(super) fn has_rules(&self) -> bool {
        self.rules.is_some()
    }

    /// What becomes of `event`; `now_nanos` is what the clock said to policies.
    pub(super) fn rule(&mut self, event: &Value, now_nanos: i64) -> Ruling {
        let Some(rules) = self.rules.clone() else { return Ruling::Keep(Vec::new()) };
        if self.ask(LogRule::Drop, || rules.is_dropped(event, now_nanos)) == Some(true) {
            return Ruling::Drop;
        }
        let masks = || {
            let members = rules.mask(event, now_nanos)?.into_iter();
            let failure = |reason: &str| Undecided { kind: RuleFailureReason::Error, reason: reason.into() };
            members.map(|member| Mask::read(member).map_err(failure)).collect()
        };
        self.ask(LogRule::Mask, masks).map_or(Ruling::Withhold, Ruling::Keep)
    }

    /// The answer of one rule, if it has one and is not paused.
    fn ask<T>(&mut self, rule: LogRule, answer: impl FnOnce() -> Result<T, Undecided>) -> Option<T> {
        let paused_until = self.paused_until[rule as usize];
        if self.clock.monotonic() < paused_until {
            self.metrics.journal_rule_failed(rule, RuleFailureReason::Timeout);
            return None;
        }
        answer().map_err(|undecided| self.failed(rule, &undecided)).ok()
    }

    fn failed(&mut self, rule: LogRule, Undecided { kind, reason }: &Undecided) {
        self.metrics.journal_rule_failed(rule, *kind);
        let now = self.clock.monotonic();
        if *kind == RuleFailureReason::Timeout {
            self.paused_until[rule as usize] = now.saturating_add(PAUSE);
        }
        let complaints = &mut self.complaints[rule as usize];
        complaints.failures += 1;
        if now >= complaints.next {
            let failures = std::mem::take(&mut complaints.failures);
            complaints.next = now.saturating_add(COMPLAIN_EVERY);
            let (reason, then) = (
                &**reason,
                match rule {
                    LogRule::Mask => "events are written without their input",
                    LogRule::Drop => "no event is left out",
                },
            );
            tracing::error!(reason, failures, "data.system.log.{} has no answer: {then}", rule.as_str());
        }
    }
}
