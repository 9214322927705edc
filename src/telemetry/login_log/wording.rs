//! How the line puts into words what was decided.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::decision::{DecidedBy, Decision, SubjectVerdict};

/// The longest text of one field; policies and agents may be wordy.
const LONGEST_FIELD_BYTES: usize = 4096;

fn blocking(decision: &Decision) -> impl Iterator<Item = &SubjectVerdict> {
    decision.verdicts.iter().filter(|verdict| !verdict.verdict.outcome.is_allow())
}

/// `login blocked by projects 3, 7`
pub(super) fn message(decision: &Decision) -> Cow<'static, str> {
    if decision.is_allowed() {
        return Cow::Borrowed("login granted");
    }
    let subjects: Vec<_> = blocking(decision).map(|it| it.subject).collect();
    Cow::Owned(match subjects[..] {
        [] => return Cow::Borrowed("login blocked"),
        [subject] => format!("login blocked by {}", subject.described()),
        _ => {
            let ids: Vec<_> = subjects.iter().map(ToString::to_string).collect();
            format!("login blocked by projects {}", ids.join(", "))
        }
    })
}

/// `1,3,7`, behind `text`.
pub(super) fn push_projects(decision: &Decision, text: &mut String) {
    let mut digits = itoa::Buffer::new();
    for (number, SubjectVerdict { subject, .. }) in decision.verdicts.iter().enumerate() {
        if number > 0 {
            text.push(',');
        }
        match subject.project() {
            Some(project) => text.push_str(digits.format(project.get())),
            None => text.push_str(&subject.to_string()),
        }
    }
}

/// Each policy's revision once, in the order of the projects, behind `text`.
pub(super) fn push_revisions(decision: &Decision, text: &mut String) {
    let policies = decision.verdicts.iter().filter_map(|it| it.verdict.policy.as_ref());
    let mut told = Vec::with_capacity(decision.verdicts.len());
    for revision in policies.map(DecidedBy::short_revision) {
        if told.contains(&revision) {
            continue;
        }
        if !told.is_empty() {
            text.push(',');
        }
        revision.push_to(text);
        told.push(revision);
    }
}

/// `3:deny(not in the group; outside working hours), 7:timeout(…)`
pub(super) fn denied(decision: &Decision) -> String {
    let mut text = String::new();
    for SubjectVerdict { subject, verdict, .. } in blocking(decision) {
        let between = if text.is_empty() { "" } else { ", " };
        let _ = write!(text, "{between}{subject}:{}", verdict.outcome.as_str());
        if !verdict.reasons.is_empty() {
            let _ = write!(text, "({})", verdict.reasons.join("; "));
        }
        if text.len() > LONGEST_FIELD_BYTES {
            break;
        }
    }
    shortened(text)
}

/// At most so much of `text` as one field may hold.
pub(super) fn shortened(mut text: String) -> String {
    if text.len() > LONGEST_FIELD_BYTES {
        text.truncate(text.floor_char_boundary(LONGEST_FIELD_BYTES));
        text.push('…');
    }
    text
}
