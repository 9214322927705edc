//! What the core asks of policies, in its own words; the `policy` room answers.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use super::login::Login;
use super::reads::Reads;
use super::subject::Subject;
use super::verdict::{PolicyName, Revision, Verdict};

/// The policies in force: one immutable set, so that a login never mixes two.
pub trait Policies: Send + Sync + 'static {
    /// What decides.
    type Policy: Policy;

    /// The policy that decides about `subject`.
    ///
    /// # Errors
    /// The verdict itself, when nothing can decide: `no_policy`, or `error` for a policy that never compiled.
    fn find(&self, subject: Subject) -> Result<&Arc<Self::Policy>, Arc<Verdict>>;
}

/// One compiled policy.
pub trait Policy: Send + Sync + 'static {
    /// `input` in the engine's own form, built once per login and shared by its subjects.
    type Input: Send + Sync + 'static;

    /// Builds the part of `input` that all subjects of `login` share.
    fn input(login: &Login) -> Self::Input;

    /// Who it is in verdicts. Two policies with the same revision answer alike.
    fn name(&self) -> &Arc<PolicyName>;

    /// The revision in its name, without a look at the name.
    fn revision(&self) -> Revision {
        self.name().revision
    }

    /// What its answer can depend on.
    fn reads(&self) -> &Reads;

    /// An upper bound of the policy's own for how long its verdicts are remembered.
    fn cache_ttl(&self) -> Option<Duration>;

    /// One permit for each evaluation that may run at a time, so that a slow policy starves nobody else.
    fn slots(&self) -> &Arc<Semaphore>;

    /// How long an evaluation usually takes; `None` while that is not known or cannot be relied on. What is short enough
    /// is evaluated on the thread that serves the login.
    fn usual_time(&self) -> Option<Duration>;

    /// Tells it how long an evaluation took; [`Duration::MAX`] for one that came to nothing.
    fn took(&self, elapsed: Duration);

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
