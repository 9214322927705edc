//! How the line puts into words what was decided.

use std::fmt::{self, Write as _};

use crate::decision::{Decision, Subject, SubjectVerdict};

/// The longest text of one field; policies and agents may be wordy.
const LONGEST_FIELD_BYTES: usize = 4096;

fn blocking(decision: &Decision) -> impl Iterator<Item = &SubjectVerdict> {
    decision.verdicts.iter().filter(|verdict| !verdict.verdict.outcome.is_allow())
}

/// `login blocked by projects 3, 7`
pub(super) struct Message<'r>(pub(super) &'r Decision);

impl fmt::Display for Message<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_allowed() {
            return formatter.write_str("login granted");
        }
        let mut blocking = blocking(self.0).peekable();
        let Some(first) = blocking.next() else { return formatter.write_str("login blocked") };
        let noun = match first.subject {
            Subject::Platform(platform) => return write!(formatter, "login blocked by platform {platform}"),
            Subject::Project(_) if blocking.peek().is_none() => "project",
            Subject::Project(_) => "projects",
        };
        write!(formatter, "login blocked by {noun} {}", first.subject)?;
        blocking.try_for_each(|next| write!(formatter, ", {}", next.subject))
    }
}

/// `1,3,7`
pub(super) struct ProjectList<'r>(pub(super) &'r [SubjectVerdict]);

impl fmt::Display for ProjectList<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        for SubjectVerdict { subject, .. } in self.0 {
            write!(formatter, "{between}{subject}")?;
            between = ",";
        }
        Ok(())
    }
}

/// Each policy's revision once, in the order of the projects.
pub(super) struct Revisions<'r>(pub(super) &'r [SubjectVerdict]);

impl fmt::Display for Revisions<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let revision = |it: &SubjectVerdict| it.verdict.policy.as_ref().map(|policy| policy.revision);
        let mut told = Vec::with_capacity(self.0.len());
        for revision in self.0.iter().filter_map(revision) {
            if !told.contains(&revision) {
                let between = if told.is_empty() { "" } else { "," };
                write!(formatter, "{between}{revision}")?;
                told.push(revision);
            }
        }
        Ok(())
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
