//! A login's way through memory, evaluation and deadline.

mod at_once;
mod cached;
mod held_up;
mod platforms;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::decision::testing::{House, NOW, TestPolicies, TestPolicy, cached, id, login, outcomes, verdict};
use crate::decision::{Outcome, Part, Verdict};

#[tokio::test]
async fn each_project_is_answered_in_the_order_of_the_login() {
    let allow = Arc::new(TestPolicy::always("allow", Outcome::Allow));
    let deny = Arc::new(TestPolicy::always("deny", Outcome::Deny));
    let house = House::new(TestPolicies::of([(5, &allow), (3, &deny), (4, &allow)]));
    house.decide(login(&[3])).await;
    // 3 is remembered, 4 and 5 are not, 9 has no policy.
    let decision = house.decide(login(&[5, 9, 3, 4])).await;
    let subjects: Vec<_> = decision.verdicts.iter().map(|verdict| verdict.subject).collect();
    assert_eq!(subjects, [5, 9, 3, 4].map(id));
    assert_eq!(outcomes(&decision), [Outcome::Allow, Outcome::NoPolicy, Outcome::Deny, Outcome::Allow]);
    assert_eq!(cached(&decision), [false, false, true, false]);
}

#[tokio::test]
async fn a_login_may_name_256_projects() {
    let even = |project: u64| if project.is_multiple_of(2) { Outcome::Allow } else { Outcome::Deny };
    let policy = TestPolicy::new("even", move |asked| verdict(even(asked.subject.project().unwrap().get())))
        .reading([Part::ProjectId]);
    let policy = Arc::new(policy);
    let projects: Vec<u64> = (1..=256).collect();
    let house = House::new(TestPolicies::of(projects.iter().map(|&project| (project, &policy))));
    let expected: Vec<_> = projects.iter().copied().map(even).collect();
    for from_memory in [false, true] {
        let decision = house.decide(login(&projects)).await;
        assert_eq!(outcomes(&decision), expected);
        assert_eq!(cached(&decision), vec![from_memory; 256]);
    }
    assert_eq!(policy.calls(), 256);
}

#[tokio::test]
async fn all_projects_of_a_login_see_one_moment_and_one_input() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let policies = ["one", "two"].map(|name| {
        let seen = Arc::clone(&seen);
        let policy = TestPolicy::new(name, move |asked| {
            seen.lock().unwrap().push((Arc::clone(asked.input), asked.now_nanos));
            verdict(Outcome::Allow)
        });
        Arc::new(policy)
    });
    let house = House::new(TestPolicies::of([(1, &policies[0]), (2, &policies[1])]));
    house.clock.advance(Duration::from_millis(1_999));
    house.decide(login(&[1, 2])).await;
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 2);
    assert!(Arc::ptr_eq(&seen[0].0, &seen[1].0));
    assert_eq!(seen[0].1, seen[1].1);
    assert_eq!(seen[0].1, NOW + 1_000_000_000, "the clock of policies moves in whole seconds");
}

#[tokio::test]
async fn a_project_that_cannot_be_decided_gets_the_verdict_of_the_set() {
    let decision = House::new(TestPolicies::default()).decide(login(&[42])).await;
    assert_eq!(decision.verdicts[0].verdict.reasons, ["nothing decides for this project"]);
    assert_eq!(outcomes(&decision), [Outcome::NoPolicy]);
}

#[tokio::test]
async fn a_panic_is_an_error_of_that_project_alone() {
    let broken = Arc::new(TestPolicy::new("broken", |_| panic!("as some built-ins do")));
    let sound = Arc::new(TestPolicy::always("sound", Outcome::Allow));
    let house = House::new(TestPolicies::of([(1, &broken), (2, &sound)]));
    for _ in 0..5 {
        let decision = house.decide(login(&[1, 2])).await;
        assert_eq!(outcomes(&decision), [Outcome::Error, Outcome::Allow]);
        let expected =
            Verdict::undecided(Outcome::Error, "the evaluation failed unexpectedly", Some(Arc::clone(&broken.name)));
        assert_eq!(*decision.verdicts[0].verdict, expected);
    }
    assert_eq!(broken.calls(), 5, "an error is not remembered");
}

#[tokio::test]
async fn a_login_is_decided_by_the_set_in_force_when_it_came() {
    let gate = Arc::default();
    let old = Arc::new(TestPolicy::behind("old", &gate));
    let new = Arc::new(TestPolicy::always("new", Outcome::Deny));
    let house = House::new(TestPolicies::of([(1, &old), (2, &old)]));
    let before = house.start(login(&[1, 2])).await;
    gate.reached_by(1).await;
    house.policies.store(Arc::new(TestPolicies::of([(1, &new), (2, &new)])));
    let after = house.decide(login(&[1, 2])).await;
    gate.open();
    assert_eq!(outcomes(&before.await.unwrap()), [Outcome::Allow, Outcome::Allow]);
    assert_eq!(outcomes(&after), [Outcome::Deny, Outcome::Deny]);
}

#[tokio::test]
async fn each_decision_has_an_id_of_its_own_and_its_duration() {
    let policy = Arc::new(TestPolicy::always("policy", Outcome::Allow));
    let house = House::new(TestPolicies::of([(1, &policy)]));
    let mut ids = HashSet::new();
    for _ in 0..10 {
        let decision = house.decide(login(&[1])).await;
        assert_eq!(decision.id.get_version_num(), 7);
        assert_eq!(decision.elapsed, Duration::ZERO);
        ids.insert(decision.id);
    }
    assert_eq!(ids.len(), 10);

    let clock = Arc::clone(&house.clock);
    let slow = TestPolicy::new("slow", move |_| {
        clock.advance(Duration::from_millis(5));
        verdict(Outcome::Allow)
    });
    house.policies.store(Arc::new(TestPolicies::of([(2, &Arc::new(slow))])));
    assert_eq!(house.decide(login(&[2])).await.elapsed, Duration::from_millis(5));
}

#[tokio::test]
async fn a_policy_of_two_projects_that_reads_neither_is_evaluated_once() {
    let policy = Arc::new(TestPolicy::always("policy", Outcome::Allow).reading([Part::GroupId]));
    let house = House::new(TestPolicies::of([(1, &policy), (2, &policy)]));
    let decision = house.decide(login(&[1, 2])).await;
    assert_eq!(decision.verdicts[1].subject, id(2));
    assert_eq!(outcomes(&decision), [Outcome::Allow, Outcome::Allow]);
    assert_eq!(policy.calls(), 1);
}
