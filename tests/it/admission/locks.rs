//! Five failures in a row, and what follows.

use std::time::Duration;

use futures_util::future::join_all;
use logingate::admission::Refusal;

use super::{Door, RIGHT, WRONG, agent};

#[tokio::test]
async fn after_five_failures_in_a_row_even_the_right_password_is_refused_for_five_minutes() {
    let door = Door::new();
    door.add(agent("ana")).await;
    for _ in 0..4 {
        assert_eq!(door.knock("ana", WRONG).await, Err(Refusal::BadCredentials));
    }
    assert_eq!(door.knock("ana", WRONG).await, Err(Refusal::LockedOut));
    assert_eq!(door.knock("ana", RIGHT).await, Err(Refusal::Locked));
    door.clock.advance(Duration::from_nanos(299_999_999_999));
    assert_eq!(door.knock("ana", RIGHT).await, Err(Refusal::Locked));
    door.clock.advance(Duration::from_nanos(1));
    assert_eq!(door.knock("ana", RIGHT).await.unwrap().login_name, "ana");
}

#[tokio::test]
async fn what_is_tried_while_locked_does_not_make_it_longer() {
    let door = Door::new();
    door.add(agent("ana")).await;
    for _ in 0..5 {
        assert!(door.knock("ana", WRONG).await.is_err());
    }
    door.clock.advance(Duration::from_secs(299));
    for _ in 0..10 {
        assert_eq!(door.knock("ana", WRONG).await, Err(Refusal::Locked));
    }
    door.clock.advance(Duration::from_secs(1));
    assert!(door.knock("ana", RIGHT).await.is_ok());
}

#[tokio::test]
async fn a_success_forgets_the_failures_before_it() {
    let door = Door::new();
    door.add(agent("ana")).await;
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(door.knock("ana", WRONG).await, Err(Refusal::BadCredentials));
        }
        assert!(door.knock("ana", RIGHT).await.is_ok());
    }
}

#[tokio::test]
async fn one_agent_s_lock_is_nobody_else_s() {
    let door = Door::new();
    door.add(agent("ana")).await;
    door.add(agent("ben")).await;
    for _ in 0..5 {
        assert!(door.knock("ana", WRONG).await.is_err());
    }
    assert!(door.knock("ben", RIGHT).await.is_ok());
}

/// At most as many are looked into at a time as passwords are checked: those under way when the lock falls end as well.
#[tokio::test]
async fn guessing_many_times_at_once_looks_into_hardly_more_guesses_than_one_after_another() {
    let door = Door::new();
    door.add(agent("ana")).await;
    let guesses = join_all((0..60).map(|_| door.knock("ana", WRONG))).await;
    let looked_into = guesses.iter().filter(|guess| **guess != Err(Refusal::Locked)).count();
    assert!((5..=6).contains(&looked_into), "{looked_into} guesses were looked into: {guesses:?}");
    assert_eq!(door.knock("ana", RIGHT).await, Err(Refusal::Locked));
}

#[tokio::test]
async fn an_unlocked_agent_may_log_in_at_once() {
    let door = Door::new();
    let ana = door.add(agent("ana")).await;
    for _ in 0..5 {
        assert!(door.knock("ana", WRONG).await.is_err());
    }
    door.directory.unlock(ana).await.unwrap();
    assert!(door.knock("ana", RIGHT).await.is_ok());
}
