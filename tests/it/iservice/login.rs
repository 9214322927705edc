//! Who is let in, and what they are told.

use std::time::Duration;

use logingate::directory::NewAgent;
use serde_json::{Value, json};

use super::browser::{FORM, error, set_cookies};
use super::{Desk, RIGHT, agent, customer, email};
use crate::server::Connection;

const FAILED: &str = "Login failed.";

#[test]
fn an_agent_logs_in_by_user_name_or_address_in_any_case_and_gets_the_object() {
    let desk = Desk::with(
        "tenant_id = \"7\"\nbroadcast_message = \"<b>Lunch</b>\"\nspam_policy_url = \"https://x.test/spam\"",
    );
    let id = desk.add(agent()).to_string();
    let expected = json!({
        "accessRights": ["ViewTickets"], "accessibleSegments": ["3"], "alsoUseDefaultCSS": false,
        "broadcastMessage": "<b>Lunch</b>", "chats": [], "contactID": id, "contactName": "Agent One",
        "isAvailable": false, "isLoggedIn": true, "isPasswordResetConfigured": false,
        "logins": [{"name": "agent.one", "type": ""}, {"name": "Agent.One@example.test", "type": "Email"}],
        "numChats": 0, "registrationFormID": "", "spamPolicyUrl": "https://x.test/spam", "styleSheet": "",
        "tenantID": "7",
    });
    for name in ["agent.one", "AGENT.one", "agent.one@EXAMPLE.test", " agent.one "] {
        let mut browser = desk.browser();
        assert_eq!(browser.log_in(name, RIGHT), json!({ "loggedIn": expected }), "{name}");
        let seen = browser.get(&format!("{FORM}?api=loggedIn")).json();
        assert_eq!(seen, json!({ "loggedIn": expected }));
    }
}

#[test]
fn json_bodies_and_other_spellings_are_read_too() {
    let desk = Desk::new();
    desk.add(agent());
    let mut browser = desk.browser();
    let body = json!({ "EmailAddress": "agent.one", "password": RIGHT }).to_string();
    for target in [format!("{FORM}?API=Login"), format!("{FORM}/?api=api-login")] {
        let answer = browser.send("POST", &target, "application/json", &body);
        assert_eq!(answer.json()["loggedIn"]["isLoggedIn"], true, "{target}");
    }
}

#[test]
fn the_cookie_is_for_this_server_alone_and_by_tls_alone_where_there_is_tls() {
    for (settings, name, is_secure) in
        [("", "iservice-session", false), ("public_url = \"https://desk.test\"", "__Host-iservice-session", true)]
    {
        let desk = Desk::with(settings);
        desk.add(agent());
        let answer = desk.browser().post("login", &[("emailAddress", "agent.one"), ("Password", RIGHT)]);
        let cookies = set_cookies(&answer);
        let [cookie] = cookies[..] else { panic!("{cookies:?}") };
        let (pair, attributes) = cookie.split_once("; ").unwrap();
        assert_eq!(pair.split_once('=').map(|(name, value)| (name, value.len())), Some((name, 43)));
        let mut attributes: Vec<_> = attributes.split("; ").collect();
        attributes.sort_unstable();
        let expected: &[_] = if is_secure {
            &["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]
        } else {
            &["HttpOnly", "Path=/", "SameSite=Lax"]
        };
        assert_eq!(attributes, expected);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[test]
fn whatever_is_wrong_the_answer_is_the_same() {
    let desk = Desk::new();
    desk.add(agent());
    desk.add(NewAgent { username: "gone".into(), login_names: vec![], is_active: false, ..agent() });
    desk.add(NewAgent {
        username: "kept.out".into(),
        login_names: vec![email("out@example.test")],
        projects: vec!["1".parse().unwrap(), "3".parse().unwrap()],
        ..agent()
    });
    desk.add(NewAgent {
        username: "other.group".into(),
        login_names: vec![],
        projects: vec![],
        group_id: None,
        ..agent()
    });
    let mut answers = Vec::new();
    for (name, password) in [
        ("nobody", RIGHT),
        ("nobody@example.test", RIGHT),
        ("agent.one", "battery-staple"),
        ("agent.one@example.test", "battery-staple"),
        ("gone", RIGHT),
        ("kept.out", RIGHT),
        ("out@example.test", RIGHT),
        ("other.group", RIGHT),
        ("agent.one", &"x".repeat(1025)),
    ] {
        let answer = desk.browser().post("login", &[("emailAddress", name), ("Password", password)]);
        assert_eq!(error(&answer.json()), FAILED, "{name}");
        let mut headers = answer.headers.clone();
        headers.retain(|(name, _)| name != "date");
        answers.push((answer.status, headers, answer.body));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:#?}");
}

#[test]
fn after_five_failures_the_right_password_is_refused_for_five_minutes() {
    let desk = Desk::new();
    desk.add(agent());
    for name in ["agent.one", "agent.one@example.test", "agent.one", "agent.one", "agent.one"] {
        assert_eq!(error(&desk.browser().log_in(name, "battery-staple")), FAILED);
    }
    assert_eq!(error(&desk.browser().log_in("agent.one", RIGHT)), FAILED);
    desk.server.clock.advance(Duration::from_mins(5));
    desk.browser_of("agent.one");
}

#[test]
fn an_agent_without_projects_is_decided_by_the_platforms_policy_and_a_customer_by_none() {
    let desk = Desk::with("segments = [\"1\", \"2\"]\nbroadcast_message = \"for agents\"");
    desk.add(NewAgent { projects: Vec::new(), ..agent() });
    desk.add(customer());
    desk.browser_of("agent.one");
    let object = desk.browser().log_in("carla@example.test", RIGHT)["loggedIn"].take();
    assert_eq!(object["isLoggedIn"], true);
    assert_eq!((&object["accessRights"], &object["accessibleSegments"]), (&json!([]), &json!(["1", "2"])));
    assert_eq!((&object["contactName"], &object["broadcastMessage"]), (&json!("carla@example.test"), &json!("")));
    let admissions = counted(&desk, "logingate_admissions_total{platform=\"iservice\",outcome=\"admitted\"}");
    assert_eq!(admissions, "2");
}

fn counted(desk: &Desk, series: &str) -> String {
    let metrics = Connection::to(desk.server.admin).ask("GET", "/metrics", "").body;
    let line = metrics.lines().find(|line| line.starts_with(series)).unwrap_or_else(|| panic!("{series}\n{metrics}"));
    line.rsplit(' ').next().unwrap().to_owned()
}

#[test]
fn agentlogin_is_deprecated_unless_it_is_switched_on() {
    let fields = [("emailAddress", "agent.one"), ("Password", RIGHT)];
    let desk = Desk::new();
    desk.add(agent());
    assert_eq!(error(&desk.browser().ask("agentlogin", &fields)), "agentlogin is deprecated; use login.");
    let desk = Desk::with("agentlogin = true");
    desk.add(agent());
    assert_eq!(desk.browser().ask("AgentLogin", &fields)["loggedIn"]["isLoggedIn"], true);
}

#[test]
fn what_is_missing_or_not_understood_is_said_and_logs_nobody_in() {
    let desk = Desk::new();
    desk.add(agent());
    let mut browser = desk.browser();
    let target = format!("{FORM}?api=login");
    for (content_type, body, told) in [
        ("application/x-www-form-urlencoded", "Password=x", "emailAddress is missing."),
        ("application/x-www-form-urlencoded", "emailAddress=agent.one", "Password is missing."),
        ("application/json", "{", "The body was not understood; send a form or a JSON object of texts."),
        ("text/plain", "emailAddress=agent.one", "The body was not understood; send a form or a JSON object of texts."),
        ("application/x-www-form-urlencoded", "emailAddress=a%00&Password=x", "emailAddress is not valid."),
    ] {
        let answer = browser.send("POST", &target, content_type, body);
        assert_eq!((answer.status, error(&answer.json())), (200, told));
    }
}

#[test]
fn other_endpoints_methods_and_sizes_are_refused_in_json() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let form = "application/x-www-form-urlencoded";
    let large = "x".repeat(65 * 1024);
    for (method, target, body, status) in [
        ("POST", FORM.to_owned(), "", 404),
        ("POST", format!("{FORM}?api=whoami"), "", 404),
        ("GET", format!("{FORM}?api=login&emailAddress=agent.one&Password={RIGHT}"), "", 405),
        ("GET", format!("{FORM}?api=logout"), "", 405),
        ("PUT", format!("{FORM}?api=login"), "", 405),
        ("POST", format!("{FORM}?api=login"), large.as_str(), 413),
        ("GET", format!("{FORM}?api=loggedin&x={}", "x".repeat(33 * 1024)), "", 414),
    ] {
        let answer = browser.send(method, &target, form, body);
        assert_eq!(answer.status, status, "{method} {target}");
        error(&answer.json());
        assert_eq!(answer.header("allow"), (status == 405).then_some("POST, OPTIONS"));
    }
    let options = browser.send("OPTIONS", &format!("{FORM}?api=loggedin"), "", "");
    assert_eq!((options.status, options.header("allow")), (204, Some("GET, HEAD, POST, OPTIONS")));
    assert_eq!(browser.send("HEAD", &format!("{FORM}?api=loggedin"), "", "").status, 200);
}

#[test]
fn a_form_that_is_switched_off_is_not_there() {
    let desk = Desk::with("enabled = false");
    assert_eq!(desk.browser().get(&format!("{FORM}?api=loggedin")).status, 404);
    let desk = Desk::with("path = \"/elsewhere\"");
    assert_eq!(desk.browser().get(&format!("{FORM}?api=loggedin")).status, 404);
    assert_eq!(desk.browser().get("/elsewhere?api=loggedin").status, 200);
}

#[test]
fn a_directory_that_does_not_answer_is_told_as_no_login() {
    let desk = Desk::new();
    desk.add(agent());
    let mut browser = desk.browser_of("agent.one");
    let database = rusqlite::Connection::open(desk.folder.path().join("agents.db")).unwrap();
    database.execute_batch("ALTER TABLE agents RENAME TO agents_away").unwrap();
    let told = "This is not possible at the moment; try again later.";
    assert_eq!(error(&desk.browser().log_in("agent.one", RIGHT)), told);
    let seen: Value = browser.get(&format!("{FORM}?api=loggedin")).json();
    assert_eq!(error(&seen), told);
    database.execute_batch("ALTER TABLE agents_away RENAME TO agents").unwrap();
    assert!(browser.is_logged_in());
}
