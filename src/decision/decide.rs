//! From a login to its decision: what is remembered at once, the rest by evaluation, all within the deadline.

mod answer;
mod at_once;
mod recall;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::Semaphore;
use uuid::Uuid;

use self::answer::Miss;
use super::cache::DecisionCache;
use super::clock::{Clock, quantised};
use super::evaluator::Evaluator;
use super::flights::Flights;
use super::login::Login;
use super::policies::Policies;
use super::question::Asked;
use super::verdict::{Decision, Outcome, SubjectVerdict, Verdict};

/// Bounds of one login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the decoded login to its answer.
    pub login_deadline: Duration,
    /// The step of the clock that policies see; zero for every nanosecond.
    pub clock_resolution: Duration,
}

/// Too many logins wait for an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many logins wait for an evaluation")]
pub struct Overloaded;

/// What a [`Decider`] is made of.
pub struct DeciderParts<P: Policies> {
    /// The policies in force; a login sees one set, the one in force when it came.
    pub policies: Arc<ArcSwap<P>>,
    /// Where lasting verdicts are remembered.
    pub cache: DecisionCache,
    /// Where all others are found.
    pub evaluator: Evaluator,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Bounds of one login.
    pub limits: Limits,
}

/// Decides logins.
pub struct Decider<P: Policies> {
    policies: Arc<ArcSwap<P>>,
    cache: DecisionCache,
    evaluator: Arc<Evaluator>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    flights: Arc<Flights>,
    /// What every question is answered by until it is answered.
    overdue: Arc<Verdict>,
}

impl<P: Policies> Decider<P> {
    /// Puts the parts together; nothing runs until a login comes.
    #[must_use]
    pub fn new(parts: DeciderParts<P>) -> Self {
        let DeciderParts { policies, cache, evaluator, clock, limits } = parts;
        let reason = format!("no answer within the login's deadline of {:?}", limits.login_deadline);
        let overdue = Arc::new(Verdict::undecided(Outcome::Timeout, reason, None));
        Self { policies, cache, evaluator: Arc::new(evaluator), clock, limits, flights: Arc::default(), overdue }
    }

    /// Decides about each subject of `login`, in its order, within the deadline and on one set of policies.
    ///
    /// What has no answer by then is a `timeout`; its evaluation may still end and be remembered. Needs a runtime
    /// with time enabled. Dropping the future harms nobody who asks the same.
    pub async fn decide(&self, login: Arc<Login>) -> Decision {
        let (unix_nanos, asked) = self.asked();
        let (verdicts, misses) = self.recall(&login, asked);
        self.settle(login, unix_nanos, asked, verdicts, &misses).await
    }

    /// The same, where a login that memory does not answer takes one of `places` until it is answered.
    ///
    /// # Errors
    /// When it does and all are taken. Nothing is evaluated then.
    pub async fn decide_within(&self, login: Arc<Login>, places: &Semaphore) -> Result<Decision, Overloaded> {
        let (unix_nanos, asked) = self.asked();
        let (verdicts, misses) = self.recall(&login, asked);
        let place = (!misses.is_empty()).then(|| places.try_acquire()).transpose().map_err(|_| Overloaded)?;
        let decision = self.settle(login, unix_nanos, asked, verdicts, &misses).await;
        drop(place);
        Ok(decision)
    }

    /// The time, and what of it policies see.
    fn asked(&self) -> (i64, Asked) {
        let unix_nanos = self.clock.unix_nanos();
        let now_nanos = quantised(unix_nanos, self.limits.clock_resolution);
        (unix_nanos, Asked { at: self.clock.monotonic(), now_nanos })
    }

    /// The decision, once every miss is answered or overdue.
    async fn settle(
        &self,
        login: Arc<Login>,
        unix_nanos: i64,
        asked: Asked,
        mut verdicts: Vec<SubjectVerdict>,
        misses: &[Miss<P::Policy>],
    ) -> Decision {
        if !misses.is_empty() {
            // Boxed: a login that memory answers is not to be moved about with room for this.
            Box::pin(self.answer(login, asked, misses, &mut verdicts)).await;
        }
        Decision { id: Uuid::now_v7(), verdicts, unix_nanos, now_nanos: asked.now_nanos, elapsed: self.since(asked) }
    }

    fn since(&self, asked: Asked) -> Duration {
        self.clock.monotonic().saturating_sub(asked.at)
    }

    /// Whether it stands for an answer that is not there.
    fn is_overdue(&self, verdict: &Arc<Verdict>) -> bool {
        Arc::ptr_eq(verdict, &self.overdue)
    }
}
