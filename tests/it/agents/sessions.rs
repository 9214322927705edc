//! `logingate agents sessions`: who is in, and the end of it.

use std::time::UNIX_EPOCH;

use logingate::decision::{Platform, Station};
use logingate::directory::{Directory, Recognised, SignIn, Token};
use serde_json::Value;

use super::Scene;

fn now() -> i64 {
    i64::try_from(UNIX_EPOCH.elapsed().unwrap().as_nanos()).unwrap()
}

/// Ana is signed in to Ozonetel on a phone, and has a session with iService; ben has one, too.
pub fn busy() -> (Scene, Directory, Token) {
    let scene = Scene::new();
    scene.import("username,password\nana,one\nben,two\n");
    let directory = scene.directory();
    let who = |name: &str| scene.found(Platform::Ozonetel, name).unwrap().record.recognised();
    let station = Station::Phone("+915550100001".to_owned());
    let signed_in = directory.sign_in(Platform::Ozonetel, who("ana"), Some(&station), "READY", now());
    assert!(matches!(directory.wait(signed_in).unwrap(), SignIn::In(_)));
    let token = open_session(&directory, who("ana"));
    open_session(&directory, who("ben"));
    (scene, directory, token)
}

fn open_session(directory: &Directory, who: Recognised) -> Token {
    let token = Token::random().unwrap();
    let idle = Some(std::time::Duration::from_mins(90));
    assert!(directory.wait(directory.open_session(Platform::Iservice, who, &token, idle, now())).unwrap());
    token
}

fn listed(scene: &Scene, flags: &str) -> (Vec<String>, Vec<String>) {
    let listed: Value = serde_json::from_str(&scene.done(&format!("agents sessions {flags} --format json"))).unwrap();
    let names = |of: &str| {
        let all = listed[of].as_array().unwrap().iter();
        all.map(|it| format!("{} {}", it["username"].as_str().unwrap(), it["platform"].as_str().unwrap())).collect()
    };
    (names("signedIn"), names("sessions"))
}

#[test]
fn everybody_who_is_in_is_listed_with_where_and_since_when() {
    let (scene, _directory, token) = busy();
    let text = scene.done("agents sessions");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("AGENT  PLATFORM  WHAT       SINCE"), "{text}");
    assert!(lines[1].starts_with("ana    ozonetel  signed in  20"), "{text}");
    assert!(lines[1].contains("Z  READY since 20") && lines[1].ends_with("Z, phone +915550100001"), "{text}");
    assert!(lines[2].starts_with("ana    iservice  session    20") && lines[2].contains(", ends 20"), "{text}");
    assert_eq!(lines.len(), 4, "{text}");
    let json = scene.done("agents sessions --format json");
    assert!(json.contains("\"phone\": \"+915550100001\""), "{json}");
    assert!(!text.contains(token.expose()) && !json.contains(token.expose()), "no token is ever told");
}

#[test]
fn those_of_one_agent_or_one_platform_are_listed_alone() {
    let (scene, ..) = busy();
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    assert_eq!(listed(&scene, "ana"), (names(&["ana ozonetel"]), names(&["ana iservice"])));
    assert_eq!(listed(&scene, "--platform ozonetel"), (names(&["ana ozonetel"]), names(&[])));
    assert_eq!(listed(&scene, "ben --platform iservice"), (names(&[]), names(&["ben iservice"])));
    assert!(scene.done("agents show ana").contains("signed in"));
    assert_eq!(scene.done("agents sessions ben --platform acqueon"), "nobody is signed in\n");
}

#[test]
fn ending_puts_one_agent_out_and_nobody_else() {
    let (scene, directory, token) = busy();
    let text = scene.done("agents sessions ana --end");
    assert_eq!(text, "ana: signed out of 1 platform, 1 session ended\n");
    assert_eq!(listed(&scene, ""), (vec![], vec!["ben iservice".to_owned()]));
    assert!(directory.wait(directory.use_session(Platform::Iservice, token.expose(), now())).unwrap().is_none());
    assert_eq!(scene.done("agents sessions ana --end"), "ana: signed out of 0 platforms, 0 sessions ended\n");
    scene.refused("agents sessions --end", 2);
}

#[test]
fn ending_may_be_about_one_platform() {
    let (scene, ..) = busy();
    scene.done("agents sessions ana --platform iservice --end");
    assert_eq!(listed(&scene, "ana"), (vec!["ana ozonetel".to_owned()], vec![]));
}

#[test]
fn another_password_ends_the_sessions_and_deactivation_everything() {
    let (scene, directory, token) = busy();
    scene.done("agents set-password ana --generate-password");
    assert!(directory.wait(directory.use_session(Platform::Iservice, token.expose(), now())).unwrap().is_none());
    assert_eq!(listed(&scene, "ana"), (vec!["ana ozonetel".to_owned()], vec![]));
    scene.done("agents deactivate ana");
    assert_eq!(listed(&scene, "ana"), (vec![], vec![]));
}
