//! What one connection does to an agent, the agent's others are told.

use super::{House, Socket, error_in, get_state, logout, not_ready, pair, ready, state_in};

#[test]
fn a_new_state_is_told_to_the_agents_other_connections_and_to_nobody_else() {
    let house = House::new();
    let mut first = house.signed_in("700100", "5101");
    let mut second = house.signed_in("700100", "5101");
    let mut other = house.signed_in("700200", "5102");
    let told = first.ask(&ready());
    assert_eq!(second.hear(), told);
    assert_eq!(state_in(&second.ask(&not_ready("3"))), pair("NOT_READY", "3"));
    assert_eq!(state_in(&first.hear()), pair("NOT_READY", "3"));
    // Nothing else was told before these.
    assert_eq!(state_in(&other.ask(&get_state())), pair("NOT_READY", "-1"));
    assert_eq!(state_in(&first.ask(&get_state())), pair("NOT_READY", "3"));
}

#[test]
fn news_come_in_the_packet_that_the_sign_in_came_in() {
    let house = House::new();
    let mut first = house.signed_in("700100", "5101");
    let mut second = house.socket();
    let inner = super::sign_in("700100", super::RIGHT, "5101");
    second.say(&format!(r#"{{"channel":"Cisco","ResponseUrl":"u","SubscriberID":"9","message":{inner}}}"#));
    (0..15).for_each(|_| drop(second.hear()));
    let told = first.ask(&ready());
    let packet = r#"{"channel":"Cisco","topic":"","subtopic":"","ResponseUrl":"u","SubscriberID":"9","message":"#;
    assert_eq!(second.hear(), format!("{packet}{told}}}"));
}

#[test]
fn a_logout_is_told_and_leaves_the_others_signed_out() {
    let house = House::new();
    let mut first = house.signed_in("700100", "5101");
    let mut second = house.signed_in("700100", "5101");
    let told = [first.ask(&logout("11")), first.hear()];
    assert_eq!([second.hear(), second.hear()], told);
    assert_eq!(error_in(&second.ask(&ready())).0, "Invalid State");
    second.sign_in("700100", "5101");
    assert_eq!(error_in(&first.ask(&ready())).0, "Invalid State");
}

#[test]
fn whoever_closes_the_connection_stays_signed_in() {
    let house = House::new();
    let mut first = house.signed_in("700100", "5101");
    first.ask(&ready());
    first.close();
    assert_eq!(first.close_code(), Some(1000));
    drop(house.signed_in("700200", "5102"));
    let mut again = house.socket();
    assert_eq!(state_in(&again.sign_in("700100", "5101")[2]), pair("READY", "-1"));
    let busy = again.ask(&super::sign_in("700100", super::RIGHT, "5102"));
    assert_eq!(error_in(&busy).0, "Invalid State");
}

#[test]
fn what_another_server_does_is_told_with_the_next_ping() {
    let house = House::with("[acqueon]\nping_interval = \"1s\"\n");
    let second = house.second();
    let mut here = house.signed_in("700100", "5101");
    let mut there = Socket::open(second.address, "/acqueon");
    there.sign_in("700100", "5101");
    there.ask(&ready());
    assert_eq!(state_in(&here.hear()), pair("READY", "-1"));
    there.ask(&not_ready("1"));
    assert_eq!(state_in(&here.hear()), pair("NOT_READY", "1"));
    there.ask(&logout("11"));
    let over = pair("Invalid State", "the agent is not signed in any more");
    assert_eq!(error_in(&here.hear()), over);
    assert_eq!(state_in(&here.hear()), pair("LOGOUT", "-1"));
}
