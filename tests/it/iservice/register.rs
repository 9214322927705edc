//! Customers who register themselves.

use serde_json::json;

use super::browser::{error, set_cookies};
use super::{Desk, RIGHT, agent};

const CARLA: [(&str, &str); 4] =
    [("emailAddress", "Carla@example.test"), ("Password", RIGHT), ("firstName", "Carla"), ("lastName", "Kunde")];

#[test]
fn nobody_registers_unless_it_is_switched_on() {
    let desk = Desk::new();
    let answer = desk.browser().post("register", &CARLA);
    assert_eq!(error(&answer.json()), "Registration is closed.");
    assert!(set_cookies(&answer).is_empty());
    assert_eq!(error(&desk.browser().log_in("carla@example.test", RIGHT)), "Login failed.");
}

#[test]
fn whoever_registers_is_logged_in_and_logs_in_again() {
    let desk = Desk::with("registration = true\nsegments = [\"1\"]");
    let mut browser = desk.browser();
    let object = browser.ask("Register", &CARLA)["loggedIn"].take();
    assert_eq!((&object["isLoggedIn"], &object["contactName"]), (&json!(true), &json!("Carla Kunde")));
    assert_eq!(object["logins"], json!([{"name": "Carla@example.test", "type": "Email"}]));
    assert_eq!((&object["accessRights"], &object["accessibleSegments"]), (&json!([]), &json!(["1"])));
    assert!(browser.is_logged_in());
    desk.browser_of("carla@EXAMPLE.test");
}

#[test]
fn an_address_or_user_name_that_somebody_has_is_refused_and_nothing_changes() {
    let desk = Desk::with("registration = true");
    desk.add(agent());
    desk.add(logingate::directory::NewAgent {
        username: "user@example.test".to_owned(),
        login_names: Vec::new(),
        ..agent()
    });
    for address in ["agent.one@example.test", "AGENT.ONE@EXAMPLE.TEST", "user@example.test"] {
        let answer = desk.browser().ask("register", &[("emailAddress", address), ("Password", "another-password")]);
        assert_eq!(error(&answer), "The registration is not possible.", "{address}");
        assert_eq!(error(&desk.browser().log_in(address, "another-password")), "Login failed.");
        desk.browser_of(address);
    }
}

#[test]
fn the_address_and_the_password_keep_to_rules() {
    let desk = Desk::with("registration = true\nleast_password_characters = 20");
    for (address, password, told) in [
        ("carla", RIGHT, "emailAddress is not valid."),
        ("carla@example.test", "correct-horse", "The password is too short; it takes at least 20 characters."),
        ("carla@example.test", &"x".repeat(1025), "The password is too long; it may have 1024 bytes."),
        ("", RIGHT, "emailAddress is missing."),
        ("carla@example.test", "", "Password is missing."),
    ] {
        let answer = desk.browser().ask("register", &[("emailAddress", address), ("Password", password)]);
        assert_eq!(error(&answer), told);
    }
}

#[test]
fn of_two_who_register_one_address_at_once_one_is_let_in() {
    let desk = Desk::with("registration = true");
    let register = || desk.browser().ask("register", &CARLA)["loggedIn"]["isLoggedIn"].as_bool().unwrap();
    let in_all = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(register)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).filter(|is_in| *is_in).count()
    });
    assert_eq!(in_all, 1);
}
