//! One extension, one agent; one agent, one extension.

use std::sync::Barrier;

use super::{House, RIGHT, Socket, error_in, get_state, logout, pair, sign_in, state_in};

#[test]
fn an_extension_that_somebody_has_is_refused_until_it_is_free() {
    let house = House::new();
    let mut first = house.signed_in("700100", "5101");
    let mut second = house.socket();
    let busy = pair("Device Busy", "somebody else is signed in at this extension");
    assert_eq!(error_in(&second.ask(&sign_in("700200", RIGHT, "5101"))), busy);
    second.sign_in("700200", "5102");
    assert_eq!(error_in(&second.ask(&sign_in("700100", RIGHT, "5102"))).0, "Invalid State");
    first.ask(&logout("11"));
    assert_eq!(error_in(&house.socket().ask(&sign_in("700100", RIGHT, "5102"))), busy);
    house.signed_in("700100", "5103");
}

#[test]
fn an_agent_who_is_signed_in_elsewhere_is_told_where() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    let elsewhere = pair("Invalid State", "signed in at extension 5101: log out there first");
    assert_eq!(error_in(&socket.ask(&sign_in("700100", RIGHT, "5102"))), elsewhere);
    assert!(socket.ask(&get_state()).contains(r#""extension":"5101""#));
}

#[test]
fn of_many_who_sign_in_at_one_extension_at_once_exactly_one_is_let_in() {
    House::everywhere(|house| {
        let second = house.second();
        let agents: Vec<String> = (0..8).map(|at| format!("80010{at}")).collect();
        for (at, login_id) in agents.iter().enumerate() {
            house.add(super::agent(&format!("racer{at}"), login_id));
        }
        let start = Barrier::new(agents.len());
        let addresses = [house.server.address, second.address];
        let race = |at: usize, login_id: &str| {
            let mut socket = Socket::open(addresses[at % 2], "/acqueon");
            start.wait();
            socket.ask(&sign_in(login_id, RIGHT, "5101"))
        };
        let told: Vec<String> = std::thread::scope(|scope| {
            let race = &race;
            let threads: Vec<_> =
                agents.iter().enumerate().map(|(at, login_id)| scope.spawn(move || race(at, login_id))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let (let_in, refused): (Vec<_>, Vec<_>) = told.iter().partition(|told| told.contains("OpenConnection"));
        assert_eq!(let_in.len(), 1, "{told:#?}");
        assert!(refused.iter().all(|told| error_in(told).0 == "Device Busy"), "{told:#?}");
    });
}

#[test]
fn of_one_agent_who_signs_in_many_times_at_once_all_are_in_with_one_presence() {
    let house = House::new();
    let start = Barrier::new(6);
    let told: Vec<Vec<String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    let mut socket = house.socket();
                    start.wait();
                    socket.sign_in("700100", "5101")
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(told.iter().all(|heard| state_in(&heard[2]) == pair("NOT_READY", "-1")));
}
