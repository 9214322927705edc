//! Policies as a trial asks them: those of a set, with slots of its own, so that no login waits for a trial.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::decision::{Login, Policies, Policy, PolicyName, ProjectId, Projects, Reads, Verdict};
use crate::policy::{CompiledPolicy, PolicySet};

/// What decides for the projects of one login.
pub(super) struct TrialPolicies {
    projects: HashMap<ProjectId, Result<Arc<TrialPolicy>, Arc<Verdict>>>,
    nobody: Arc<Verdict>,
}

/// A policy on trial.
pub(super) struct TrialPolicy {
    policy: Arc<CompiledPolicy>,
    slots: Arc<Semaphore>,
}

impl TrialPolicies {
    pub(super) fn of(policies: &PolicySet, projects: &Projects) -> Self {
        let tried = |policy: &Arc<CompiledPolicy>| {
            Arc::new(TrialPolicy { policy: Arc::clone(policy), slots: Arc::new(Semaphore::new(1)) })
        };
        let found = |project: &ProjectId| (*project, policies.find(*project).map(tried));
        let nobody = Verdict::undecided(crate::decision::Outcome::NoPolicy, "nothing decides for this project", None);
        Self { projects: projects.as_slice().iter().map(found).collect(), nobody: Arc::new(nobody) }
    }
}

impl Policies for TrialPolicies {
    type Policy = TrialPolicy;

    fn find(&self, project: ProjectId) -> Result<&Arc<TrialPolicy>, Arc<Verdict>> {
        match self.projects.get(&project) {
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

    fn name(&self) -> &Arc<PolicyName> {
        self.policy.name()
    }

    fn reads(&self) -> &Reads {
        self.policy.reads()
    }

    fn cache_ttl(&self) -> Option<Duration> {
        self.policy.cache_ttl()
    }

    fn slots(&self) -> &Arc<Semaphore> {
        &self.slots
    }

    fn evaluate(&self, input: &Self::Input, login: &Login, project: ProjectId, now_nanos: i64) -> Verdict {
        self.policy.evaluate(input, login, project, now_nanos)
    }
}
