//! Evaluations on the thread that serves the login: which, how much of them, and what becomes of those that go wrong.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;

use crate::decision::testing::{
    Gate, House, TestPolicies, TestPolicy, cached, login, login_of, outcomes, until, verdict,
};
use crate::decision::usual_time::SHORT;
use crate::decision::{Decision, Outcome, Part, Policy, Verdict};

const MICROSECOND: Duration = Duration::from_micros(1);

/// A policy that is evaluated at once, whatever it takes.
fn short(name: &str, outcome: Outcome) -> TestPolicy {
    TestPolicy::always(name, outcome).usually_taking(MICROSECOND)
}

/// Decides without waiting for any other thread.
fn decide_at_once(house: &House, projects: &[u64]) -> Option<Decision> {
    house.decide(login(projects)).now_or_never()
}

/// Decides logins of ever new agents until `policy` is known to be short; how many that took.
async fn prove(house: &House, policy: &TestPolicy) -> u64 {
    let mut users = 0;
    while policy.usual_time().is_none() {
        users += 1;
        house.decide(login_of(1_000_000 + users, &[1])).await;
    }
    users
}

#[tokio::test]
async fn what_is_known_to_be_short_waits_for_no_other_thread() {
    let (allow, deny) = (Arc::new(short("allow", Outcome::Allow)), Arc::new(short("deny", Outcome::Deny)));
    let house = House::new(TestPolicies::of([(1, &allow), (2, &deny)]));
    let decision = decide_at_once(&house, &[2, 1]).unwrap();
    assert_eq!((outcomes(&decision), cached(&decision)), (vec![Outcome::Deny, Outcome::Allow], vec![false; 2]));
    assert_eq!((allow.calls_at_once(), deny.calls_at_once()), (1, 1));
    assert_eq!(cached(&decide_at_once(&house, &[2, 1]).unwrap()), [true, true]);
    assert_eq!((allow.calls(), house.cache.misses()), (1, 2));
}

#[tokio::test]
async fn what_is_never_cached_is_evaluated_at_once_for_each_project() {
    let policy = Arc::new(short("policy", Outcome::Allow).never_cached());
    let house = House::new(TestPolicies::of([(1, &policy), (2, &policy)]));
    assert_eq!(outcomes(&decide_at_once(&house, &[1, 2]).unwrap()), [Outcome::Allow; 2]);
    assert_eq!((policy.calls_at_once(), house.cache.entries()), (2, 0));
}

#[tokio::test]
async fn a_policy_proves_that_it_is_short_where_it_holds_up_nobody() {
    let policy = Arc::new(TestPolicy::always("policy", Outcome::Allow).reading([Part::UserId]).learning());
    let house = House::new(TestPolicies::of([(1, &policy)]));
    let proofs = prove(&house, &policy).await;
    assert!(proofs >= 3, "{proofs}");
    assert_eq!(policy.calls_at_once(), 0);
    assert!(decide_at_once(&house, &[1]).is_some());
    assert_eq!(policy.calls_at_once(), 1);
}

#[tokio::test]
async fn a_login_evaluates_no_more_at_once_than_its_budget() {
    let taking = |name: &str, time| Arc::new(TestPolicy::always(name, Outcome::Allow).usually_taking(time));
    let policies = [
        taking("most of it", 200 * MICROSECOND),
        taking("too much", 51 * MICROSECOND),
        taking("the rest", 50 * MICROSECOND),
        taking("one too many", MICROSECOND),
    ];
    let house = House::new(TestPolicies::of((1..).zip(&policies)));
    assert_eq!(outcomes(&house.decide(login(&[1, 2, 3, 4])).await), [Outcome::Allow; 4]);
    assert_eq!(policies.each_ref().map(|policy| policy.calls_at_once()), [1, 0, 1, 0]);
    assert_eq!(policies.each_ref().map(|policy| policy.calls()), [1; 4]);
}

#[tokio::test]
async fn what_takes_longer_than_it_should_is_answered_by_the_evaluator() {
    let policy = Arc::new_cyclic(|policy: &std::sync::Weak<TestPolicy>| {
        let policy = policy.clone();
        // Too long at once; elsewhere, it takes the time it needs.
        TestPolicy::new("policy", move |_| match policy.upgrade().unwrap().calls() {
            1 => verdict(Outcome::Timeout),
            _ => verdict(Outcome::Allow),
        })
        .usually_taking(MICROSECOND)
    });
    let house = House::new(TestPolicies::of([(1, &policy)]));
    let decision = house.decide(login(&[1])).await;
    assert_eq!(outcomes(&decision), [Outcome::Allow]);
    assert_eq!((policy.calls(), policy.calls_at_once()), (2, 1));
    assert_eq!(cached(&decide_at_once(&house, &[1]).unwrap()), [true]);
}

#[tokio::test]
async fn a_policy_that_becomes_slow_or_broken_holds_a_login_up_once() {
    for outcome in [Some(Outcome::Timeout), None] {
        let goes_wrong = Arc::new(AtomicBool::new(false));
        let wrong = Arc::clone(&goes_wrong);
        let policy = TestPolicy::new("policy", move |_| match outcome {
            _ if !wrong.load(Ordering::SeqCst) => verdict(Outcome::Allow),
            Some(outcome) => verdict(outcome),
            None => panic!("as some built-ins do"),
        });
        let policy = Arc::new(policy.reading([Part::UserId]).learning());
        let house = House::new(TestPolicies::of([(1, &policy)]));
        prove(&house, &policy).await;
        goes_wrong.store(true, Ordering::SeqCst);
        let before = policy.calls_at_once();
        for user in 1..=30 {
            let decision = house.decide(login_of(user, &[1])).await;
            assert_eq!(outcomes(&decision), [outcome.unwrap_or(Outcome::Error)]);
        }
        assert_eq!(policy.calls_at_once(), before + 1);
        goes_wrong.store(false, Ordering::SeqCst);
        prove(&house, &policy).await;
        assert!(decide_at_once(&house, &[1]).is_some(), "it has been short for a while");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_policy_is_soon_short_again_where_others_had_its_core() {
    for (outcome, proofs) in [(Outcome::Allow, 0), (Outcome::Timeout, 2)] {
        let (gate, is_held_up) = (Arc::<Gate>::default(), Arc::<AtomicBool>::default());
        let (at, holds) = (Arc::clone(&gate), Arc::clone(&is_held_up));
        let policy = TestPolicy::new("policy", move |_| {
            let is_held_up = holds.swap(false, Ordering::SeqCst);
            if is_held_up {
                at.pass();
            }
            verdict(if is_held_up { outcome } else { Outcome::Allow })
        });
        let policy = Arc::new(policy.reading([Part::UserId]).learning());
        let house = Arc::new(House::new(TestPolicies::of([(1, &policy)])));
        prove(&house, &policy).await;
        is_held_up.store(true, Ordering::SeqCst);
        let held_up = on_another_thread(&house, 1);
        gate.reached_by(1).await;
        let since = Instant::now();
        until(|| since.elapsed() > 10 * SHORT).await;
        gate.open();
        assert_eq!(outcomes(&held_up.join().unwrap()), [Outcome::Allow]);
        let before = policy.calls();
        prove(&house, &policy).await;
        assert!(policy.calls() - before <= proofs, "{outcome:?}: {}", policy.calls() - before);
    }
}

#[tokio::test]
async fn a_panic_at_once_is_an_error_of_that_project_alone() {
    let broken = TestPolicy::new("broken", |_| panic!("as some built-ins do")).usually_taking(MICROSECOND);
    let (broken, sound) = (Arc::new(broken), Arc::new(short("sound", Outcome::Allow)));
    let slow = Arc::new(TestPolicy::always("slow", Outcome::Deny));
    let house = House::new(TestPolicies::of([(1, &broken), (2, &sound), (3, &slow)]));
    for calls in 1..5 {
        let decision = house.decide(login(&[1, 2, 3])).await;
        assert_eq!(outcomes(&decision), [Outcome::Error, Outcome::Allow, Outcome::Deny]);
        let reason = "the evaluation failed unexpectedly";
        let expected = Verdict::undecided(Outcome::Error, reason, Some(Arc::clone(&broken.name)));
        assert_eq!(*decision.verdicts[0].verdict, expected);
        assert_eq!((broken.calls(), broken.calls_at_once()), (calls, calls));
    }
}

/// Decides on a thread of its own, as another worker does.
fn on_another_thread(house: &Arc<House>, user: u64) -> thread::JoinHandle<Decision> {
    let house = Arc::clone(house);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    thread::spawn(move || runtime.block_on(house.decide(login_of(user, &[1]))))
}

#[tokio::test]
async fn who_asks_what_is_evaluated_at_once_by_another_gets_that_answer() {
    for outcome in [Outcome::Allow, Outcome::Error] {
        let gate = Arc::<Gate>::default();
        let at = Arc::clone(&gate);
        let policy = TestPolicy::new("policy", move |_| {
            at.pass();
            verdict(outcome)
        });
        let policy = Arc::new(policy.usually_taking(MICROSECOND));
        let house = Arc::new(House::new(TestPolicies::of([(1, &policy)])));
        let first = on_another_thread(&house, 1);
        gate.reached_by(1).await;
        let mut others = Vec::new();
        for user in 2..=20 {
            others.push(house.start(login_of(user, &[1])).await);
        }
        let gives_up = others.remove(0);
        gives_up.abort();
        assert!(gives_up.await.is_err());
        gate.open();
        for other in others {
            assert_eq!(outcomes(&other.await.unwrap()), [outcome]);
        }
        assert_eq!(outcomes(&first.join().unwrap()), [outcome]);
        assert_eq!((policy.calls(), policy.calls_at_once()), (1, 1));
    }
}

#[tokio::test]
async fn who_asks_what_then_takes_too_long_at_once_gets_the_evaluators_answer() {
    let (gate, asked) = (Arc::<Gate>::default(), AtomicU8::new(0));
    let at = Arc::clone(&gate);
    let policy = TestPolicy::new("policy", move |_| {
        at.pass();
        let is_first = asked.fetch_add(1, Ordering::SeqCst) == 0;
        verdict(if is_first { Outcome::Timeout } else { Outcome::Deny })
    });
    let policy = Arc::new(policy.usually_taking(MICROSECOND));
    let house = Arc::new(House::new(TestPolicies::of([(1, &policy)])));
    let first = on_another_thread(&house, 1);
    gate.reached_by(1).await;
    let second = house.start(login_of(2, &[1])).await;
    gate.open();
    assert_eq!(outcomes(&second.await.unwrap()), [Outcome::Deny]);
    assert_eq!(outcomes(&first.join().unwrap()), [Outcome::Deny]);
    assert_eq!((policy.calls(), policy.calls_at_once()), (2, 1));
}

#[tokio::test]
async fn what_the_evaluator_has_begun_is_not_begun_again_at_once() {
    let gate = Arc::default();
    let slow = Arc::new(TestPolicy::behind("policy", &gate));
    let house = House::new(TestPolicies::of([(1, &slow)]));
    let first = house.start(login(&[1])).await;
    gate.reached_by(1).await;
    // The same revision, and so the same question; known to be short by now.
    let proven = Arc::new(short("policy", Outcome::Deny));
    house.policies.store(Arc::new(TestPolicies::of([(1, &proven)])));
    let second = house.start(login(&[1])).await;
    until(|| house.cache.misses() == 2).await;
    gate.open();
    assert_eq!(outcomes(&first.await.unwrap()), [Outcome::Allow]);
    assert_eq!(outcomes(&second.await.unwrap()), [Outcome::Allow]);
    assert_eq!(proven.calls(), 0);
}

#[tokio::test]
async fn a_question_that_a_login_asks_twice_is_evaluated_once() {
    for (outcome, capacity) in [(Outcome::Allow, 1000), (Outcome::Allow, 0), (Outcome::Error, 1000)] {
        let policy = Arc::new(short("policy", outcome).reading([Part::GroupId]));
        let house = House::with(TestPolicies::of([(1, &policy), (2, &policy)]), |plan| plan.cache.capacity = capacity);
        assert_eq!(outcomes(&decide_at_once(&house, &[1, 2]).unwrap()), [outcome; 2]);
        assert_eq!(policy.calls(), 1);
    }
    // One revision in two places: the second finds what the first has left.
    let twins = [(); 2].map(|()| Arc::new(short("twin", Outcome::Allow)));
    let house = House::new(TestPolicies::of((1..).zip(&twins)));
    assert_eq!(cached(&decide_at_once(&house, &[1, 2]).unwrap()), [false, false]);
    assert_eq!(twins.map(|twin| twin.calls()), [1, 0]);
}

#[tokio::test]
async fn what_is_answered_at_once_says_how_long_that_took() {
    let house = House::new(TestPolicies::default());
    let clock = Arc::clone(&house.clock);
    let policy = TestPolicy::new("policy", move |_| {
        clock.advance(Duration::from_millis(5));
        verdict(Outcome::Allow)
    });
    let policy = Arc::new(policy.usually_taking(MICROSECOND).reading([Part::ProjectId]));
    house.policies.store(Arc::new(TestPolicies::of([(1, &policy), (2, &policy)])));
    let decision = decide_at_once(&house, &[1, 2]).unwrap();
    let elapsed = decision.verdicts.iter().map(|verdict| verdict.elapsed);
    assert_eq!(elapsed.collect::<Vec<_>>(), [5, 10].map(Duration::from_millis));
    assert_eq!(decision.elapsed, Duration::from_millis(10));
}
