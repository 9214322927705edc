//! What a turn allows, and for how long.

use std::time::Duration;

use super::{BUDGET, Turn};
use crate::decision::usual_time::SHORT;

const MICROSECOND: Duration = Duration::from_micros(1);
const DEADLINE: Duration = Duration::from_secs(1);

#[test]
fn a_budget_is_spent_by_what_evaluations_usually_take() {
    let mut turn = Turn::new(DEADLINE);
    assert_eq!(turn.take(BUDGET.saturating_sub(MICROSECOND)), Some(SHORT));
    assert_eq!(turn.take(2 * MICROSECOND), None);
    assert_eq!(turn.take(MICROSECOND), Some(SHORT));
    assert_eq!(turn.take(MICROSECOND), None);
}

#[test]
fn all_evaluations_of_a_turn_have_one_limit_together() {
    let mut turn = Turn::new(DEADLINE);
    turn.spend(SHORT.saturating_sub(MICROSECOND));
    assert_eq!(turn.take(MICROSECOND), Some(MICROSECOND));
    turn.spend(MICROSECOND);
    assert_eq!(turn.take(MICROSECOND), None);
    turn.spend(MICROSECOND);
    assert_eq!(turn.take(MICROSECOND), None);
}

#[test]
fn what_a_turn_takes_is_taken_from_the_logins_deadline() {
    let mut turn = Turn::new(DEADLINE);
    assert_eq!(turn.patience(), DEADLINE);
    turn.spend(3 * SHORT);
    assert_eq!(turn.patience(), DEADLINE.saturating_sub(3 * SHORT));
    turn.spend(DEADLINE);
    assert_eq!(turn.patience(), Duration::ZERO);
    assert_eq!(Turn::new(MICROSECOND).take(MICROSECOND), Some(MICROSECOND), "no limit outlasts the deadline");
}
