//! The journal: every login can be found again, and no login waits for a disk.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::patience::wait_until;
use crate::server::{Connection, Process, SAMPLE, SAMPLE_ANSWER, TestServer};

fn settings(path: &Path, more: &str) -> String {
    format!(
        "[journal]\n{more}\n[[journal.files]]\npath = \"{}\"\nrotate_age = \"366days\"\nfsync = \"always\"\n",
        path.display()
    )
}

/// The events of a file, each a whole line.
fn events(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn journal() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("logins.ndjson");
    (directory, path)
}

#[test]
fn a_login_is_written_down_as_opa_writes_decisions() {
    let (_directory, path) = journal();
    let mut server = TestServer::with(&settings(&path, ""), crate::server::POLICIES);
    let answers = [server.post("/vcc/project-login", SAMPLE), server.post("/vcc/project-login", SAMPLE)];
    server.stop().unwrap();
    let events = events(&path);
    assert_eq!(events.len(), 2);
    for (event, answer) in events.iter().zip(&answers) {
        assert_eq!(event["decision_id"].as_str(), answer.header("x-decision-id"));
        assert_eq!(event["result"], answer.json());
        assert_eq!(event["input"]["userId"], 2);
        assert_eq!(event["input"]["projectIds"], json!([1, 2, 3, 4, 5]));
        assert_eq!(event["requested_by"], "127.0.0.1");
        assert_eq!(event["timestamp"], "2026-11-23T08:00:00.000000000Z");
        assert_eq!(event["nd_builtin_cache"], json!({"time.now_ns": {"[]": 1_795_420_800_000_000_000_i64}}));
        assert_eq!((&event["labels"]["app"], &event["path"]), (&json!("logingate"), &json!("logingate/login")));
        assert_eq!((&event["custom"]["hook"], &event["custom"]["outcome"]), (&json!("default"), &json!("blocked")));
        let third = &event["custom"]["projects"][2];
        assert_eq!((&third["project_id"], &third["outcome"]), (&json!(3), &json!("deny")));
        assert_eq!(third["reasons"], json!(["not yet"]));
        assert_eq!(
            (&third["policy"]["package"], &third["policy"]["file"]),
            (&json!("projects[\"3\"]"), &json!("projects/3.rego"))
        );
        assert_eq!(third["policy"]["revision"].as_str().map(str::len), Some(64));
        assert!(third["microseconds"].is_u64());
    }
    let cached = |event: &Value| event["custom"]["projects"][0]["cached"].clone();
    assert_eq!((cached(&events[0]), cached(&events[1])), (json!(false), json!(true)));
}

#[test]
fn no_event_of_an_answered_login_is_lost_when_the_server_is_told_to_stop_under_load() {
    let (_directory, path) = journal();
    let mut process = Process::start(&settings(&path, "when_full = \"wait\"\nqueue = 4"));
    let address = process.address;
    let clients: Vec<_> = (0..4)
        .map(|_| {
            std::thread::spawn(move || {
                let mut answered = 0;
                let mut connection = Connection::to(address);
                while let Some(answer) = connection.try_ask("POST", "/vcc/project-login", SAMPLE) {
                    assert_eq!(answer.body, SAMPLE_ANSWER);
                    answered += 1;
                }
                answered
            })
        })
        .collect();
    wait_until("many are written", || events_so_far(&path) >= 500);
    process.signal("TERM");
    assert!(process.wait().success());
    let answered: usize = clients.into_iter().map(|client| client.join().unwrap()).sum();
    assert!(answered >= 500 && events(&path).len() >= answered, "{answered} answered, {} written", events(&path).len());
}

fn events_so_far(path: &Path) -> usize {
    std::fs::read_to_string(path).map_or(0, |text| text.matches('\n').count())
}

#[test]
fn what_was_written_outlives_a_process_that_is_killed() {
    let (_directory, path) = journal();
    let process = Process::start(&settings(&path, ""));
    let mut connection = Connection::to(process.address);
    for _ in 0..20 {
        assert_eq!(connection.ask("POST", "/vcc/project-login", SAMPLE).status, 200);
    }
    wait_until("all are written", || events_so_far(&path) >= 20);
    process.signal("KILL");
    drop(process);
    assert_eq!(events(&path).len(), 20);
    let mut again = TestServer::with(&settings(&path, ""), crate::server::POLICIES);
    again.post("/vcc/project-login", SAMPLE);
    again.stop().unwrap();
    assert_eq!(events(&path).len(), 21);
}

#[test]
fn a_full_disk_stops_no_login_and_shows_in_the_metrics() {
    let server = TestServer::with(&settings(Path::new("/dev/full"), ""), crate::server::POLICIES);
    for _ in 0..3 {
        assert_eq!(server.post("/vcc/project-login", SAMPLE).body, SAMPLE_ANSWER);
    }
    let dropped = "logingate_journal_events_dropped_total{reason=\"disk_full\"} 3";
    wait_until(dropped, || Connection::to(server.admin).ask("GET", "/metrics", "").body.contains(dropped));
}

#[test]
fn a_file_that_can_not_be_written_stops_the_start() {
    let directory = tempfile::tempdir().unwrap();
    crate::server::write_files(&directory.path().join("policies"), crate::server::POLICIES);
    std::fs::write(directory.path().join("logingate.toml"), settings(Path::new("/nowhere/logins.ndjson"), "")).unwrap();
    let printed = crate::program::bash(
        directory.path(),
        "timeout 60 logingate --listen 127.0.0.1:0",
        &[("LOGINGATE_ADMIN__LISTEN", "off")],
    );
    assert_eq!(printed.code, Some(2), "{}", printed.text);
    assert!(printed.text.contains("the journal's file /nowhere/logins.ndjson can't be written"), "{}", printed.text);
}

#[test]
fn events_go_to_standard_output_if_that_is_asked_for() {
    let directory = tempfile::tempdir().unwrap();
    crate::server::write_files(&directory.path().join("policies"), crate::server::POLICIES);
    let command = "logingate --listen 127.0.0.1:0 > events.ndjson 2> log & \
        until grep -q 'policies loaded' log; do :; done; \
        curl $(grep 'VCC Live' log | grep -o 'http://[^\"]*') -d 'projectId=1&userId=2&groupId=2'; kill $!; wait $!";
    let environment = [("LOGINGATE_ADMIN__LISTEN", "off"), ("LOGINGATE_JOURNAL__STDOUT", "true")];
    let printed = crate::program::bash(directory.path(), command, &environment);
    assert_eq!((printed.text.as_str(), printed.code), ("{\"1\":true}", Some(0)));
    let events = events(&directory.path().join("events.ndjson"));
    assert_eq!((events.len(), &events[0]["result"]), (1, &json!({"1": true})));
}
