//! How long somebody stays logged in.

use std::time::Duration;

use logingate::directory::{NewAgent, PasswordHash};

use super::browser::set_cookies;
use super::{Desk, agent, customer};

const MINUTE: Duration = Duration::from_mins(1);

#[test]
fn a_session_ends_after_ninety_minutes_without_an_action() {
    let desk = Desk::new();
    desk.add(agent());
    desk.add(customer());
    for name in ["agent.one", "carla"] {
        let mut browser = desk.browser_of(name);
        for _ in 0..3 {
            desk.server.clock.advance((90 * MINUTE).checked_sub(Duration::from_nanos(1)).unwrap());
            assert!(browser.is_logged_in(), "each question is an action");
        }
        desk.server.clock.advance(90 * MINUTE);
        assert!(!browser.is_logged_in());
        assert!(browser.cookies.is_empty(), "the cookie is taken back");
    }
}

#[test]
fn an_agent_can_have_a_time_of_their_own() {
    let desk = Desk::with("inactivity = \"30m\"");
    desk.add(NewAgent { inactivity_minutes: Some(240.try_into().unwrap()), ..agent() });
    desk.add(customer());
    let (mut agent, mut customer) = (desk.browser_of("agent.one"), desk.browser_of("carla"));
    desk.server.clock.advance(30 * MINUTE);
    assert!(!customer.is_logged_in());
    desk.server.clock.advance(209 * MINUTE);
    assert!(agent.is_logged_in());
    desk.server.clock.advance(240 * MINUTE);
    assert!(!agent.is_logged_in());
}

#[test]
fn logging_out_ends_this_session_alone() {
    let desk = Desk::new();
    desk.add(agent());
    let (mut one, mut other) = (desk.browser_of("agent.one"), desk.browser_of("agent.one"));
    let kept = one.cookies.clone();
    let answer = one.post("logout", &[]);
    assert_eq!((answer.status, &answer.json()["loggedIn"]["isLoggedIn"]), (200, &false.into()));
    assert!(set_cookies(&answer)[0].contains("Max-Age=0") && one.cookies.is_empty());
    one.cookies = kept;
    assert!(!one.is_logged_in(), "the token is good for nothing");
    assert!(other.is_logged_in());
    assert_eq!(desk.browser().ask("api-logout", &[])["loggedIn"]["isLoggedIn"], false);
}

#[test]
fn another_login_in_the_same_browser_takes_the_place_of_the_first() {
    let desk = Desk::new();
    desk.add(agent());
    desk.add(customer());
    let mut browser = desk.browser_of("agent.one");
    let before = browser.cookies.clone();
    assert_eq!(browser.log_in("carla", super::RIGHT)["loggedIn"]["isLoggedIn"], true);
    let mut earlier = desk.browser();
    earlier.cookies = before;
    assert!(browser.is_logged_in() && !earlier.is_logged_in());
}

#[test]
fn a_failed_login_shows_nobody_as_logged_in_and_ends_nothing() {
    let desk = Desk::new();
    desk.add(agent());
    let mut browser = desk.browser_of("agent.one");
    assert_eq!(browser.log_in("agent.one", "battery-staple")["loggedIn"]["isLoggedIn"], false);
    assert!(browser.is_logged_in());
}

#[test]
fn another_password_and_deactivation_end_every_session() {
    let desk = Desk::new();
    let id = desk.add(agent());
    let mut browser = desk.browser_of("agent.one");
    desk.wait(desk.directory.set_password(id, PasswordHash::new("$argon2id$x".to_owned()))).unwrap();
    assert!(!browser.is_logged_in());
    let desk = Desk::new();
    let id = desk.add(agent());
    let mut browser = desk.browser_of("agent.one");
    desk.wait(desk.directory.set_active(id, false)).unwrap();
    assert!(!browser.is_logged_in());
}

#[test]
fn what_is_no_token_is_nobody_s() {
    let desk = Desk::new();
    desk.add(agent());
    for token in ["", "x", &"x".repeat(43), &"x".repeat(5000), "%00", "';--"] {
        let mut browser = desk.browser();
        browser.cookies.insert("iservice-session".to_owned(), token.to_owned());
        assert!(!browser.is_logged_in(), "{token}");
    }
}
