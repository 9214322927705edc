//! Tokens and ways back that are not to be believed.

use std::time::Duration;

use super::browser::{Browser, FORM, error};
use super::issuer::{Issuer, Wrong};
use super::openid::{authorize, desk, log_in};
use super::{Desk, customer};

const REFUSED: &str = "The login through the provider failed.";

fn refused(desk: &Desk, browser: &mut Browser, target: &str) {
    assert_eq!(error(&browser.get(target).json()), REFUSED, "{target}");
    assert!(!browser.is_logged_in());
    // And nobody has become a contact.
    assert!(desk.wait(desk.directory.list(None, 10)).unwrap().is_empty());
}

#[test]
fn a_token_with_anything_wrong_about_it_logs_nobody_in() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true");
    issuer.meets("104273", Some("carla@example.test"), true, None);
    for wrong in [
        Wrong::Audience,
        Wrong::SecondAudience,
        Wrong::Issuer,
        Wrong::Nonce,
        Wrong::NoNonce,
        Wrong::Expired,
        Wrong::Unsigned,
        Wrong::OtherKey,
        Wrong::BySecret,
        Wrong::AccessToken,
        Wrong::NoToken,
        Wrong::Garbage,
    ] {
        issuer.do_wrong(wrong);
        let mut browser = desk.browser();
        assert_eq!(error(&log_in(&issuer, &mut browser)), REFUSED, "{wrong:?}");
        assert!(!browser.is_logged_in());
        assert!(desk.wait(desk.directory.list(None, 10)).unwrap().is_empty(), "{wrong:?}");
    }
    issuer.do_wrong(Wrong::Nothing);
    assert_eq!(log_in(&issuer, &mut desk.browser())["loggedIn"]["isLoggedIn"], true);
}

#[test]
fn subjects_that_are_none_are_refused() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true");
    for subject in ["", "a\u{0}b", "a\nb", &"x".repeat(256)] {
        issuer.meets(subject, None, false, None);
        assert_eq!(error(&log_in(&issuer, &mut desk.browser())), REFUSED, "{subject:?}");
    }
}

#[test]
fn only_the_browser_that_went_comes_back() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true");
    let target = authorize(&issuer, &mut desk.browser());
    refused(&desk, &mut desk.browser(), &target);
    // One that went by itself has another state.
    let mut other = desk.browser();
    authorize(&issuer, &mut other);
    refused(&desk, &mut other, &target);
}

#[test]
fn a_way_back_is_taken_once_and_within_ten_minutes() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true");
    let mut browser = desk.browser();
    let target = authorize(&issuer, &mut browser);
    let ticket = browser.cookies.clone();
    desk.server.clock.advance(Duration::from_secs(601));
    refused(&desk, &mut browser, &target);
    let target = authorize(&issuer, &mut browser);
    browser.cookies.extend(ticket);
    refused(&desk, &mut browser, &target);
}

#[test]
fn a_code_is_good_once() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true");
    let mut browser = desk.browser();
    let target = authorize(&issuer, &mut browser);
    let kept = browser.cookies.clone();
    assert_eq!(browser.get(&target).json()["loggedIn"]["isLoggedIn"], true);
    let mut again = desk.browser();
    again.cookies = kept;
    assert_eq!(error(&again.get(&target).json()), REFUSED);
}

#[test]
fn queries_that_say_something_else_are_refused() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true");
    let changes: [fn(&str) -> String; 6] = [
        |target| target.replace("state=", "state=x"),
        |target| target.replace("code=code-", "code=coda-"),
        |target| target.replace("code=", "error=access_denied&x="),
        |target| format!("{target}&state=y"),
        |target| format!("{target}&iss=http%3A%2F%2F127.0.0.1%3A1"),
        |target| target.split('?').next().unwrap().to_owned(),
    ];
    for change in changes {
        let mut browser = desk.browser();
        let target = change(&authorize(&issuer, &mut browser));
        refused(&desk, &mut browser, &target);
    }
}

#[test]
fn what_one_session_began_another_does_not_end() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "");
    desk.add(customer());
    let mut browser = desk.browser();
    let target = authorize(&issuer, &mut browser);
    let ticket = browser.cookies["iservice-openid"].clone();
    // Logged in meanwhile: the provider is not linked to whoever that is.
    let mut victim = desk.browser_of("carla");
    victim.cookies.insert("iservice-openid".to_owned(), ticket);
    assert_eq!(error(&victim.get(&target).json()), REFUSED);
    let logins = victim.get(&format!("{FORM}?api=loggedin")).json()["loggedIn"]["logins"].take();
    assert_eq!(logins.as_array().map(Vec::len), Some(2), "{logins}");
}
