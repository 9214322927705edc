//! Evaluations that are known to be short, right where the login is: to hand one over to another thread and to be woken
//! for its answer costs several times as much as a small policy.
//!
//! Whoever else the thread serves waits meanwhile. So a login evaluates no more at once than its budget, judged by what
//! its policies usually take; all others, and those that nothing is known of, are the evaluator's. A policy that then
//! takes much longer is broken off: its question goes to the evaluator too, as do all of that policy until it has been
//! short again for a while. So it holds a thread up once, for no longer than the limit and the built-in it is in. Where
//! others had the thread's core meanwhile, which is not the policy's fault, a few short ones are enough.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use super::Decider;
use super::answer::Miss;
use crate::decision::policies::{Policies, Policy};
use crate::decision::question::Inquiry;
use crate::decision::subject::Subject;
use crate::decision::usual_time::SHORT;
use crate::decision::verdict::{SubjectVerdict, Verdict};

/// What all evaluations at once of one login may usually take: about 25 small policies. Others wait no longer for it than
/// for a few logins with large requests.
const BUDGET: Duration = Duration::from_micros(250);

/// How much of its budget and its time one login has left.
pub(super) struct Turn {
    login_deadline: Duration,
    budget: Duration,
    spent: Duration,
}

impl Turn {
    pub(super) fn new(login_deadline: Duration) -> Self {
        Self { login_deadline, budget: BUDGET, spent: Duration::ZERO }
    }

    /// How long the login may still wait for others.
    pub(super) fn patience(&self) -> Duration {
        self.login_deadline.saturating_sub(self.spent)
    }

    /// How long what `usually` takes so long may take now, if it may be done now.
    fn take(&mut self, usually: Duration) -> Option<Duration> {
        self.budget = self.budget.checked_sub(usually)?;
        let limit = SHORT.min(self.login_deadline);
        limit.checked_sub(self.spent).filter(|left| !left.is_zero())
    }

    /// Counts what really was taken.
    fn spend(&mut self, elapsed: Duration) {
        self.spent = self.spent.saturating_add(elapsed);
    }
}

impl<P: Policies> Decider<P> {
    /// Fills in what of the `misses` is short, one after the other; the others come back.
    pub(super) fn answer_at_once<'m>(
        &self,
        turn: &mut Turn,
        inquiry: &Inquiry<P::Policy>,
        misses: &'m [Miss<P::Policy>],
        verdicts: &mut [SubjectVerdict],
    ) -> Vec<&'m Miss<P::Policy>> {
        let mut left = Vec::new();
        for (at, miss) in misses.iter().enumerate() {
            let verdict = match misses[..at].iter().find(|earlier| miss.asks_the_same(earlier)) {
                Some(same) => Some(Arc::clone(&verdicts[same.index].verdict)).filter(|it| !self.is_overdue(it)),
                None => self.evaluate_at_once(turn, inquiry, verdicts[miss.index].subject, miss),
            };
            match verdict {
                Some(verdict) => {
                    verdicts[miss.index].verdict = verdict;
                    verdicts[miss.index].elapsed = self.since(inquiry.asked());
                }
                None => left.push(miss),
            }
        }
        left
    }

    /// The answer to one miss, if it is got at once. Who asks the same meanwhile gets it too.
    fn evaluate_at_once(
        &self,
        turn: &mut Turn,
        inquiry: &Inquiry<P::Policy>,
        subject: Subject,
        miss: &Miss<P::Policy>,
    ) -> Option<Arc<Verdict>> {
        let policy = &*miss.policy;
        let limit = turn.take(policy.usual_time()?)?;
        let mut evaluate = || {
            let (verdict, elapsed) = inquiry.evaluate_here(policy, subject, limit);
            turn.spend(elapsed);
            verdict.map(Arc::new)
        };
        let Some(key) = &miss.key else { return evaluate() };
        let leader = self.flights.lead(key)?;
        let asked_at = inquiry.asked().at;
        let verdict = if let Some(verdict) = self.cache.peek(key, asked_at) {
            verdict
        } else {
            let verdict = evaluate()?;
            self.cache.remember(Arc::clone(key), &verdict, policy.cache_ttl(), asked_at);
            verdict
        };
        leader.land(&verdict);
        Some(verdict)
    }
}

impl<P> Miss<P> {
    /// Whether one answer is enough for both.
    fn asks_the_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.policy, &other.policy) && self.key.is_some() && self.key == other.key
    }
}
