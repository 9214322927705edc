//! What the line of one login says.

use std::fmt::Write as _;

use super::LoginRecord;
use crate::decision::{Agent, Decision, ProjectVerdict, UserId};

/// The longest text of one field; policies and agents may be wordy.
const LONGEST_FIELD_BYTES: usize = 4096;

/// Writes the line of `record`. Texts are recorded as strings, which both formats escape: no agent's name and no
/// policy's reason can begin a line of its own.
pub(super) fn write(record: &LoginRecord, agents: bool) {
    let LoginRecord { login, decision, trace } = record;
    let agent = agents.then_some(&login.agent);
    let custom_data = agents.then(|| shortened(serde_json::to_string(&login.custom_data).unwrap_or_default()));
    tracing::info!(
        target: "logingate::login",
        decision_id = %decision.id,
        hook = &*login.hook,
        outcome = if is_granted(decision) { "granted" } else { "blocked" },
        projects = list(&decision.verdicts, ","),
        denied = denied(decision),
        revisions = revisions(decision),
        cache_hits = decision.verdicts.iter().filter(|verdict| verdict.cached).count(),
        microseconds = u64::try_from(decision.elapsed.as_micros()).unwrap_or(u64::MAX),
        user_id = agent.and_then(Agent::user_id).map(UserId::get),
        username = agent.and_then(Agent::username),
        custom_data,
        trace_id = trace.map(|trace| display(trace.trace_id)),
        span_id = trace.map(|trace| display(trace.span_id)),
        "{}", message(decision)
    );
}

/// The platform lets the agent in only if every project does.
fn is_granted(decision: &Decision) -> bool {
    !decision.verdicts.is_empty() && blocking(decision).next().is_none()
}

fn blocking(decision: &Decision) -> impl Iterator<Item = &ProjectVerdict> {
    decision.verdicts.iter().filter(|verdict| !verdict.verdict.outcome.is_allow())
}

fn message(decision: &Decision) -> String {
    if is_granted(decision) {
        return "login granted".to_owned();
    }
    let mut blocking = blocking(decision).peekable();
    match blocking.next() {
        None => "login blocked".to_owned(),
        Some(only) if blocking.peek().is_none() => format!("login blocked by project {}", only.project),
        Some(first) => format!("login blocked by projects {}, {}", first.project, list(blocking, ", ")),
    }
}

fn list<'v>(verdicts: impl IntoIterator<Item = &'v ProjectVerdict>, separator: &str) -> String {
    let mut text = String::new();
    for verdict in verdicts {
        let between = if text.is_empty() { "" } else { separator };
        let _ = write!(text, "{between}{}", verdict.project);
    }
    text
}

/// `3:deny(not in the group; outside working hours), 7:timeout(…)`
fn denied(decision: &Decision) -> String {
    let mut text = String::new();
    for ProjectVerdict { project, verdict, .. } in blocking(decision) {
        let between = if text.is_empty() { "" } else { ", " };
        let _ = write!(text, "{between}{project}:{}", verdict.outcome.as_str());
        if !verdict.reasons.is_empty() {
            let _ = write!(text, "({})", verdict.reasons.join("; "));
        }
        if text.len() > LONGEST_FIELD_BYTES {
            break;
        }
    }
    shortened(text)
}

/// Each policy's revision once, in the order of the projects.
fn revisions(decision: &Decision) -> String {
    let mut revisions: Vec<_> = Vec::new();
    for policy in decision.verdicts.iter().filter_map(|verdict| verdict.verdict.policy.as_ref()) {
        if !revisions.contains(&policy.revision) {
            revisions.push(policy.revision);
        }
    }
    revisions.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn shortened(mut text: String) -> String {
    if text.len() > LONGEST_FIELD_BYTES {
        text.truncate(text.floor_char_boundary(LONGEST_FIELD_BYTES));
        text.push('…');
    }
    text
}
