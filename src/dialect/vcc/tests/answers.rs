//! What the platform gets back.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use super::sample;
use crate::decision::{Decision, Outcome, Platform, ProjectId, Subject, SubjectVerdict, Verdict};
use crate::dialect::vcc::write_answer;

fn answer(verdicts: impl IntoIterator<Item = (ProjectId, Outcome)>) -> String {
    let verdicts = verdicts.into_iter().map(|(project, outcome)| SubjectVerdict {
        subject: project.into(),
        verdict: Arc::new(Verdict { outcome, reasons: vec!["because".into()], policy: None }),
        cached: false,
        elapsed: Duration::ZERO,
    });
    let decision = Decision {
        id: Uuid::nil(),
        verdicts: verdicts.collect(),
        unix_nanos: 0,
        now_nanos: 0,
        elapsed: Duration::ZERO,
    };
    let mut out = Vec::new();
    write_answer(&decision, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn the_sample_login_is_answered_as_documented() {
    let login = sample();
    let outcome = |id: ProjectId| if id.get() == 3 { Outcome::Deny } else { Outcome::Allow };
    let verdicts = login.projects.as_slice().iter().map(|&id| (id, outcome(id)));
    assert_eq!(answer(verdicts), r#"{"1":true,"2":true,"3":false,"4":true,"5":true}"#);
}

#[test]
fn what_vcc_live_never_asks_is_answered_by_name() {
    let verdict = Arc::new(Verdict { outcome: Outcome::Deny, reasons: Vec::new(), policy: None });
    let subject = Subject::Platform(Platform::Ucontact);
    let verdicts = vec![SubjectVerdict { subject, verdict, cached: false, elapsed: Duration::ZERO }];
    let decision = Decision { id: Uuid::nil(), verdicts, unix_nanos: 0, now_nanos: 0, elapsed: Duration::ZERO };
    let mut out = Vec::new();
    write_answer(&decision, &mut out);
    assert_eq!(out, br#"{"platforms.ucontact":false}"#);
}

#[test]
fn only_allow_is_true() {
    for outcome in Outcome::ALL {
        let expected = format!(r#"{{"9223372036854775807":{}}}"#, outcome == Outcome::Allow);
        assert_eq!(answer([("9223372036854775807".parse().unwrap(), outcome)]), expected);
    }
}

#[test]
fn the_answer_keeps_the_order_of_the_decision() {
    let verdicts = ["20", "3", "100"].map(|id| (id.parse().unwrap(), Outcome::Allow));
    assert_eq!(answer(verdicts), r#"{"20":true,"3":true,"100":true}"#);
}

#[test]
fn the_answer_is_appended_to_what_is_there() {
    let mut out = b"before ".to_vec();
    let project = "7".parse().unwrap();
    let verdict = Arc::new(Verdict { outcome: Outcome::Allow, reasons: Vec::new(), policy: None });
    let verdicts = vec![SubjectVerdict { subject: project, verdict, cached: true, elapsed: Duration::ZERO }];
    write_answer(
        &Decision { id: Uuid::nil(), verdicts, unix_nanos: 0, now_nanos: 0, elapsed: Duration::ZERO },
        &mut out,
    );
    assert_eq!(out, b"before {\"7\":true}");
}
