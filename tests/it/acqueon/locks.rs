//! Five failures in a row, and the five minutes after them.

use std::time::Duration;

use super::{House, RIGHT, Socket, WRONG, error_in, pair, sign_in, state_in};

const FIVE_MINUTES: Duration = Duration::from_mins(5);
const REFUSED: &str = include_str!("recorded/refused.json");

fn fail(socket: &mut Socket, times: usize) {
    for _ in 0..times {
        assert_eq!(socket.ask(&sign_in("700100", WRONG, "5101")), REFUSED.trim_end());
    }
}

fn is_let_in(socket: &mut Socket) -> bool {
    socket.say(&sign_in("700100", RIGHT, "5101"));
    let first = socket.hear();
    if first == REFUSED.trim_end() {
        return false;
    }
    assert!(first.contains("OpenConnection"), "{first}");
    (1..15).for_each(|_| drop(socket.hear()));
    true
}

#[test]
fn five_failures_bar_an_agent_for_five_minutes_whatever_the_password() {
    let house = House::new();
    let mut socket = house.socket();
    fail(&mut socket, 5);
    assert!(!is_let_in(&mut socket));
    for minute in 1..5 {
        house.server.clock.advance(Duration::from_mins(1));
        assert!(!is_let_in(&mut socket), "after {minute} minutes");
    }
    house.server.clock.advance(Duration::from_mins(1) - Duration::from_nanos(1));
    assert!(!is_let_in(&mut house.socket()));
    house.server.clock.advance(Duration::from_nanos(1));
    assert!(is_let_in(&mut socket));
}

#[test]
fn attempts_while_barred_do_not_make_it_longer() {
    let house = House::new();
    let mut socket = house.socket();
    fail(&mut socket, 5);
    house.server.clock.advance(Duration::from_mins(4));
    fail(&mut socket, 9);
    house.server.clock.advance(Duration::from_mins(1));
    assert!(is_let_in(&mut socket));
}

#[test]
fn four_failures_are_forgotten_by_a_success() {
    let house = House::new();
    let mut socket = house.socket();
    for _ in 0..3 {
        fail(&mut socket, 4);
        assert!(is_let_in(&mut socket));
    }
    fail(&mut socket, 5);
    assert!(!is_let_in(&mut socket));
}

#[test]
fn failures_count_on_whatever_carrier_and_server_and_leave_others_alone() {
    House::everywhere(|house| {
        let second = house.second();
        let credentials = "Authorization: Basic NzAwMTAwOndyb25n\r\n";
        fail(&mut house.socket(), 1);
        fail(&mut Socket::open(second.address, "/acqueon"), 2);
        assert!(house.post("", &sign_in("700100", WRONG, "5101")).body.contains("UNAUTHORIZED"));
        let answer = super::house::ask(&house.server, "GET", "/finesse/api/User/700100", credentials, "");
        assert_eq!(answer.status, 401);
        assert!(!is_let_in(&mut house.socket()) && !is_let_in(&mut Socket::open(second.address, "/acqueon")));
        house.signed_in("700200", "5102");
        house.server.clock.advance(FIVE_MINUTES);
        assert!(is_let_in(&mut house.socket()));
    });
}

#[test]
fn whoever_is_signed_in_works_on_while_the_account_is_barred() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    fail(&mut house.socket(), 5);
    assert_eq!(state_in(&socket.ask(&super::ready())), pair("READY", "-1"));
    assert_eq!(error_in(&socket.ask(&sign_in("700100", RIGHT, "5101"))).0, "Authorization Failure");
}
