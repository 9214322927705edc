//! `package system.log`: what policy authors keep out of the journal is in no place of it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::patience::wait_until;
use crate::server::{Connection, POLICIES, TestServer};

const RULES: &str = "system/log.rego";
const LOGIN: &str = r#"{"projectId":3,"userId":7070707070,"username":"ana.lopez","groupId":2,"customData":{"iban":"ES9121000418","card":"4111-1111"}}"#;

/// A server with these rules that writes a file and an index, both in a directory that is kept.
struct Scene {
    server: TestServer,
    directory: TempDir,
}

impl Scene {
    fn new(rules: &str) -> Self {
        Self::with("", "", rules)
    }

    /// `journal` belongs to that table, `more` is any other.
    fn with(journal: &str, more: &str, rules: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let place = |name: &str| directory.path().join(name).display().to_string();
        let settings = format!(
            "{more}\n[journal]\n{journal}\n[[journal.files]]\npath = \"{}\"\n[journal.index]\npath = \"{}\"\nkeep_age = \"3652days\"\n",
            place("logins.ndjson"),
            place("decisions.sqlite")
        );
        let rules = format!("package system.log\n\n{rules}");
        let quoting = "package projects[\"4\"]\n\ndefault allow := false\n\ndeny contains sprintf(\"no %v\", [input.customData.iban])\n";
        let files = [POLICIES, &[(RULES, rules.as_str()), ("projects/4.rego", quoting)]].concat();
        Self { server: TestServer::with(&settings, &files), directory }
    }

    /// Logs in; returns the answer's decision id.
    fn login(&self, body: &str) -> String {
        let answer = self.server.post("/vcc/project-login", body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.header("x-decision-id").unwrap().to_owned()
    }

    /// Logs in; returns the event once it can be looked up.
    fn event_of(&self, body: &str) -> Value {
        let target = format!("/v1/decisions/{}", self.login(body));
        let look_up = || Connection::to(self.server.admin).ask("GET", &target, "");
        wait_until("it can be looked up", || look_up().status == 200);
        look_up().json()
    }

    /// Saves these rules and waits until `/v1/status` tells what it should of them.
    fn edit(&self, rules: &str, is_so: impl Fn(&Value) -> bool) {
        let path = self.server.policies.path().join(RULES);
        std::fs::write(path, format!("package system.log\n\n{rules}")).unwrap();
        wait_until("the status says so", || is_so(&self.status()));
    }

    fn status(&self) -> Value {
        Connection::to(self.server.admin).ask("GET", "/v1/status", "").json()["bundles"]["system.log"].clone()
    }

    fn metrics(&self) -> String {
        Connection::to(self.server.admin).ask("GET", "/metrics", "").body
    }

    /// Stops the server; returns the events of its file, and everything that it has left on the disk.
    fn end(mut self) -> (Vec<Value>, Vec<u8>) {
        self.server.stop().unwrap();
        let text = std::fs::read_to_string(self.directory.path().join("logins.ndjson")).unwrap();
        let events = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (events, bytes_below(self.directory.path()))
    }
}

fn bytes_below(directory: &Path) -> Vec<u8> {
    let files: Vec<PathBuf> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.iter().flat_map(|path| std::fs::read(path).unwrap()).collect()
}

fn is_in(text: &str, bytes: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn what_a_rule_masks_is_in_no_place_and_the_event_says_what_it_lacks() {
    let scene = Scene::new(
        "mask contains \"/input/customData/iban\"\n\n\
         mask contains \"/input/source\"\n\n\
         mask contains {\"op\": \"upsert\", \"path\": \"/input/customData/card\", \"value\": masked} if {\n\
         \tmasked := concat(\"\", [\"…\", substring(input.input.customData.card, 5, 4)])\n}\n",
    );
    let event = scene.event_of(&LOGIN.replace("\"projectId\":3", "\"projectId\":4"));
    assert_eq!(event["input"]["customData"], json!({"card": "…1111"}));
    assert_eq!(event["erased"], json!(["/input/customData/iban", "/input/source", "/requested_by"]));
    assert_eq!(event["masked"], json!(["/input/customData/card"]));
    // The policy of project 4 quotes it.
    assert_eq!(event["custom"]["projects"][0]["reasons"], json!(["no ***"]));
    let (events, bytes) = scene.end();
    assert_eq!(events, [event]);
    assert!(is_in("ana.lopez", &bytes));
    for masked in ["ES9121000418", "4111-1111", "127.0.0.1"] {
        assert!(!is_in(masked, &bytes), "{masked}");
    }
}

#[test]
fn what_a_rule_drops_is_answered_and_left_out_of_every_place() {
    let scene = Scene::new("drop if input.custom.outcome == \"granted\"\n");
    let dropped = scene.login(&LOGIN.replace("\"projectId\":3", "\"projectId\":1"));
    let kept = scene.event_of(LOGIN);
    let answer = Connection::to(scene.server.admin).ask("GET", &format!("/v1/decisions/{dropped}"), "");
    assert_eq!(answer.status, 404);
    // The event is in the index a moment before it is counted as written there.
    let written = "\nlogingate_journal_events_written_total 2\n";
    wait_until("the event is counted in both places", || scene.metrics().contains(written));
    let metrics = scene.metrics();
    assert!(metrics.contains("\nlogingate_journal_events_excluded_total 1\n"), "{metrics}");
    assert!(metrics.contains("\nlogingate_journal_queue_length 0\n"), "{metrics}");
    assert_eq!(scene.end().0, [kept]);
}

#[test]
fn rules_see_only_what_the_settings_have_left() {
    let scene = Scene::with(
        "mask = [\"/input/customData/iban\", \"/input/source\"]\nagents = \"hashed\"\nagents_key = \"hidden-hidden-hidden-hidden\"",
        "",
        "mask contains {\"op\": \"upsert\", \"path\": \"/input/all\", \"value\": input}\n",
    );
    let event = scene.event_of(LOGIN);
    assert_eq!(event["input"]["all"]["input"]["customData"], json!({"card": "4111-1111"}));
    assert!(event["input"]["all"]["input"]["username"].as_str().unwrap().starts_with("hmac:"));
    assert_eq!(event["erased"], json!(["/input/customData/iban", "/input/source", "/requested_by"]));
    assert_eq!(event["masked"], json!(["/input/userId", "/input/username", "/input/all"]));
    let (_, bytes) = scene.end();
    for hidden in ["ES9121000418", "ana.lopez", "7070707070", "127.0.0.1"] {
        assert!(!is_in(hidden, &bytes), "{hidden}");
    }
}

#[test]
fn an_edit_counts_for_the_next_event_and_a_broken_one_changes_nothing() {
    let scene = Scene::new("mask contains \"/input/username\"\n");
    let first = scene.status()["active_revision"].clone();
    assert_eq!(scene.event_of(LOGIN)["erased"], json!(["/input/username"]));
    scene.edit("mask contains \"/input/userId\"\n", |now| now["active_revision"] != first);
    assert_eq!(scene.event_of(LOGIN)["erased"], json!(["/input/userId"]));
    scene.edit("mask contains {\n", |now| now["code"] == "policy_broken");
    assert_eq!(scene.status()["decided_by"], "last_good");
    assert_eq!(scene.event_of(LOGIN)["erased"], json!(["/input/userId"]));
    std::fs::remove_file(scene.server.policies.path().join(RULES)).unwrap();
    wait_until("the rules are gone", || scene.status().is_null());
    assert_eq!(scene.event_of(LOGIN)["erased"], Value::Null);
}

#[test]
fn while_nobody_knows_what_is_masked_events_are_written_without_their_input() {
    let scene = Scene::new("mask contains {\n\ndrop := true\n");
    assert_eq!(scene.status()["decided_by"], "nobody");
    let health = Connection::to(scene.server.admin).ask("GET", "/health/ready", "");
    let degraded = &health.json()["degraded"][0];
    assert_eq!((health.status, &degraded["policy"]), (200, &json!("system.log")));
    assert_eq!(degraded["decided_by"], "nobody: events are written without their input");
    let event = scene.event_of(LOGIN);
    assert_eq!((&event["input"], &event["erased"]), (&Value::Null, &json!(["/input", "/requested_by"])));
    assert_eq!((&event["result"], &event["custom"]["outcome"]), (&json!({"3": false}), &json!("blocked")));
    let metrics = scene.metrics();
    for line in [
        "logingate_journal_rule_failures_total{rule=\"mask\",reason=\"broken\"} 1",
        "logingate_policies_broken 1",
        "logingate_policies_denying 0",
    ] {
        assert!(metrics.lines().any(|it| it == line), "{line}\n{metrics}");
    }
    scene.edit("mask contains \"/input/username\"\n", |now| now["decided_by"] == "current");
    assert_eq!(scene.event_of(LOGIN)["input"]["userId"], 7_070_707_070_u64);
    let (_, bytes) = scene.end();
    assert!(!is_in("ana.lopez", &bytes));
}

#[test]
fn rules_without_end_hold_up_no_login_and_no_stop() {
    let endless = "mask contains \"/input/userId\" if {\n\tsome a in numbers.range(1, 9999)\n\tsome b in numbers.range(1, 9999)\n\ta * b < 0\n}\n";
    let scene = Scene::with("", "[limits]\nevaluation = \"50ms\"", endless);
    let event = scene.event_of(LOGIN);
    assert_eq!((&event["input"], &event["custom"]["outcome"]), (&Value::Null, &json!("blocked")));
    let mut connection = scene.server.connect();
    for _ in 0..1200 {
        assert_eq!(connection.ask("POST", "/vcc/project-login", LOGIN).status, 200);
    }
    let started = std::time::Instant::now();
    let failures = "\nlogingate_journal_rule_failures_total{rule=\"mask\",reason=\"timeout\"} 1201\n";
    wait_until(failures, || scene.metrics().contains(failures));
    // One of them was asked; 1200 times 50 ms would be a minute.
    assert!(started.elapsed() < Duration::from_secs(40), "{:?}", started.elapsed());
    drop(connection);
    let (events, bytes) = scene.end();
    assert_eq!(events.len(), 1201);
    assert!(!is_in("ana.lopez", &bytes));
}

#[test]
fn a_supervisor_finds_what_is_left_of_a_login() {
    for (rules, told) in [
        ("mask contains \"/input\"\n", "an agent whose name is not kept was kept out by project 3"),
        (
            "mask contains {\"op\": \"upsert\", \"path\": \"/input\", \"value\": \"gone\"}\n",
            "an agent whose name is not kept",
        ),
        (
            "mask contains {\"op\": \"upsert\", \"path\": \"/input/username\", \"value\": 5}\n",
            "agent 7070707070 (5) was kept",
        ),
        (
            "mask contains {\"op\": \"upsert\", \"path\": \"/input/userId\", \"value\": [1]}\n",
            "agent ana.lopez was kept out",
        ),
    ] {
        let scene = Scene::new(rules);
        scene.event_of(LOGIN);
        let command = format!("logingate why --url http://{} --project 3 --since 3650days", scene.server.admin);
        let printed = crate::program::bash(scene.directory.path(), &command, &[]);
        assert!(printed.text.contains(told), "{}", printed.text);
    }
}
