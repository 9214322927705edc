//! The line that each login leaves.

use serde_json::Value;

use crate::patience::wait_until;
use crate::server::{Process, SAMPLE};

const HOOK: &str = "/vcc/project-login";
const LOGIN: &str = r#"{"projectId":1,"userId":77001,"username":"kovacs","groupId":2,"customData":{"region":"EU"},"secondaryProjectIds":[3]}"#;

/// The line, without what differs from login to login.
fn line_of_a_login(settings: &str) -> Value {
    let mut server = Process::start(settings);
    let answer = server.connect().ask("POST", HOOK, LOGIN);
    let mut line = server.wait_for_line("login");
    let fields = line.as_object_mut().unwrap();
    assert_eq!(fields.remove("decision_id").unwrap().as_str(), answer.header("x-decision-id"));
    assert!(fields.remove("timestamp").unwrap().as_str().unwrap().ends_with('Z'));
    assert!(fields.remove("microseconds").unwrap().as_u64().is_some());
    let revisions = fields.remove("revisions").unwrap();
    let revisions: Vec<_> = revisions.as_str().unwrap().split(',').collect();
    assert!(
        matches!(*revisions, [one, other] if one.len() == 12 && other.len() == 12 && one != other),
        "{revisions:?}"
    );
    line
}

#[test]
fn it_says_what_was_decided_and_why_but_not_about_whom() {
    let expected = serde_json::json!({
        "level": "INFO",
        "target": "logingate::login",
        "message": "login blocked by project 3",
        "hook": "default",
        "outcome": "blocked",
        "projects": "1,3",
        "denied": "3:deny(not yet)",
        "cache_hits": 0,
    });
    assert_eq!(line_of_a_login(""), expected);
}

#[test]
fn agents_are_named_if_the_settings_say_so() {
    let line = line_of_a_login("[log]\nagents = true");
    assert_eq!((&line["user_id"], &line["username"]), (&77001.into(), &"kovacs".into()));
    assert_eq!(line["custom_data"], r#"{"region":"EU"}"#);
}

#[test]
fn a_newcomer_reads_lines_of_ours_only() {
    let mut server = Process::start("");
    server.connect().ask("POST", HOOK, SAMPLE);
    server.signal("TERM");
    server.wait();
    let lines: Vec<Value> = server.log.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let messages: Vec<&str> = lines.iter().map(|line| line["message"].as_str().unwrap()).collect();
    let expected = [
        "hook default runs",
        "serving VCC Live",
        "serving uContact",
        "serving Ozonetel",
        "serving Acqueon",
        "serving iService",
        "serving operators",
        "policies loaded",
        "login blocked",
        "stopping",
    ];
    for expected in expected {
        let count = messages.iter().filter(|message| message.starts_with(expected)).count();
        assert_eq!(count, 1, "{expected}: {messages:#?}");
    }
    assert_eq!(messages.len(), expected.len(), "{messages:#?}");
}

/// How often a thread of the server has written.
fn writes(server: &Process, thread: &str) -> u128 {
    let counts = std::fs::read_to_string(server.thread(thread).unwrap().join("io")).unwrap();
    counts.lines().find_map(|line| line.strip_prefix("syscw: ")).unwrap().parse().unwrap()
}

/// After each write the threads pause for five milliseconds: else logins would wake them one by one.
#[test]
fn a_busy_server_writes_many_logins_at_once() {
    const LOGINS: usize = 500;
    let mut server = Process::start("[[journal.files]]\npath = \"logins.ndjson\"\nfsync = \"never\"");
    let before = [writes(&server, "login-log"), writes(&server, "journal")];
    let begin = std::time::Instant::now();
    let mut connection = server.connect();
    for _ in 0..LOGINS {
        assert_eq!(connection.ask("POST", HOOK, SAMPLE).status, 200);
    }
    let events = server.directory.path().join("logins.ndjson");
    wait_until("all are written", || std::fs::read_to_string(&events).unwrap().lines().count() >= LOGINS);
    let pauses = begin.elapsed().as_millis() / 5;
    let after = [writes(&server, "login-log"), writes(&server, "journal")];
    for (before, after) in before.into_iter().zip(after) {
        assert!(after > before && after - before <= pauses + 2, "{} writes in {pauses} pauses", after - before);
    }
    server.signal("TERM");
    server.wait();
    assert_eq!(server.log.iter().filter(|line| line.contains("login blocked")).count(), LOGINS);
}

#[test]
fn at_a_level_that_leaves_it_out_nobody_waits_for_logins() {
    let silent = Process::with_slow_reader("[log]\nlevel = \"warn,logingate::cli=info,logingate::policy=info\"");
    assert_eq!(silent.connect().ask("POST", HOOK, SAMPLE).status, 200);
    assert!(silent.thread("login-log").is_none());
    let mut telling = Process::start("");
    assert_eq!(telling.connect().ask("POST", HOOK, SAMPLE).status, 200);
    telling.wait_for_line("login");
    assert!(telling.thread("login-log").is_some());
}
