//! How many connections to the WebSocket are open.

use super::House;
use crate::patience::wait_until;
use crate::server::Connection;

#[test]
fn open_websockets_are_counted_until_they_are_closed() {
    let house = House::new();
    let metrics = || Connection::to(house.server.admin).ask("GET", "/metrics", "").body;
    let wait_for = |count: usize| {
        let line = format!("\nlogingate_acqueon_websockets {count}\n");
        wait_until(&line, || metrics().contains(&line));
    };
    wait_for(0);
    let mut signed_in = house.signed_in("700100", "5101");
    let idle = house.socket();
    wait_for(2);
    signed_in.close();
    assert_eq!(signed_in.close_code(), Some(1000));
    wait_for(1);
    // Nobody says goodbye.
    drop(idle);
    wait_for(0);
}
