//! Those who follow a leader: answered, left alone, or gone.

use std::future::{pending, ready};
use std::sync::Arc;

use futures_util::FutureExt as _;

use crate::decision::flights::Flights;
use crate::decision::testing::verdict;
use crate::decision::{Outcome, Verdict};

fn key() -> Arc<[u8]> {
    b"key"[..].into()
}

fn answer(outcome: Outcome) -> Arc<Verdict> {
    Arc::new(verdict(outcome))
}

#[tokio::test]
async fn all_who_follow_get_the_leaders_answer_and_make_no_journey() {
    let (flights, key) = (Arc::new(Flights::default()), key());
    let leader = flights.lead(&key).unwrap();
    let followers = [(); 2].map(|()| flights.join(&key, pending()));
    let led = answer(Outcome::Deny);
    leader.land(&led);
    assert_eq!(flights.len(), 0);
    for follower in followers {
        assert!(Arc::ptr_eq(&follower.now_or_never().unwrap(), &led));
    }
}

#[tokio::test]
async fn nobody_leads_what_is_under_way() {
    let (flights, key) = (Arc::new(Flights::default()), key());
    let joined = flights.join(&key, pending());
    assert!(flights.lead(&key).is_none());
    drop(joined);
    let leader = flights.lead(&key).unwrap();
    assert!(flights.lead(&key).is_none());
    let follower = flights.join(&key, pending());
    assert!(flights.lead(&key).is_none());
    assert!(flights.lead(&b"other"[..].into()).is_some());
    drop((leader, follower));
    assert!(flights.lead(&key).is_some());
}

#[tokio::test]
async fn a_leader_without_an_answer_leaves_the_journey_to_who_follows() {
    let (flights, key) = (Arc::new(Flights::default()), key());
    let leader = flights.lead(&key).unwrap();
    let mut follower = flights.join(&key, ready(answer(Outcome::Allow)));
    assert!((&mut follower).now_or_never().is_none());
    drop(leader);
    let other = flights.join(&key, pending());
    assert!(flights.lead(&key).is_none());
    assert_eq!(follower.now_or_never().unwrap().outcome, Outcome::Allow);
    assert_eq!(other.now_or_never().unwrap().outcome, Outcome::Allow);
    assert_eq!(flights.len(), 0);
}

#[tokio::test]
async fn a_follower_that_sleeps_is_woken_by_the_leaders_answer_and_by_its_leaving() {
    for has_answer in [true, false] {
        let (flights, key) = (Arc::new(Flights::default()), key());
        let leader = flights.lead(&key).unwrap();
        let follower = tokio::spawn(flights.join(&key, ready(answer(Outcome::Allow))));
        tokio::task::yield_now().await;
        if has_answer {
            leader.land(&answer(Outcome::Deny));
        } else {
            drop(leader);
        }
        let expected = if has_answer { Outcome::Deny } else { Outcome::Allow };
        assert_eq!(follower.await.unwrap().outcome, expected);
    }
}

#[tokio::test]
async fn who_follows_and_leaves_ends_nothing() {
    let (flights, key) = (Arc::new(Flights::default()), key());
    let leader = flights.lead(&key).unwrap();
    drop(flights.join(&key, pending()));
    assert_eq!(flights.len(), 1);
    assert!(flights.lead(&key).is_none(), "it is led still");
    let late = flights.join(&key, pending());
    leader.land(&answer(Outcome::Deny));
    assert_eq!(late.now_or_never().unwrap().outcome, Outcome::Deny);
}

#[tokio::test]
async fn nothing_is_left_on_the_board_whoever_leaves_first() {
    let (flights, key) = (Arc::new(Flights::default()), key());
    drop(flights.lead(&key).unwrap());
    assert_eq!(flights.len(), 0, "nobody followed");
    let leader = flights.lead(&key).unwrap();
    drop(flights.join(&key, pending()));
    drop(leader);
    assert_eq!(flights.len(), 0, "who followed had left");
    let leader = flights.lead(&key).unwrap();
    let follower = flights.join(&key, pending());
    drop(leader);
    assert_eq!(flights.len(), 1);
    drop(follower);
    assert_eq!(flights.len(), 0);
}
