//! When a time is told, and what it is.

use std::time::Duration;

use super::{AFTER_A_LONG_ONE, FIRST, SHORT, UsualTime};

const NANOSECOND: Duration = Duration::from_nanos(1);

fn microseconds(count: u64) -> Duration {
    Duration::from_micros(count)
}

/// Counts evaluations of ten microseconds until a time is told; how many that took.
fn prove(usual: &UsualTime) -> u32 {
    let mut count = 0;
    while usual.get().is_none() {
        usual.learn(microseconds(10));
        count += 1;
    }
    count
}

#[test]
fn nothing_is_known_before_a_few_evaluations() {
    let usual = UsualTime::default();
    assert_eq!(usual.get(), None);
    assert_eq!(prove(&usual), FIRST);
    assert_eq!(usual.get(), Some(microseconds(10)));
}

#[test]
fn the_first_evaluations_do_not_count_for_the_usual_time() {
    let usual = UsualTime::default();
    usual.learn(microseconds(900));
    usual.learn(microseconds(100));
    usual.learn(microseconds(20));
    assert_eq!(usual.get(), Some(microseconds(20)));
}

#[test]
fn the_usual_time_follows_what_evaluations_take() {
    let usual = UsualTime::default();
    prove(&usual);
    usual.learn(microseconds(90));
    assert_eq!(usual.get(), Some(microseconds(20)));
    for _ in 0..50 {
        usual.learn(microseconds(90));
    }
    let now = usual.get().unwrap();
    assert!(now > microseconds(80) && now <= microseconds(90), "{now:?}");
    for _ in 0..50 {
        usual.learn(microseconds(10));
    }
    let now = usual.get().unwrap();
    assert!(now >= microseconds(10) && now < microseconds(15), "{now:?}");
}

#[test]
fn a_long_evaluation_takes_many_short_ones_to_be_forgotten() {
    let usual = UsualTime::default();
    for long in [SHORT + NANOSECOND, Duration::MAX] {
        prove(&usual);
        usual.learn(SHORT);
        assert!(usual.get().is_some(), "this is short enough");
        usual.learn(long);
        assert_eq!(prove(&usual), AFTER_A_LONG_ONE);
        assert_eq!(usual.get(), Some(microseconds(10)));
    }
}

#[test]
fn one_long_evaluation_on_the_way_begins_the_count_anew() {
    let usual = UsualTime::default();
    usual.learn(Duration::MAX);
    for _ in 1..AFTER_A_LONG_ONE {
        usual.learn(microseconds(10));
    }
    usual.learn(Duration::MAX);
    assert_eq!(prove(&usual), AFTER_A_LONG_ONE);
}

#[test]
fn a_doubt_takes_a_few_short_evaluations_and_undoes_no_long_one() {
    let usual = UsualTime::default();
    prove(&usual);
    usual.doubt();
    assert_eq!(usual.get(), None);
    assert_eq!(prove(&usual), FIRST);
    usual.learn(Duration::MAX);
    usual.doubt();
    assert_eq!(prove(&usual), AFTER_A_LONG_ONE);
}
