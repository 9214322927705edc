//! Policies as a trial asks them: those of a set, with slots of its own, so that no login waits for a trial.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::decision::{Enrolled, Login, Outcome, Policies, Policy, PolicyName, Reads, Subject, Verdict};
use crate::policy::{CompiledPolicy, PolicySet};

/// What decides about the subjects of one login.
pub(super) struct TrialPolicies {
    subjects: HashMap<Subject, Result<Enrolled<TrialPolicy>, Arc<Verdict>>>,
    nobody: Arc<Verdict>,
}

/// A policy on trial.
pub(super) struct TrialPolicy {
    policy: Arc<CompiledPolicy>,
    slots: Arc<Semaphore>,
}

impl TrialPolicies {
    pub(super) fn of(policies: &PolicySet, login: &Login) -> Self {
        let tried = |policy: &Enrolled<CompiledPolicy>| {
            let policy = TrialPolicy { policy: Arc::clone(policy), slots: Arc::new(Semaphore::new(1)) };
            Enrolled::new(Arc::new(policy))
        };
        let found = |subject: Subject| (subject, policies.find(subject).map(tried));
        let nobody = Verdict::undecided(Outcome::NoPolicy, "nothing decides", None);
        Self { subjects: login.subjects().map(found).collect(), nobody: Arc::new(nobody) }
    }
}

impl Policies for TrialPolicies {
    type Policy = TrialPolicy;

    fn find(&self, subject: Subject) -> Result<&Enrolled<TrialPolicy>, Arc<Verdict>> {
        match self.subjects.get(&subject) {
            Some(found) => found.as_ref().map_err(Arc::clone),
            None => Err(Arc::clone(&self.nobody)),
        }
    }
}

impl Policy for TrialPolicy {
    type Input = <CompiledPolicy as Policy>::Input;

    fn input(login: &Login) -> Self::Input {
        CompiledPolicy::input(login)
    }

    fn complete(&self, input: &Self::Input, login: &Login) {
        self.policy.complete(input, login);
    }

    fn name(&self) -> &Arc<PolicyName> {
        self.policy.name()
    }

    fn reads(&self) -> &Arc<Reads> {
        self.policy.reads()
    }

    fn cache_ttl(&self) -> Option<Duration> {
        self.policy.cache_ttl()
    }

    fn slots(&self) -> &Arc<Semaphore> {
        &self.slots
    }

    /// Never known, so that a trial is evaluated on threads of its own alone.
    fn usual_time(&self) -> Option<Duration> {
        None
    }

    /// Not told to the policy: what it takes on threads that step back says nothing of logins.
    fn took(&self, _: Duration) {}

    fn was_held_up(&self) {}

    fn evaluate_within(
        &self,
        limit: Duration,
        input: &Self::Input,
        login: &Login,
        subject: Subject,
        now_nanos: i64,
    ) -> Option<Verdict> {
        self.policy.evaluate_within(limit, input, login, subject, now_nanos)
    }

    fn evaluate(&self, input: &Self::Input, login: &Login, subject: Subject, now_nanos: i64) -> Verdict {
        self.policy.evaluate(input, login, subject, now_nanos)
    }
}
