//! What one login asks of one policy, and how the answer is got and kept.

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::cache::DecisionCache;
use super::evaluator::{Evaluator, Failure};
use super::login::Login;
use super::policies::Policy;
use super::stack::on_large_stack;
use super::stopwatch::Stopwatch;
use super::subject::Subject;
use super::verdict::{Outcome, Verdict};

/// When a login asks: one moment for all its subjects.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// By the monotonic clock.
    pub(super) at: Duration,
    /// Nanoseconds since the Unix epoch, in steps of the clock that policies see.
    pub(super) now_nanos: i64,
}

/// What all evaluations of one login share.
pub(super) struct Inquiry<P: Policy> {
    login: Arc<Login>,
    asked: Asked,
    /// Built by the first evaluation that needs it, on its thread.
    input: OnceLock<P::Input>,
}

impl<P: Policy> Inquiry<P> {
    pub(super) fn new(login: Arc<Login>, asked: Asked) -> Self {
        Self { login, asked, input: OnceLock::new() }
    }

    /// When it is asked.
    pub(super) fn asked(&self) -> Asked {
        self.asked
    }

    /// Evaluates `policy`, on a thread with a large stack, and counts how long that took.
    fn evaluate(&self, policy: &P, subject: Subject) -> Verdict {
        let input = self.input(policy);
        let stopwatch = Stopwatch::start();
        let verdict = policy.evaluate(input, &self.login, subject, self.asked.now_nanos);
        policy.took(stopwatch.read().own);
        verdict
    }

    /// Evaluates `policy` on this thread, whatever its stack; `None` when that took more than `limit`, and no verdict can
    /// be relied on. Tells how long it took, except for `input`: whoever read the login has done as much for it.
    pub(super) fn evaluate_here(&self, policy: &P, subject: Subject, limit: Duration) -> (Option<Verdict>, Duration) {
        let work = || {
            let input = self.input(policy);
            let stopwatch = Stopwatch::start();
            let verdict = policy.evaluate_within(limit, input, &self.login, subject, self.asked.now_nanos);
            (verdict, stopwatch.read())
        };
        match on_large_stack(|| catch_unwind(AssertUnwindSafe(work))) {
            Some(Ok((verdict, elapsed))) => {
                match &verdict {
                    Some(_) => policy.took(elapsed.own),
                    None if elapsed.was_held_up() => policy.was_held_up(),
                    None => policy.took(Duration::MAX),
                }
                (verdict, elapsed.wall)
            }
            Some(Err(_)) => {
                policy.took(Duration::MAX);
                // It may have taken all of it.
                (Some(undecided(policy, Failure::Panicked)), limit)
            }
            None => {
                policy.took(Duration::MAX);
                (None, Duration::ZERO)
            }
        }
    }

    /// All of it that `policy` reads.
    fn input(&self, policy: &P) -> &P::Input {
        let input = self.input.get_or_init(|| P::input(&self.login));
        policy.complete(input, &self.login);
        input
    }
}

/// One subject of a login about which the answer is not known.
pub(super) struct Question<P: Policy> {
    pub(super) inquiry: Arc<Inquiry<P>>,
    pub(super) subject: Subject,
    pub(super) policy: Arc<P>,
}

impl<P: Policy> Question<P> {
    /// Has the policy evaluated; a failure is a verdict too.
    pub(super) async fn ask(self, evaluator: Arc<Evaluator>) -> Arc<Verdict> {
        self.evaluate_then(&evaluator, |_, _| {}).await
    }

    /// As [`Self::ask`], but looks up `key` first, and remembers the answer under it, even when nobody waits any more.
    pub(super) async fn ask_once(
        self,
        evaluator: Arc<Evaluator>,
        cache: DecisionCache,
        key: Arc<[u8]>,
    ) -> Arc<Verdict> {
        let asked = self.inquiry.asked.at;
        if let Some(verdict) = cache.peek(&key, asked) {
            return verdict;
        }
        let remember =
            move |policy: &P, verdict: &Arc<Verdict>| cache.remember(key, verdict, policy.cache_ttl(), asked);
        self.evaluate_then(&evaluator, remember).await
    }

    async fn evaluate_then(
        self,
        evaluator: &Evaluator,
        finish: impl FnOnce(&P, &Arc<Verdict>) + Send + 'static,
    ) -> Arc<Verdict> {
        let policy = Arc::clone(&self.policy);
        let work = move || {
            let verdict = Arc::new(self.inquiry.evaluate(&self.policy, self.subject));
            finish(&self.policy, &verdict);
            verdict
        };
        let result = evaluator.run(Arc::clone(policy.slots()), work).await;
        result.unwrap_or_else(|failure| Arc::new(undecided(policy.as_ref(), failure)))
    }
}

fn undecided<P: Policy>(policy: &P, failure: Failure) -> Verdict {
    let outcome = match failure {
        Failure::QueueFull => Outcome::Timeout,
        Failure::Panicked | Failure::Stopped => Outcome::Error,
    };
    Verdict::undecided(outcome, failure, Some(Arc::clone(policy.name())))
}
