//! A decider on test policies.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::Semaphore;

use super::{NOW, PATIENT, TestPolicies};
use crate::decision::{
    CacheLimits, Clock, Decider, DeciderParts, Decision, DecisionCache, Evaluator, Limits, Login, Overloaded, PoolSize,
    StandingClock,
};

/// A decider on test policies, and the parts of it that tests turn.
pub(in crate::decision) struct House {
    pub(in crate::decision) decider: Arc<Decider<TestPolicies>>,
    pub(in crate::decision) policies: Arc<ArcSwap<TestPolicies>>,
    pub(in crate::decision) cache: DecisionCache,
    pub(in crate::decision) clock: Arc<StandingClock>,
}

impl House {
    pub(in crate::decision) fn new(policies: TestPolicies) -> Self {
        Self::with(policies, |_| {})
    }

    /// With the plan changed by `change`: a large cache of ten seconds, patient logins, two to eight threads.
    pub(in crate::decision) fn with(policies: TestPolicies, change: impl FnOnce(&mut Plan)) -> Self {
        let second = Duration::from_secs(1);
        let mut plan = Plan {
            cache: CacheLimits { capacity: 1000, allow_ttl: 10 * second, deny_ttl: 10 * second },
            pool: PoolSize { kept: 2, most: 8, idle: 10 * second, queued: 1000 },
            limits: Limits { login_deadline: PATIENT, clock_resolution: second },
        };
        change(&mut plan);
        let policies = Arc::new(ArcSwap::from_pointee(policies));
        let cache = DecisionCache::new(plan.cache);
        let clock = Arc::new(StandingClock::at(NOW));
        let decider = Decider::new(DeciderParts {
            policies: Arc::clone(&policies),
            cache: cache.clone(),
            evaluator: Evaluator::start(plan.pool).unwrap(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            limits: plan.limits,
        });
        Self { decider: Arc::new(decider), policies, cache, clock }
    }

    pub(in crate::decision) async fn decide(&self, login: Login) -> Decision {
        self.decider.decide(Arc::new(login)).await
    }

    /// Decides within `places`.
    pub(in crate::decision) async fn decide_within(
        &self,
        login: Login,
        places: &Semaphore,
    ) -> Result<Decision, Overloaded> {
        self.decider.decide_within(Arc::new(login), places).await
    }

    /// Decides in the background, from its first step on.
    pub(in crate::decision) async fn start(&self, login: Login) -> tokio::task::JoinHandle<Decision> {
        let decider = Arc::clone(&self.decider);
        let task = tokio::spawn(async move { decider.decide(Arc::new(login)).await });
        tokio::task::yield_now().await;
        task
    }
}

pub(in crate::decision) struct Plan {
    pub(in crate::decision) cache: CacheLimits,
    pub(in crate::decision) pool: PoolSize,
    pub(in crate::decision) limits: Limits,
}
