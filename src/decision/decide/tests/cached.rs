//! What is remembered is what a fresh evaluation would say.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::decision::clock::{Clock, quantised};
use crate::decision::testing::{
    House, TestPolicies, TestPolicy, cached, generate, id, login, login_of, outcomes, projection, verdict,
};
use crate::decision::{Login, Outcome, Part, Platform, Policy, Reads, Verdict};

const SECOND: Duration = Duration::from_secs(1);

/// A function of exactly what `reads` says, with outcomes and reasons that differ as much as they can.
fn policy_of(name: &str, reads: &Arc<Reads>, is_short: bool) -> Arc<TestPolicy> {
    let seen_by = Arc::clone(reads);
    let mut policy = TestPolicy::new(name, move |asked| {
        let mut hasher = DefaultHasher::new();
        projection(&seen_by, asked.login, asked.subject, asked.now_nanos).hash(&mut hasher);
        let hash = hasher.finish();
        let outcome = [Outcome::Allow, Outcome::Deny, Outcome::Undefined, Outcome::Error][(hash % 4) as usize];
        // What has reasons is at no thread's hand.
        let reasons = if outcome == Outcome::Deny { vec![hash.to_string()] } else { Vec::new() };
        Verdict { reasons, ..verdict(outcome) }
    });
    policy.reads = Arc::clone(reads);
    Arc::new(if is_short { policy.usually_taking(Duration::from_micros(1)) } else { policy })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn a_remembered_verdict_equals_a_fresh_one(
        reads in vec(generate::reads().prop_map(Arc::new), 2),
        are_short in any::<[bool; 3]>(),
        logins in vec((generate::login(), any::<[bool; 7]>(), 0..700u64), 1..12),
    ) {
        let one = policy_of("one", &reads[0], are_short[0]);
        let two = policy_of("two", &reads[1], are_short[1]);
        let like_two = policy_of("like two", &reads[1], are_short[2]);
        // The third project shares the second's policy: another project is another question only for who reads it.
        let policies = [(1, &one), (2, &two), (3, &two), (4, &like_two)];
        let set = Platform::ALL.into_iter().fold(TestPolicies::of(policies), |set, platform| set.with(platform, &two));
        let house = House::new(set);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let mut earlier = logins[0].0.clone();
        for (login, other, step) in logins {
            house.clock.advance(Duration::from_millis(step));
            earlier = generate::mixed(&earlier, &login, other);
            let now = quantised(house.clock.unix_nanos(), SECOND);
            // The first answer may be new, the second is remembered, the third is at hand.
            for _ in 0..3 {
                let decision = runtime.block_on(house.decide(earlier.clone()));
                for given in &decision.verdicts {
                    let decides = policies.iter().find(|(project, _)| given.subject == id(*project));
                    let policy = decides.map_or(&two, |(_, policy)| policy);
                    policy.complete(&Arc::new(()), &earlier);
                    let fresh = policy.evaluate(&Arc::new(()), &earlier, given.subject, now);
                    prop_assert_eq!(&*given.verdict, &fresh);
                }
            }
        }
    }
}

#[tokio::test]
async fn agents_of_one_group_share_what_is_decided_by_group() {
    let policy = Arc::new(TestPolicy::always("policy", Outcome::Allow).reading([Part::GroupId]));
    let house = House::new(TestPolicies::of([(1, &policy)]));
    for user in 1..=2000 {
        assert_eq!(outcomes(&house.decide(login_of(user, &[1])).await), [Outcome::Allow]);
    }
    house.decide(Login { group_id: None, ..login(&[1]) }).await;
    assert_eq!(policy.calls(), 2);
    assert_eq!((house.cache.hits(), house.cache.misses()), (1999, 2));
}

#[tokio::test]
async fn a_policy_that_reads_the_clock_is_asked_once_a_step() {
    let policy = Arc::new(TestPolicy::always("policy", Outcome::Allow).reading_the_clock());
    let house = House::new(TestPolicies::of([(1, &policy)]));
    let mut calls = Vec::new();
    for millis in [0, 400, 599, 1, 999, 1] {
        house.clock.advance(Duration::from_millis(millis));
        house.decide(login(&[1])).await;
        calls.push(policy.calls());
    }
    assert_eq!(calls, [1, 1, 1, 2, 2, 3]);
}

#[tokio::test]
async fn a_verdict_is_forgotten_when_its_time_is_over() {
    let allow = Arc::new(TestPolicy::always("allow", Outcome::Allow));
    let deny = Arc::new(TestPolicy::always("deny", Outcome::Deny));
    let mut brief = TestPolicy::always("brief", Outcome::Allow);
    brief.cache_ttl = Some(SECOND);
    let brief = Arc::new(brief);
    let house = House::with(TestPolicies::of([(1, &allow), (2, &deny), (3, &brief)]), |plan| {
        plan.cache.allow_ttl = 3 * SECOND;
        plan.cache.deny_ttl = 2 * SECOND;
    });
    let mut remembered = Vec::new();
    for _ in 0..=3 {
        remembered.push(cached(&house.decide(login(&[1, 2, 3])).await));
        house.clock.advance(SECOND);
    }
    assert_eq!(remembered[0], [false, false, false]);
    assert_eq!(remembered[1], [true, true, false]);
    assert_eq!(remembered[2], [true, false, false]);
    assert_eq!(remembered[3], [false, true, false]);
}

#[tokio::test]
async fn errors_and_timeouts_are_asked_again() {
    for lapse in [Outcome::Error, Outcome::Timeout, Outcome::NoPolicy] {
        let asked = AtomicUsize::new(0);
        let policy = TestPolicy::new("policy", move |_| {
            let first = asked.fetch_add(1, Ordering::SeqCst) == 0;
            verdict(if first { lapse } else { Outcome::Allow })
        });
        let house = House::new(TestPolicies::of([(1, &Arc::new(policy))]));
        assert_eq!(outcomes(&house.decide(login(&[1])).await), [lapse]);
        let again = house.decide(login(&[1])).await;
        assert_eq!((outcomes(&again), cached(&again)), (vec![Outcome::Allow], vec![false]));
    }
}

#[tokio::test]
async fn a_policy_that_must_not_be_cached_is_asked_each_time() {
    let policy = Arc::new(TestPolicy::always("policy", Outcome::Allow).never_cached());
    let house = House::new(TestPolicies::of([(1, &policy), (2, &policy)]));
    for _ in 0..3 {
        assert_eq!(cached(&house.decide(login(&[1, 2])).await), [false, false]);
    }
    assert_eq!(policy.calls(), 6);
    assert_eq!((house.cache.hits(), house.cache.misses()), (0, 0));
}

#[tokio::test]
async fn a_reload_makes_what_was_remembered_unreachable() {
    let old = Arc::new(TestPolicy::always("old", Outcome::Allow));
    let new = Arc::new(TestPolicy::always("new", Outcome::Deny));
    let house = House::new(TestPolicies::of([(1, &old)]));
    house.decide(login(&[1])).await;
    assert_eq!(cached(&house.decide(login(&[1])).await), [true]);
    house.policies.store(Arc::new(TestPolicies::of([(1, &new)])));
    let decision = house.decide(login(&[1])).await;
    assert_eq!((outcomes(&decision), cached(&decision)), (vec![Outcome::Deny], vec![false]));
}
