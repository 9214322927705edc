//! What the line of one login says.

use std::borrow::Cow;

use chrono::DateTime;
use serde::Serialize;
use uuid::Uuid;

use super::LoginRecord;
use super::wording::{denied, message, projects, revisions, shortened};
use crate::decision::{Agent, Decision, Station, UserId};
use crate::telemetry::timestamp;

/// The line as a JSON object, in the form that the log's other lines have: time and level, message, fields, target.
#[derive(Serialize)]
pub(super) struct Line<'r> {
    timestamp: String,
    level: &'static str,
    message: Cow<'static, str>,
    decision_id: Uuid,
    hook: &'r str,
    outcome: &'static str,
    projects: String,
    denied: String,
    revisions: String,
    cache_hits: usize,
    microseconds: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_data: Option<String>,
    /// `extension 5101`
    #[serde(skip_serializing_if = "Option::is_none")]
    station: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span_id: Option<String>,
    target: &'static str,
    #[serde(skip)]
    unix_nanos: i64,
}

impl<'r> Line<'r> {
    pub(super) fn of(LoginRecord { login, decision, trace }: &'r LoginRecord, agents: bool) -> Self {
        let agent = agents.then_some(&login.agent);
        let custom_data = agents.then(|| shortened(serde_json::to_string(&login.custom_data).unwrap_or_default()));
        let unix_nanos = decision.unix_nanos.saturating_add_unsigned(nanoseconds(decision));
        Self {
            timestamp: timestamp::text(DateTime::from_timestamp_nanos(unix_nanos)),
            level: "INFO",
            message: message(decision),
            decision_id: decision.id,
            hook: &login.hook,
            outcome: if decision.is_allowed() { "granted" } else { "blocked" },
            projects: projects(decision),
            denied: denied(decision),
            revisions: revisions(decision),
            cache_hits: decision.verdicts.iter().filter(|verdict| verdict.cached).count(),
            microseconds: u64::try_from(decision.elapsed.as_micros()).unwrap_or(u64::MAX),
            user_id: agent.and_then(Agent::user_id).map(UserId::get),
            username: agent.and_then(Agent::username),
            custom_data,
            station: login.station.as_ref().filter(|_| agents).map(Station::to_string),
            trace_id: trace.map(|trace| trace.trace_id.to_string()),
            span_id: trace.map(|trace| trace.span_id.to_string()),
            target: "logingate::login",
            unix_nanos,
        }
    }

    /// Appends the line to `lines`, as JSON. As all lines do, it escapes what could begin a line of its own.
    pub(super) fn write_json(&self, lines: &mut Vec<u8>) {
        let begin = lines.len();
        match serde_json::to_writer(&mut *lines, self) {
            Ok(()) => lines.push(b'\n'),
            // Only texts and numbers, which all have JSON: but no half line, whatever happens.
            Err(_) => lines.truncate(begin),
        }
    }

    /// Has whoever writes this thread's log lines write this one. Texts are recorded as strings, which every format
    /// escapes: no agent's name and no policy's reason can begin a line of its own.
    pub(super) fn log(&self) {
        let write = || {
            tracing::info!(
                target: "logingate::login",
                decision_id = %self.decision_id,
                hook = self.hook,
                outcome = self.outcome,
                projects = self.projects,
                denied = self.denied,
                revisions = self.revisions,
                cache_hits = self.cache_hits,
                microseconds = self.microseconds,
                user_id = self.user_id,
                username = self.username,
                custom_data = self.custom_data,
                station = self.station,
                trace_id = self.trace_id.as_ref().map(display),
                span_id = self.span_id.as_ref().map(display),
                "{}", self.message
            );
        };
        timestamp::at(self.unix_nanos, write);
    }
}

/// Whether the line is written at all, in the log of this thread as it is set up now.
pub(super) fn is_wanted() -> bool {
    tracing::enabled!(
        target: "logingate::login",
        tracing::Level::INFO,
        decision_id, hook, outcome, projects, denied, revisions, cache_hits, microseconds, user_id, username,
        custom_data, station, trace_id, span_id
    )
}

fn nanoseconds(decision: &Decision) -> u64 {
    u64::try_from(decision.elapsed.as_nanos()).unwrap_or(u64::MAX)
}
