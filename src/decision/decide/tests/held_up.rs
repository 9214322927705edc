//! Evaluations that stand still, and who does not wait for them.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::decision::testing::{
    Gate, House, IMPATIENT, TestPolicies, TestPolicy, cached, login, login_of, outcomes, until, verdict,
};
use crate::decision::{Outcome, Overloaded, Part, Verdict};

#[tokio::test]
async fn logins_that_ask_the_same_at_once_are_evaluated_once() {
    for outcome in [Outcome::Allow, Outcome::Error, Outcome::Timeout] {
        let gate = Arc::<Gate>::default();
        let at = Arc::clone(&gate);
        let policy = TestPolicy::new("policy", move |_| {
            at.pass();
            verdict(outcome)
        });
        let policy = Arc::new(policy);
        let house = House::new(TestPolicies::of([(1, &policy)]));
        let mut logins = Vec::new();
        for user in 1..=50 {
            logins.push(house.start(login_of(user, &[1])).await);
        }
        until(|| house.cache.misses() == 50).await;
        gate.open();
        for login in logins {
            let decision = login.await.unwrap();
            assert_eq!((outcomes(&decision), cached(&decision)), (vec![outcome], vec![false]));
        }
        assert_eq!(policy.calls(), 1);
    }
}

#[tokio::test]
async fn a_login_that_is_given_up_takes_nobody_with_it() {
    let gate = Arc::default();
    let policy = Arc::new(TestPolicy::behind("policy", &gate));
    let house = House::new(TestPolicies::of([(1, &policy)]));
    let given_up = house.start(login(&[1])).await;
    gate.reached_by(1).await;
    let waiting = house.start(login(&[1])).await;
    until(|| house.cache.misses() == 2).await;
    given_up.abort();
    assert!(given_up.await.is_err());
    gate.open();
    assert_eq!(outcomes(&waiting.await.unwrap()), [Outcome::Allow]);
    assert_eq!(policy.calls(), 1);
}

#[tokio::test]
async fn a_login_given_up_in_the_queue_hands_its_place_to_who_asks_the_same() {
    let gate = Arc::default();
    let policy = Arc::new(TestPolicy::behind("policy", &gate).with_slots(1).reading([Part::UserId]));
    let house = House::new(TestPolicies::of([(1, &policy)]));
    let other = house.start(login_of(1, &[1])).await;
    gate.reached_by(1).await;
    let given_up = house.start(login_of(2, &[1])).await;
    let waiting = house.start(login_of(2, &[1])).await;
    until(|| house.cache.misses() == 3).await;
    given_up.abort();
    assert!(given_up.await.is_err());
    gate.open();
    assert_eq!(outcomes(&waiting.await.unwrap()), [Outcome::Allow]);
    assert_eq!(outcomes(&other.await.unwrap()), [Outcome::Allow]);
    assert_eq!(policy.calls(), 2);
}

#[tokio::test]
async fn a_question_that_everybody_gave_up_can_be_asked_again() {
    let gate = Arc::default();
    let policy = Arc::new(TestPolicy::behind("policy", &gate));
    let house = House::new(TestPolicies::of([(1, &policy)]));
    let given_up = house.start(login(&[1])).await;
    gate.reached_by(1).await;
    given_up.abort();
    assert!(given_up.await.is_err());
    gate.open();
    assert_eq!(outcomes(&house.decide(login(&[1])).await), [Outcome::Allow]);
}

#[tokio::test]
async fn an_evaluation_that_ends_too_late_is_remembered_all_the_same() {
    let gate = Arc::default();
    let policy = Arc::new(TestPolicy::behind("policy", &gate).with_slots(1));
    let house = House::with(TestPolicies::of([(1, &policy)]), |plan| plan.limits.login_deadline = IMPATIENT);
    assert_eq!(outcomes(&house.decide(login(&[1])).await), [Outcome::Timeout]);
    gate.open();
    until(|| policy.slots.available_permits() == 1).await;
    let decision = house.decide(login(&[1])).await;
    assert_eq!((outcomes(&decision), cached(&decision)), (vec![Outcome::Allow], vec![true]));
    assert_eq!(policy.calls(), 1);
}

#[tokio::test]
async fn what_misses_the_deadline_is_a_timeout_and_what_keeps_it_is_answered() {
    let gate = Arc::default();
    let stuck = Arc::new(TestPolicy::behind("stuck", &gate));
    let sound = Arc::new(TestPolicy::always("sound", Outcome::Deny));
    let house = House::with(TestPolicies::of([(1, &stuck), (2, &sound), (3, &stuck)]), |plan| {
        plan.limits.login_deadline = IMPATIENT;
    });
    let decision = house.decide(login(&[1, 2, 3])).await;
    assert_eq!(outcomes(&decision), [Outcome::Timeout, Outcome::Deny, Outcome::Timeout]);
    let reason = "no answer within the login's deadline of 30ms";
    let expected = Verdict::undecided(Outcome::Timeout, reason, Some(Arc::clone(&stuck.name)));
    assert_eq!(*decision.verdicts[2].verdict, expected);
    gate.open();
}

#[tokio::test]
async fn a_runaway_policy_costs_only_its_own_project() {
    let gate = Arc::default();
    let runaway = Arc::new(TestPolicy::behind("runaway", &gate).with_slots(1).reading([Part::UserId]));
    let sound = Arc::new(TestPolicy::always("sound", Outcome::Allow).reading([Part::UserId]));
    let house = House::new(TestPolicies::of([(1, &runaway), (2, &sound)]));
    let mut held_up = Vec::new();
    for user in 1..=100 {
        held_up.push(house.start(login_of(user, &[1])).await);
    }
    gate.reached_by(1).await;
    for user in 1..=100 {
        assert_eq!(outcomes(&house.decide(login_of(user, &[2])).await), [Outcome::Allow]);
    }
    assert_eq!(runaway.calls(), 1, "a policy has no more evaluations at a time than slots");
    assert!(held_up.iter().all(|login| !login.is_finished()));
    gate.open();
    for login in held_up {
        assert_eq!(outcomes(&login.await.unwrap()), [Outcome::Allow]);
    }
}

#[tokio::test]
async fn many_runaway_policies_do_not_hold_all_threads() {
    let gate = Arc::default();
    let runaways: Vec<_> =
        (1..=6).map(|project| Arc::new(TestPolicy::behind(&format!("runaway {project}"), &gate))).collect();
    let sound = Arc::new(TestPolicy::always("sound", Outcome::Allow));
    let projects = (1..).zip(&runaways).chain([(7, &sound)]);
    let house = House::new(TestPolicies::of(projects));
    let held_up = house.start(login(&[1, 2, 3, 4, 5, 6])).await;
    gate.reached_by(6).await;
    assert_eq!(outcomes(&house.decide(login(&[7])).await), [Outcome::Allow]);
    gate.open();
    assert_eq!(outcomes(&held_up.await.unwrap()), [Outcome::Allow; 6]);
}

#[tokio::test]
async fn hundreds_who_ask_the_same_in_vain_all_get_their_timeout() {
    let gate = Arc::default();
    let policy = Arc::new(TestPolicy::behind("policy", &gate).with_slots(0));
    let house = House::with(TestPolicies::of([(1, &policy)]), |plan| plan.limits.login_deadline = IMPATIENT);
    let mut logins = Vec::new();
    for user in 1..=500 {
        logins.push(house.start(login_of(user, &[1])).await);
    }
    for login in logins {
        assert_eq!(outcomes(&login.await.unwrap()), [Outcome::Timeout]);
    }
    policy.slots.add_permits(1);
    gate.open();
    assert_eq!(outcomes(&house.decide(login(&[1])).await), [Outcome::Allow]);
}

#[tokio::test]
async fn a_full_queue_is_a_timeout_with_its_own_reason() {
    let gate = Arc::default();
    let stuck = Arc::new(TestPolicy::behind("stuck", &gate));
    let others: Vec<_> =
        (2..=3).map(|project| Arc::new(TestPolicy::behind(&format!("policy {project}"), &gate))).collect();
    let house = House::with(TestPolicies::of([(1, &stuck), (2, &others[0]), (3, &others[1])]), |plan| {
        plan.pool.kept = 1;
        plan.pool.most = 1;
        plan.pool.queued = 1;
    });
    let first = house.start(login(&[1])).await;
    gate.reached_by(1).await;
    let second = house.start(login(&[2])).await;
    until(|| house.cache.misses() == 2).await;
    let refused = house.decide(login(&[3])).await;
    assert_eq!(outcomes(&refused), [Outcome::Timeout]);
    assert_eq!(refused.verdicts[0].verdict.reasons, ["the evaluation queue is full"]);
    gate.open();
    assert_eq!(outcomes(&first.await.unwrap()), [Outcome::Allow]);
    assert_eq!(outcomes(&second.await.unwrap()), [Outcome::Allow]);
}

#[tokio::test]
async fn what_finds_no_place_to_wait_is_refused_at_once_and_what_is_remembered_needs_none() {
    let gate = Arc::default();
    let stuck = Arc::new(TestPolicy::behind("stuck", &gate));
    let sound = Arc::new(TestPolicy::always("sound", Outcome::Allow));
    let house = House::new(TestPolicies::of([(1, &stuck), (2, &sound)]));
    house.decide(login(&[2])).await;
    let places = Semaphore::new(1);
    let waiting = house.decide_within(login_of(1, &[1]), &places);
    let others = async {
        gate.reached_by(1).await;
        assert_eq!(house.decide_within(login_of(2, &[1]), &places).await.unwrap_err(), Overloaded);
        assert_eq!(house.decide_within(login_of(2, &[1, 2]), &places).await.unwrap_err(), Overloaded);
        let remembered = house.decide_within(login(&[2]), &places).await.unwrap();
        assert_eq!((outcomes(&remembered), cached(&remembered)), (vec![Outcome::Allow], vec![true]));
        gate.open();
    };
    let (waited, ()) = tokio::join!(waiting, others);
    assert_eq!(outcomes(&waited.unwrap()), [Outcome::Allow]);
    assert_eq!(stuck.calls(), 1);
    assert!(house.decide_within(login_of(3, &[1]), &places).await.is_ok());
}
