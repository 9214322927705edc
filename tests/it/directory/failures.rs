//! Failed attempts bar an agent for a while.

use std::num::NonZeroU32;
use std::time::Duration;

use logingate::directory::{AgentId, LockRule};

use super::{House, MINUTE, NOW, SECOND, agent, everywhere};

fn rule() -> LockRule {
    LockRule { failures: NonZeroU32::new(5).unwrap(), lasts: Duration::from_mins(5) }
}

fn fail(house: &House, id: AgentId, now: i64) -> Option<i64> {
    house.wait(house.directory.failed(id, now, rule())).unwrap()
}

fn fail_often(house: &House, id: AgentId, times: usize) {
    for _ in 0..times {
        fail(house, id, NOW);
    }
}

#[test]
fn the_fifth_failure_bars_and_further_ones_do_not_prolong_it() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let told: Vec<_> = (0..4).map(|at| fail(house, id, NOW + at)).collect();
        assert_eq!(told, [None; 4]);
        let until = NOW + 4 + 5 * MINUTE;
        assert_eq!(fail(house, id, NOW + 4), Some(until));
        assert_eq!(fail(house, id, NOW + 4 * MINUTE), Some(until));
        assert_eq!(house.locked_until("ana"), Some(until));
        house.wait(house.directory.succeeded(id, NOW + 4 * MINUTE)).unwrap();
        assert_eq!(house.locked_until("ana"), Some(until), "a success meanwhile does not end it");
    });
}

#[test]
fn once_it_is_over_counting_begins_again() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        fail_often(house, id, 5);
        let after = NOW + 5 * MINUTE;
        let told: Vec<_> = (0..4).map(|at| fail(house, id, after + at)).collect();
        assert_eq!(told, [None; 4]);
        assert_eq!(fail(house, id, after + 4), Some(after + 4 + 5 * MINUTE));
    });
}

#[test]
fn a_success_forgets_failures() {
    everywhere(|house| {
        let (id, other) = (house.add(agent("ana")), house.add(agent("bob")));
        fail_often(house, id, 4);
        fail_often(house, other, 4);
        house.wait(house.directory.succeeded(id, NOW)).unwrap();
        assert_eq!(fail(house, id, NOW), None);
        assert!(fail(house, other, NOW).is_some(), "nobody else's");
        house.wait(house.directory.succeeded(other, NOW + 5 * MINUTE)).unwrap();
        assert_eq!(fail(house, other, NOW + 5 * MINUTE), None);
    });
}

#[test]
fn somebody_may_end_it() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        fail_often(house, id, 5);
        assert_eq!(house.wait(house.directory.unlock(id)), Ok(true));
        assert_eq!(house.locked_until("ana"), None);
        assert_eq!(fail(house, id, NOW + SECOND), None);
        assert_eq!(house.wait(house.directory.unlock(AgentId::new(99).unwrap())), Ok(false));
        assert_eq!(fail(house, AgentId::new(99).unwrap(), NOW), None);
    });
}

#[test]
fn one_failure_is_enough_where_the_rule_says_so() {
    everywhere(|house| {
        let id = house.add(agent("ana"));
        let strict = LockRule { failures: NonZeroU32::MIN, lasts: Duration::MAX };
        assert_eq!(house.wait(house.directory.failed(id, NOW, strict)), Ok(Some(i64::MAX)));
    });
}
