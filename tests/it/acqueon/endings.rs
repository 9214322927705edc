//! How sign-ins and connections end that nobody ends by asking for it.

use super::{House, RIGHT, error_in, get_state, pair, sign_in, state_in};

const OUT: &str = "the agent may not sign in any more";

#[test]
fn a_deactivated_agent_is_out_at_the_next_message() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    house.deactivate("700100");
    assert_eq!(error_in(&socket.ask(&get_state())), pair("Authorization Failure", OUT));
    assert_eq!(state_in(&socket.hear()), pair("LOGOUT", "-1"));
    assert_eq!(socket.close_code(), Some(1008));
    assert_eq!(error_in(&house.socket().ask(&sign_in("700100", RIGHT, "5101"))).0, "Authorization Failure");
    house.signed_in("700200", "5101");
}

#[test]
fn a_deactivated_agent_is_out_with_the_next_ping() {
    let house = House::with("[acqueon]\nping_interval = \"1s\"\n");
    let mut socket = house.signed_in("700100", "5101");
    house.deactivate("700100");
    assert_eq!(error_in(&socket.hear()), pair("Authorization Failure", OUT));
    assert_eq!(socket.close_code(), Some(1008));
}

#[test]
fn a_new_password_ends_the_sign_in_and_not_the_connection() {
    let house = House::new();
    let mut socket = house.signed_in("700100", "5101");
    house.set_password("700100", "another-horse");
    house.server.clock.advance(std::time::Duration::from_secs(1));
    // Somebody who knows it signs in; that sign-in is not this connection's.
    let mut other = house.socket();
    other.say(&sign_in("700100", "another-horse", "5101"));
    assert!(other.hear().contains("OpenConnection"));
    let over = pair("Invalid State", "the agent is not signed in any more");
    assert_eq!(error_in(&socket.ask(&super::ready())), over);
    assert_eq!(state_in(&socket.hear()), pair("LOGOUT", "-1"));
    assert!(socket.hear().contains("Disconnected"));
    assert_eq!(error_in(&socket.ask(&sign_in("700100", RIGHT, "5101"))).0, "Authorization Failure");
    socket.say(&sign_in("700100", "another-horse", "5101"));
    assert!(socket.hear().contains("OpenConnection"));
}

#[test]
fn a_server_that_stops_closes_with_1001() {
    let mut house = House::new();
    let mut signed_in = house.signed_in("700100", "5101");
    let mut idle = house.socket();
    house.server.tell_to_stop();
    assert_eq!((signed_in.close_code(), idle.close_code()), (Some(1001), Some(1001)));
    drop((signed_in, idle));
    house.server.stop().unwrap();
}
