//! Passwords that are forgotten.

use std::time::Duration;

use logingate::directory::NewAgent;

use super::browser::{FORM, error};
use super::mailed::{self, outbox, token, written};
use super::{Desk, RIGHT, agent, customer};
use crate::patience::PATIENCE;

const NEW: &str = "another-password";
const TOO_LATE: &str = "The link is not valid any more; ask for another one.";

fn desk() -> Desk {
    let desk = Desk::with("public_url = \"http://desk.test/\"");
    desk.add(agent());
    desk
}

fn send(desk: &Desk, name: &str) {
    let answer = desk.browser().ask("resetsend", &[("emailAddress", name)]);
    assert!(answer.get("errors").is_none() && answer["loggedIn"]["isLoggedIn"] == false, "{answer}");
}

fn confirm(desk: &Desk, token: &str, password: &str) -> serde_json::Value {
    desk.browser().ask("resetConfirm", &[("token", token), ("Password", password)])
}

#[test]
fn a_link_sets_another_password_once_and_ends_every_session() {
    let desk = desk();
    let (mut one, mut other) = (desk.browser_of("agent.one"), desk.browser_of("agent.one"));
    send(&desk, "agent.one@EXAMPLE.test");
    let mail = outbox(desk.folder.path(), 1).remove(0);
    assert!(mail.contains("\r\nTo: Agent.One@example.test\r\n") && mail.contains("Subject: Choose a new password"));
    let token = token(&mail);
    assert!(one.is_logged_in());
    let answer = confirm(&desk, &token, NEW);
    assert!(answer.get("errors").is_none(), "{answer}");
    assert!(!one.is_logged_in() && !other.is_logged_in());
    assert_eq!(error(&confirm(&desk, &token, "a-third-password")), TOO_LATE);
    assert_eq!(error(&desk.browser().log_in("agent.one", RIGHT)), "Login failed.");
    assert_eq!(desk.browser().log_in("agent.one", NEW)["loggedIn"]["isLoggedIn"], true);
}

#[test]
fn a_link_is_good_for_thirty_minutes() {
    let desk = desk();
    for (age, is_good) in [(Duration::from_mins(30), false), (Duration::from_mins(30) - Duration::from_nanos(1), true)]
    {
        let count = written(desk.folder.path()).len();
        send(&desk, "agent.one");
        let token = token(&outbox(desk.folder.path(), count + 1)[count]);
        desk.server.clock.advance(age);
        assert_eq!(confirm(&desk, &token, NEW).get("errors").is_none(), is_good, "{age:?}");
    }
}

#[test]
fn a_locked_agent_is_free_after_a_reset() {
    let desk = desk();
    for _ in 0..5 {
        desk.browser().log_in("agent.one", "battery-staple");
    }
    send(&desk, "agent.one");
    let token = token(&outbox(desk.folder.path(), 1)[0]);
    assert!(confirm(&desk, &token, NEW).get("errors").is_none());
    assert_eq!(desk.browser().log_in("agent.one", NEW)["loggedIn"]["isLoggedIn"], true);
}

#[test]
fn an_address_that_nobody_has_is_answered_alike_and_gets_no_mail() {
    let desk = desk();
    desk.add(NewAgent { is_active: false, ..customer() });
    let answers: Vec<_> = ["nobody@example.test", "nobody", "carla@example.test", "agent.one@example.test"]
        .map(|name| desk.browser().post("resetsend", &[("emailAddress", name)]))
        .into_iter()
        .map(|answer| (answer.status, answer.header_names().join(" "), answer.body))
        .collect();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:#?}");
    // The last one's, which was asked for after all others.
    let mails = outbox(desk.folder.path(), 1);
    assert!(mails[0].contains("To: Agent.One@example.test"), "{mails:?}");
}

/// Only somebody's address leads to a change in the directory. The answer is there before, so its time tells nothing.
#[test]
fn the_answer_does_not_wait_for_the_directory() {
    let desk = desk();
    let database = rusqlite::Connection::open(desk.folder.path().join("agents.db")).unwrap();
    database.execute_batch("BEGIN EXCLUSIVE").unwrap();
    for name in ["agent.one@example.test", "nobody@example.test"] {
        send(&desk, name);
    }
    assert_eq!(written(desk.folder.path()), Vec::<String>::new());
    database.execute_batch("ROLLBACK").unwrap();
    outbox(desk.folder.path(), 1);
}

#[test]
fn whoever_is_known_by_a_user_name_alone_gets_mail_at_their_address() {
    let desk = Desk::with("public_url = \"http://desk.test\"");
    desk.add(NewAgent { login_names: Vec::new(), ..agent() });
    desk.add(NewAgent { email: None, ..customer() });
    send(&desk, "carla");
    send(&desk, "agent.one");
    let mails = outbox(desk.folder.path(), 1);
    assert!(mails[0].contains("To: agent.one@example.test"), "{mails:?}");
}

#[test]
fn a_mailbox_is_not_filled() {
    let desk = desk();
    desk.add(customer());
    for _ in 0..5 {
        send(&desk, "agent.one");
    }
    outbox(desk.folder.path(), 5);
    send(&desk, "agent.one");
    // The sixth comes to nothing, and others are written to all the same.
    send(&desk, "carla@example.test");
    assert!(outbox(desk.folder.path(), 6)[5].contains("To: carla@example.test"));
    desk.server.clock.advance(Duration::from_mins(12));
    send(&desk, "agent.one");
    assert!(outbox(desk.folder.path(), 7)[6].contains("To: agent.one@example.test"));
}

#[test]
fn without_a_url_to_link_to_there_is_no_reset() {
    let desk = Desk::new();
    desk.add(agent());
    let told = "Passwords can't be reset here.";
    assert_eq!(error(&desk.browser().ask("resetsend", &[("emailAddress", "agent.one")])), told);
    assert_eq!(error(&confirm(&desk, "x", NEW)), told);
    assert_eq!(error(&desk.browser().get(&format!("{FORM}?api=resetconfirm&token=x")).json()), told);
    assert_eq!(desk.browser().log_in("agent.one", RIGHT)["loggedIn"]["isPasswordResetConfigured"], false);
}

#[test]
fn wrong_tokens_and_weak_passwords_change_nothing() {
    let desk = desk();
    send(&desk, "agent.one");
    let token = token(&outbox(desk.folder.path(), 1)[0]);
    assert_eq!(error(&confirm(&desk, &"x".repeat(43), NEW)), TOO_LATE);
    assert_eq!(error(&confirm(&desk, "", NEW)), "token is missing.");
    assert!(error(&confirm(&desk, &token, "short")).starts_with("The password is too short"));
    assert!(confirm(&desk, &token, NEW).get("errors").is_none(), "the link is still good");
}

#[test]
fn the_link_leads_to_a_page_and_its_form_to_another() {
    let desk = desk();
    send(&desk, "agent.one");
    let token = token(&outbox(desk.folder.path(), 1)[0]);
    let mut browser = desk.browser();
    for _ in 0..2 {
        let page = browser.get(&format!("{FORM}?api=resetconfirm&token={token}"));
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(page.header("content-security-policy").unwrap().contains("default-src 'none'"));
        assert_eq!(page.header("referrer-policy"), Some("same-origin"));
        assert!(page.body.contains(&format!("value=\"{token}\"")), "looking does not use it up: {}", page.body);
    }
    browser.lines = "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\n".to_owned();
    let page = browser.post("resetconfirm", &[("token", &token), ("Password", NEW)]);
    assert!(page.body.contains("<h1>Your password is changed</h1>"), "{}", page.body);
    let page = browser.post("resetconfirm", &[("token", &token), ("Password", NEW)]);
    assert!(page.body.contains("The link is not valid any more"), "{}", page.body);
}

#[test]
fn a_mail_server_gets_the_link() {
    let (port, mails) = mailed::server();
    let mail = format!("server = \"127.0.0.1:{port}\"\nencryption = \"none\"");
    let desk = Desk::with_mail(&mail, "public_url = \"http://desk.test\"");
    desk.add(agent());
    send(&desk, "agent.one");
    let heard = mails.recv_timeout(PATIENCE).unwrap();
    assert!(heard.contains("RCPT TO:<agent.one@example.test>"), "{heard}");
    assert!(confirm(&desk, &token(&heard), NEW).get("errors").is_none());
    assert_eq!(written(desk.folder.path()), Vec::<String>::new());
}
