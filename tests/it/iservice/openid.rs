//! Logins through an identity provider that is a real one.

use std::time::Duration;

use logingate::decision::Platform;
use logingate::directory::{LoginName, LoginNameKind, NewAgent, SessionFilter};
use serde_json::{Value, json};

use super::browser::{Browser, FORM, error, set_cookies};
use super::issuer::{CLIENT, Issuer, SECRET};
use super::{Desk, agent, customer};
use crate::server::{Connection, Response};

/// A server that believes `issuer`, with these settings besides.
pub fn desk(issuer: &Issuer, settings: &str) -> Desk {
    let secret = tempfile::tempdir().unwrap();
    let path = secret.path().join("client");
    std::fs::write(&path, format!("{SECRET}\n")).unwrap();
    Desk::with(&format!(
        "public_url = \"http://desk.test\"\n{settings}\n[[iservice.openid]]\nname = \"Google\"\nissuer = \"{}\"\n\
         client_id = \"{CLIENT}\"\nclient_secret_file = \"{}\"\n",
        issuer.url,
        path.display()
    ))
}

/// Where the provider sends the browser back to.
pub fn authorize(issuer: &Issuer, browser: &mut Browser) -> String {
    let asked = browser.ask("registerOpenID", &[("provider", "google")]);
    let target = asked["redirect"].as_str().unwrap().strip_prefix(&issuer.url).unwrap().to_owned();
    let mut connection = Connection::to(issuer.url.strip_prefix("http://").unwrap().parse().unwrap());
    let answer = connection.ask("GET", &target, "");
    assert_eq!(answer.status, 302, "{answer:?}");
    answer.header("location").unwrap().strip_prefix("http://desk.test").unwrap().to_owned()
}

/// The whole way there and back.
pub fn come_back(issuer: &Issuer, browser: &mut Browser) -> Response {
    let target = authorize(issuer, browser);
    // The browser is sent by a page of the provider.
    browser.lines = String::from("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n");
    let answer = browser.get(&target);
    browser.lines.clear();
    assert!(set_cookies(&answer).iter().any(|cookie| cookie.starts_with("iservice-openid=; ")), "{answer:?}");
    answer
}

pub fn log_in(issuer: &Issuer, browser: &mut Browser) -> Value {
    let answer = come_back(issuer, browser);
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

fn linked(subject: &str) -> LoginName {
    let kind = LoginNameKind::OpenId { provider: "Google".to_owned() };
    LoginName { platform: Platform::Iservice, kind, name: subject.to_owned() }
}

#[test]
fn somebody_new_becomes_a_contact_where_customers_may_register() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true");
    issuer.meets("104273", Some("carla@example.test"), true, Some("Carla Kunde"));
    let mut browser = desk.browser();
    let object = log_in(&issuer, &mut browser)["loggedIn"].take();
    assert_eq!((&object["isLoggedIn"], &object["contactName"]), (&json!(true), &json!("Carla Kunde")));
    let logins = json!([{"name": "carla@example.test", "type": "Email"}, {"name": "104273", "type": "Google"}]);
    assert_eq!(object["logins"], logins);
    assert!(browser.is_logged_in());
    // The same contact the next time, whatever the provider says of them then.
    issuer.meets("104273", None, false, None);
    let again = log_in(&issuer, &mut desk.browser());
    assert_eq!(again["loggedIn"]["contactID"], object["contactID"]);
}

#[test]
fn an_address_that_the_provider_does_not_vouch_for_is_not_taken_over() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true");
    issuer.meets("104273", Some("carla@example.test"), false, None);
    let object = log_in(&issuer, &mut desk.browser())["loggedIn"].take();
    assert_eq!(object["logins"], json!([{"name": "104273", "type": "Google"}]));
    assert_eq!(object["contactName"], object["contactID"]);
}

#[test]
fn somebody_new_stays_out_where_customers_may_not_register() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "");
    let mut browser = desk.browser();
    assert_eq!(error(&log_in(&issuer, &mut browser)), "Login failed.");
    assert!(!browser.is_logged_in());
}

#[test]
fn an_agent_who_is_linked_is_let_in_by_policies() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "");
    desk.add(NewAgent { login_names: vec![linked("104273")], ..agent() });
    let out = NewAgent { username: "kept.out".to_owned(), projects: vec!["3".parse().unwrap()], ..agent() };
    desk.add(NewAgent { login_names: vec![linked("2")], ..out.clone() });
    desk.add(NewAgent { username: "gone".into(), login_names: vec![linked("3")], is_active: false, ..agent() });
    let object = log_in(&issuer, &mut desk.browser())["loggedIn"].take();
    assert_eq!(object["logins"], json!([{"name": "agent.one", "type": ""}, {"name": "104273", "type": "Google"}]));
    for subject in ["2", "3"] {
        issuer.meets(subject, None, false, None);
        assert_eq!(error(&log_in(&issuer, &mut desk.browser())), "Login failed.");
    }
    issuer.meets("104273", None, false, None);
    for _ in 0..5 {
        desk.browser().log_in("agent.one", "battery-staple");
    }
    assert_eq!(error(&log_in(&issuer, &mut desk.browser())), "Login failed.", "locked");
    desk.server.clock.advance(Duration::from_mins(4));
    assert_eq!(error(&log_in(&issuer, &mut desk.browser())), "Login failed.", "still locked");
}

#[test]
fn whoever_is_logged_in_links_a_provider_and_logs_in_by_it_from_then_on() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "");
    let id = desk.add(customer()).to_string();
    let mut browser = desk.browser_of("carla");
    let object = log_in(&issuer, &mut browser)["loggedIn"].take();
    assert_eq!(object["contactID"], id);
    assert!(object["logins"].as_array().unwrap().contains(&json!({"name": "104273", "type": "Google"})), "{object}");
    assert_eq!(log_in(&issuer, &mut browser)["loggedIn"]["contactID"], id, "once more is no harm");
    assert_eq!(log_in(&issuer, &mut desk.browser())["loggedIn"]["contactID"], id);
}

/// The session before is over, and as soon as it is removed, which is after the provider's word was looked up, the
/// database does what a deactivation that is taken back does to an agent.
#[test]
fn whoever_is_deactivated_while_a_provider_vouches_for_them_is_not_let_in() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "");
    desk.add(NewAgent { login_names: vec![linked("104273")], ..agent() });
    let mut browser = desk.browser();
    assert_eq!(log_in(&issuer, &mut browser)["loggedIn"]["isLoggedIn"], true);
    let database = rusqlite::Connection::open(desk.folder.path().join("agents.db")).unwrap();
    let beside = "UPDATE sessions SET used = 0; CREATE TRIGGER beside AFTER DELETE ON sessions BEGIN \
        UPDATE agents SET generation = generation + 1; END";
    database.execute_batch(beside).unwrap();
    assert_eq!(error(&log_in(&issuer, &mut browser)), "Login failed.");
    let sessions = desk.directory.sessions(SessionFilter::default(), crate::server::EIGHT, 9);
    assert_eq!(desk.wait(sessions), Ok(Vec::new()));
    database.execute_batch("DROP TRIGGER beside").unwrap();
    assert_eq!(log_in(&issuer, &mut browser)["loggedIn"]["isLoggedIn"], true);
}

#[test]
fn an_address_alone_links_nobody() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true");
    desk.add(customer());
    issuer.meets("104273", Some("CARLA@example.test"), true, None);
    let mut browser = desk.browser();
    let told = "Log in with your password first, then link the provider.";
    assert_eq!(error(&log_in(&issuer, &mut browser)), told);
    assert!(!browser.is_logged_in());
}

#[test]
fn an_identity_that_somebody_else_has_is_not_linked() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "");
    desk.add(NewAgent { login_names: vec![linked("104273")], ..agent() });
    desk.add(customer());
    let mut browser = desk.browser_of("carla");
    assert_eq!(error(&log_in(&issuer, &mut browser)), "The registration is not possible.");
    let seen = browser.get(&format!("{FORM}?api=loggedin")).json();
    assert_eq!(seen["loggedIn"]["contactName"], "carla@example.test", "still the same");
}

#[test]
fn a_browser_is_sent_on_as_browsers_are() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true\nopenid_return = \"https://portal.test/home\"");
    let mut browser = desk.browser();
    browser.lines = String::from("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\n");
    let sent = browser.post("registeropenid", &[("provider", "Google")]);
    assert_eq!(sent.status, 303);
    assert!(sent.header("location").unwrap().starts_with(&format!("{}/authorize?", issuer.url)));
    browser.lines.clear();
    let answer = come_back(&issuer, &mut browser);
    assert_eq!((answer.status, answer.header("location")), (303, Some("https://portal.test/home")));
    assert!(browser.is_logged_in());
}

#[test]
fn the_tickets_cookie_is_short_lived_and_no_page_reads_it() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "");
    let answer = desk.browser().post("registeropenid", &[("provider", "google")]);
    let cookies = set_cookies(&answer);
    for attribute in ["; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=600"] {
        assert!(cookies[0].contains(attribute), "{cookies:?}");
    }
}

#[test]
fn metadata_are_read_once_an_hour_and_keys_when_they_change() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true");
    for _ in 0..3 {
        log_in(&issuer, &mut desk.browser());
    }
    assert_eq!(issuer.discoveries(), 1);
    issuer.change_key("second");
    assert_eq!(log_in(&issuer, &mut desk.browser())["loggedIn"]["isLoggedIn"], true);
    assert_eq!(issuer.discoveries(), 2);
    // The same name, another key.
    issuer.change_key("second");
    assert_eq!(log_in(&issuer, &mut desk.browser())["loggedIn"]["isLoggedIn"], true);
    assert_eq!(issuer.discoveries(), 3);
}

#[test]
fn a_provider_that_is_away_is_told_and_what_was_known_stands() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "registration = true");
    issuer.go_away(true);
    let told = "This is not possible at the moment; try again later.";
    assert_eq!(error(&desk.browser().ask("registeropenid", &[("provider", "google")])), told);
    issuer.go_away(false);
    log_in(&issuer, &mut desk.browser());
    issuer.go_away(true);
    desk.server.clock.advance(Duration::from_mins(61));
    authorize(&issuer, &mut desk.browser());
    assert_eq!(issuer.discoveries(), 1);
}

#[test]
fn there_are_no_other_providers() {
    let issuer = Issuer::start();
    let desk = desk(&issuer, "");
    let mut browser = desk.browser();
    assert_eq!(error(&browser.ask("registeropenid", &[("provider", "Okta")])), "There is no such provider.");
    assert_eq!(error(&browser.ask("registeropenid", &[])), "provider is missing.");
    assert_eq!(browser.get(&format!("{FORM}/openid/Okta?code=x&state=y")).status, 404);
    assert_eq!(browser.send("POST", &format!("{FORM}/openid/Google"), "", "").status, 405);
}
