//! What the core asks of policies, in its own words; the `policy` room answers.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::login::Login;
use super::reads::Reads;
use super::subject::Subject;
use super::verdict::{PolicyName, Verdict};

/// The policies in force: one immutable set, so that a login never mixes two.
pub trait Policies: Send + Sync + 'static {
    /// What decides.
    type Policy: Policy;

    /// The policy that decides about `subject`.
    ///
    /// # Errors
    /// The verdict itself, when nothing can decide: `no_policy`, or `error` for a policy that never compiled.
    fn find(&self, subject: Subject) -> Result<&Enrolled<Self::Policy>, Arc<Verdict>>;
}

/// How many policies have been enrolled: each has a number of its own.
static ENROLLED: AtomicU64 = AtomicU64::new(0);

/// A policy among others, with all that a look for its remembered verdicts needs: so that of thousands of policies none
/// is brought into the processor's caches for it.
#[derive(Debug)]
pub struct Enrolled<P> {
    policy: Arc<P>,
    reads: Arc<Reads>,
    number: u64,
}

impl<P: Policy> Enrolled<P> {
    /// Enrols a policy. Each time it is another one; clones are the same.
    #[must_use]
    pub fn new(policy: Arc<P>) -> Self {
        let reads = Arc::clone(policy.reads());
        Self { policy, reads, number: ENROLLED.fetch_add(1, Ordering::Relaxed) }
    }
}

impl<P> Enrolled<P> {
    /// What its answer can depend on, as the policy says.
    pub(super) fn reads(&self) -> &Arc<Reads> {
        &self.reads
    }

    /// The number that no other policy of this process has.
    pub(super) fn number(&self) -> u64 {
        self.number
    }
}

impl<P> Clone for Enrolled<P> {
    fn clone(&self) -> Self {
        Self { policy: Arc::clone(&self.policy), reads: Arc::clone(&self.reads), number: self.number }
    }
}

impl<P> Deref for Enrolled<P> {
    type Target = Arc<P>;

    fn deref(&self) -> &Arc<P> {
        &self.policy
    }
}

/// One compiled policy.
pub trait Policy: Send + Sync + 'static {
    /// `input` in the engine's own form, built once per login and shared by its subjects.
    type Input: Send + Sync + 'static;

    /// Builds the part of `input` that all subjects of `login` share.
    fn input(login: &Login) -> Self::Input;

    /// Builds of `input` what few policies read, if this one does. Done before each evaluation, and no part of its time:
    /// how long it takes is for the login to say.
    fn complete(&self, input: &Self::Input, login: &Login);

    /// Who it is in verdicts. Two policies with the same revision answer alike.
    fn name(&self) -> &Arc<PolicyName>;

    /// What its answer can depend on. Policies that share it are looked up together.
    fn reads(&self) -> &Arc<Reads>;

    /// An upper bound of the policy's own for how long its verdicts are remembered.
    fn cache_ttl(&self) -> Option<Duration>;

    /// One permit for each evaluation that may run at a time, so that a slow policy starves nobody else.
    fn slots(&self) -> &Arc<Semaphore>;

    /// How long an evaluation usually takes; `None` while that is not known or cannot be relied on. What is short enough
    /// is evaluated on the thread that serves the login.
    fn usual_time(&self) -> Option<Duration>;

    /// Tells it how long an evaluation took; [`Duration::MAX`] for one that came to nothing.
    fn took(&self, elapsed: Duration);

    /// Tells it that an evaluation came to nothing while others had its core.
    fn was_held_up(&self);

    /// Decides about `subject` at `now_nanos` since the Unix epoch. Never panics; runs for at most the evaluation limit,
    /// and is called on a large stack.
    fn evaluate(&self, input: &Self::Input, login: &Login, subject: Subject, now_nanos: i64) -> Verdict;

    /// As [`Self::evaluate`], within `limit` if that is less than the evaluation limit; `None` when it was not enough.
    fn evaluate_within(
        &self,
        limit: Duration,
        input: &Self::Input,
        login: &Login,
        subject: Subject,
        now_nanos: i64,
    ) -> Option<Verdict>;
}
