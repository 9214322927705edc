//! A remembered answer is the one that a fresh evaluation would give.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use logingate::decision::{
    CacheLimits, Clock, Decider, DeciderParts, DecisionCache, Evaluator, Limits, Login, Policy, PoolSize, StandingClock,
};
use logingate::policy::{CompiledPolicy, PolicySet};
use proptest::prelude::*;

use super::generate;
use crate::policy::support::{Files, House, LARGE_STACK_BYTES, NOW, with_stack};

const SECOND: Duration = Duration::from_secs(1);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_remembered_answer_is_the_fresh_one(
        before in generate::files(),
        after in generate::files(),
        logins in prop::collection::vec(generate::login(), 3..8),
        asked in prop::collection::vec((any::<prop::sample::Index>(), 0..3u32), 24),
    ) {
        let mut house = House::of(&before);
        let bench = Bench::new(&house);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        for (at, (login, tenths)) in asked.into_iter().enumerate() {
            if at == 12 {
                change(&mut house, &after);
                bench.policies.store(Arc::clone(&house.update.set));
            }
            bench.clock.advance(SECOND / 10 * tenths);
            let login = Arc::new(login.get(&logins).clone());
            let decision = runtime.block_on(bench.decider.decide(Arc::clone(&login)));
            let verdict = decision.verdicts.iter().find(|verdict| verdict.subject.to_string() == "1").unwrap();
            let fresh = bench.fresh(&house.policy(1).unwrap(), &login);
            prop_assert_eq!(
                (verdict.verdict.outcome, &verdict.verdict.reasons, &verdict.verdict.policy),
                (fresh.outcome, &fresh.reasons, &fresh.policy),
                "{}\n{:?}", before.text("projects/1.rego"), login
            );
        }
    }
}

/// The same policy set is put in force by a reload.
fn change(house: &mut House, files: &Files) {
    house.now(files);
}

struct Bench {
    policies: Arc<ArcSwap<PolicySet>>,
    clock: Arc<StandingClock>,
    decider: Decider<PolicySet>,
}

impl Bench {
    fn new(house: &House) -> Self {
        let policies = Arc::new(ArcSwap::from(Arc::clone(&house.update.set)));
        let clock = Arc::new(StandingClock::at(NOW));
        let decider = Decider::new(DeciderParts {
            policies: Arc::clone(&policies),
            cache: DecisionCache::new(CacheLimits { capacity: 1_000, allow_ttl: 10 * SECOND, deny_ttl: 10 * SECOND }),
            evaluator: Evaluator::start(PoolSize { kept: 1, most: 2, idle: SECOND, queued: 100 }).unwrap(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            limits: Limits { login_deadline: 60 * SECOND, clock_resolution: SECOND },
        });
        Self { policies, clock, decider }
    }

    fn fresh(&self, policy: &CompiledPolicy, login: &Login) -> logingate::decision::Verdict {
        let now = self.clock.unix_nanos().div_euclid(1_000_000_000) * 1_000_000_000;
        let input = CompiledPolicy::input(login);
        with_stack(LARGE_STACK_BYTES, || policy.evaluate(&input, login, "1".parse().unwrap(), now))
    }
}
