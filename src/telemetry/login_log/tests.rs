//! Lines are written to memory and read back; a gate stands for a slow log.

use std::io::{self, Write};
use std::sync::mpsc;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};
use tracing::dispatcher::set_default;
use uuid::Uuid;

use super::super::subscriber::tests::in_memory;
use super::*;
use crate::decision::{Agent, Outcome, Platform, PolicyName, Projects, Revision, SubjectVerdict, Verdict};

pub(super) fn verdict(project: &str, outcome: Outcome, reasons: &[&str], revision: u8) -> SubjectVerdict {
    let policy =
        PolicyName { package: "policies.sales".into(), file: "sales.rego".into(), revision: Revision([revision; 32]) };
    let reasons = reasons.iter().map(|&reason| reason.to_owned()).collect();
    let verdict = Verdict { outcome, reasons, policy: Some(Arc::new(policy).into()) };
    SubjectVerdict {
        subject: project.parse().unwrap(),
        verdict: Arc::new(verdict),
        cached: outcome == Outcome::Allow,
        elapsed: Duration::ZERO,
    }
}

pub(super) fn record(username: &str, verdicts: Vec<SubjectVerdict>) -> LoginRecord {
    let login = Login {
        platform: Platform::Vcc,
        hook: "acme".into(),
        projects: Projects::new("1".parse().unwrap(), []).unwrap(),
        agent: Agent::new("2".parse().ok(), Some(username.to_owned())).unwrap(),
        group_id: None,
        custom_data: json!({"region": "EU"}).as_object().unwrap().clone(),
        source_ip: None,
        station: None,
    };
    let decision =
        Decision { id: Uuid::from_u128(7), verdicts, unix_nanos: 0, now_nanos: 0, elapsed: Duration::from_micros(42) };
    LoginRecord { login: Arc::new(login), decision: Arc::new(decision), trace: None }
}

fn lines(json: bool, agents: bool, records: Vec<LoginRecord>) -> String {
    let (dispatch, lines) = in_memory(json, "info");
    let _guard = set_default(&dispatch);
    let log = LoginLog::start(agents).unwrap();
    for record in records {
        log.record(&record);
    }
    log.flush();
    lines.text()
}

fn json_line(agents: bool, record: LoginRecord) -> Value {
    serde_json::from_str(&lines(true, agents, vec![record])).unwrap()
}

#[test]
fn a_blocked_login_says_who_blocked_it_and_why() {
    let verdicts = vec![
        verdict("1", Outcome::Allow, &[], 0xab),
        verdict("3", Outcome::Deny, &["group not allowed", "too late"], 0xab),
        verdict("7", Outcome::Timeout, &[], 0x01),
    ];
    let mut line = json_line(false, record("x", verdicts));
    line.as_object_mut().unwrap().remove("timestamp");
    let expected = json!({
        "level": "INFO",
        "target": "logingate::login",
        "message": "login blocked by projects 3, 7",
        "decision_id": "00000000-0000-0000-0000-000000000007",
        "hook": "acme",
        "outcome": "blocked",
        "projects": "1,3,7",
        "denied": "3:deny(group not allowed; too late), 7:timeout",
        "revisions": "abababababab,010101010101",
        "cache_hits": 1,
        "microseconds": 42,
    });
    assert_eq!(line, expected);
}

#[test]
fn a_granted_login_denies_nothing() {
    let line = json_line(false, record("x", vec![verdict("1", Outcome::Allow, &[], 1)]));
    assert_eq!(
        (&line["message"], &line["outcome"], &line["denied"]),
        (&"login granted".into(), &"granted".into(), &"".into())
    );
}

#[test]
fn one_blocking_project_is_named_in_the_singular() {
    let line = json_line(false, record("x", vec![verdict("3", Outcome::Undefined, &[], 1)]));
    assert_eq!(line["message"], "login blocked by project 3");
}

#[test]
fn a_platform_that_blocks_is_named_as_one() {
    let line = json_line(false, record("x", vec![verdict("platforms.ucontact", Outcome::Deny, &["not now"], 1)]));
    assert_eq!(line["message"], "login blocked by platform ucontact");
    assert_eq!(
        (&line["projects"], &line["denied"]),
        (&json!("platforms.ucontact"), &json!("platforms.ucontact:deny(not now)"))
    );
}

#[test]
fn a_station_is_told_only_where_agents_are() {
    let at_home = || {
        let record = record("x", vec![]);
        let station = Some(crate::decision::Station::Phone("+911234567890".into()));
        LoginRecord { login: Arc::new(Login { station, ..Login::clone(&record.login) }), ..record }
    };
    assert_eq!(json_line(true, at_home())["station"], "phone +911234567890");
    for json in [true, false] {
        assert!(lines(json, true, vec![at_home()]).contains("phone +911234567890"));
        assert!(!lines(json, false, vec![at_home()]).contains("91123"));
    }
}

#[test]
fn a_decision_about_nothing_grants_nothing() {
    assert_eq!(json_line(false, record("x", vec![]))["outcome"], "blocked");
}

#[test]
fn agents_are_named_only_if_the_settings_say_so() {
    let line = json_line(true, record("kovács", vec![]));
    assert_eq!((&line["user_id"], &line["username"]), (&2.into(), &"kovács".into()));
    assert_eq!(line["custom_data"], r#"{"region":"EU"}"#);
    for json in [true, false] {
        let text = lines(json, false, vec![record("kovács", vec![])]);
        assert!(!text.contains("kov") && !text.contains("region") && !text.contains("user_id"), "{text}");
    }
}

#[test]
fn wordy_reasons_are_cut_between_characters() {
    let reason = "ä".repeat(5000);
    let line = json_line(false, record("x", vec![verdict("3", Outcome::Deny, &[&reason], 1)]));
    let denied = line["denied"].as_str().unwrap();
    assert!(denied.ends_with("ä…") && denied.len() < 4110, "{}", denied.len());
}

#[test]
fn everything_that_waits_is_written_before_a_flush_returns() {
    let records = (0..1000).map(|_| record("x", vec![])).collect();
    assert_eq!(lines(false, false, records).lines().count(), 1000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_name_and_no_reason_can_begin_a_line_of_its_own(name in "(.|[\r\n\u{1b}\u{85}\u{2028}]){1,20}", reason in "(.|[\n\r]){0,20}") {
        for json in [true, false] {
            let record = record(&name, vec![verdict("3", Outcome::Deny, &[&reason], 1)]);
            let text = lines(json, true, vec![record]);
            prop_assert_eq!(text.matches(['\n', '\r', '\u{1b}']).count(), 1, "{}", text);
            prop_assert!(text.ends_with('\n'));
        }
    }
}

/// A writer that says when a line arrives and waits for leave to go on.
struct Gate {
    arrived: mpsc::Sender<String>,
    leave: Arc<std::sync::Mutex<mpsc::Receiver<()>>>,
}

impl Write for Gate {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.arrived.send(String::from_utf8_lossy(bytes).into_owned());
        let _ = self.leave.lock().unwrap().recv();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn while_the_log_is_stuck_lines_are_lost_and_counted_and_nobody_waits() {
    let (arrived, arrivals) = mpsc::channel();
    let (go, leave) = mpsc::channel();
    let leave = Arc::new(std::sync::Mutex::new(leave));
    let writer = move || Gate { arrived: arrived.clone(), leave: Arc::clone(&leave) };
    let dispatch = Dispatch::new(tracing_subscriber::fmt().with_ansi(false).with_writer(writer).finish());
    let _guard = set_default(&dispatch);
    let log = LoginLog::with_queue(false, 2, Pause::BETWEEN_BATCHES).unwrap();

    log.record(&record("x", vec![]));
    arrivals.recv().unwrap(); // the first line is stuck in the gate
    (0..7).for_each(|_| log.record(&record("x", vec![]))); // two wait, five are lost
    drop(go); // the gate stands open
    drop(log);

    let later: Vec<String> = arrivals.try_iter().collect();
    assert_eq!(later.iter().filter(|line| line.contains("login blocked")).count(), 2, "{later:?}");
    let warnings: Vec<_> = later.iter().filter(|line| line.contains("were lost")).collect();
    assert!(matches!(warnings.as_slice(), [one] if one.contains("WARN") && one.contains("lines=5")), "{later:?}");
}
