//! Clocks that run, stand, and move in steps.

use std::time::Duration;

use proptest::prelude::*;

use super::{Clock, StandingClock, SystemClock, quantised};

#[test]
fn a_standing_clock_moves_only_when_told_to() {
    let clock = StandingClock::at(1_000);
    assert_eq!((clock.unix_nanos(), clock.monotonic()), (1_000, Duration::ZERO));
    clock.advance(Duration::from_nanos(7));
    assert_eq!((clock.unix_nanos(), clock.monotonic()), (1_007, Duration::from_nanos(7)));
}

#[test]
fn the_machine_is_past_the_year_2020_and_its_time_does_not_run_backwards() {
    let clock = SystemClock::default();
    assert!(clock.unix_nanos() > 1_577_836_800_000_000_000);
    let earlier = clock.monotonic();
    assert!(clock.monotonic() >= earlier);
}

#[test]
fn a_step_of_nothing_leaves_the_time_as_it_is() {
    assert_eq!(quantised(1_234_567, Duration::ZERO), 1_234_567);
}

proptest! {
    #[test]
    fn quantised_time_is_the_last_whole_step(nanos in any::<i64>(), step in 1..=i64::MAX) {
        let quantised = quantised(nanos, Duration::from_nanos(step.unsigned_abs()));
        prop_assert!(quantised <= nanos);
        if let Some(last) = nanos.checked_sub(nanos.rem_euclid(step)) {
            prop_assert_eq!(quantised.rem_euclid(step), 0);
            prop_assert_eq!(quantised, last);
        }
    }
}
