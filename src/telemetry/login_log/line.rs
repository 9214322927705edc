//! What the line of one login says.

use super::LoginRecord;
use super::wording::{denied, message, push_projects, push_revisions, shortened};
use crate::decision::{Agent, Station, UserId};
use crate::telemetry::json_members::Members;
use crate::telemetry::timestamp::{self, Moments};

const TARGET: &str = "logingate::login";

/// The line of one login.
#[derive(Clone, Copy)]
pub(super) struct Line<'r> {
    pub(super) record: &'r LoginRecord,
    /// Whether it says who logs in.
    pub(super) agents: bool,
}

impl Line<'_> {
    /// Appends the line to `lines` as a JSON object, in the form that the log's other lines have: time and level, message,
    /// fields, target. As all lines do, it escapes what could begin a line of its own.
    pub(super) fn write_json(self, lines: &mut String, moments: &mut Moments) {
        let LoginRecord { login, decision, trace } = self.record;
        let mut line = Members::begin(std::mem::take(lines));
        line.plain("timestamp", |text| moments.push(self.unix_nanos(), text));
        line.plain("level", |text| text.push_str("INFO"));
        line.text("message", &message(decision));
        line.plain("decision_id", |text| {
            text.push_str(decision.id.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer()));
        });
        line.text("hook", &login.hook);
        line.plain("outcome", |text| text.push_str(self.outcome()));
        line.plain("projects", |text| push_projects(decision, text));
        line.text("denied", &denied(decision));
        line.plain("revisions", |text| push_revisions(decision, text));
        line.integer("cache_hits", self.cache_hits());
        line.integer("microseconds", self.microseconds());
        if self.agents {
            login.agent.user_id().into_iter().for_each(|id| line.integer("user_id", id.get()));
            login.agent.username().into_iter().for_each(|name| line.text("username", name));
            line.text("custom_data", &self.custom_data());
            login.station.iter().for_each(|station| line.text("station", &station.to_string()));
        }
        if let Some(trace) = trace {
            line.text("trace_id", &trace.trace_id.to_string());
            line.text("span_id", &trace.span_id.to_string());
        }
        line.plain("target", |text| text.push_str(TARGET));
        *lines = line.end();
        lines.push('\n');
    }

    /// Has whoever writes this thread's log lines write this one. Texts are recorded as strings, which every format
    /// escapes: no agent's name and no policy's reason can begin a line of its own.
    pub(super) fn log(self) {
        let LoginRecord { login, decision, trace } = self.record;
        let agent = self.agents.then_some(&login.agent);
        let (mut projects, mut revisions) = (String::new(), String::new());
        push_projects(decision, &mut projects);
        push_revisions(decision, &mut revisions);
        let write = || {
            tracing::info!(
                target: TARGET,
                decision_id = %decision.id,
                hook = &*login.hook,
                outcome = self.outcome(),
                projects,
                denied = denied(decision),
                revisions,
                cache_hits = self.cache_hits(),
                microseconds = self.microseconds(),
                user_id = agent.and_then(Agent::user_id).map(UserId::get),
                username = agent.and_then(Agent::username),
                custom_data = self.agents.then(|| self.custom_data()),
                station = login.station.as_ref().filter(|_| self.agents).map(Station::to_string),
                trace_id = trace.map(|trace| display(trace.trace_id)),
                span_id = trace.map(|trace| display(trace.span_id)),
                "{}", message(decision)
            );
        };
        timestamp::at(self.unix_nanos(), write);
    }

    /// When it was decided, since the Unix epoch.
    fn unix_nanos(self) -> i64 {
        let decision = &self.record.decision;
        decision.unix_nanos.saturating_add_unsigned(u64::try_from(decision.elapsed.as_nanos()).unwrap_or(u64::MAX))
    }

    fn outcome(self) -> &'static str {
        if self.record.decision.is_allowed() { "granted" } else { "blocked" }
    }

    fn cache_hits(self) -> usize {
        self.record.decision.verdicts.iter().filter(|verdict| verdict.cached).count()
    }

    fn microseconds(self) -> u64 {
        u64::try_from(self.record.decision.elapsed.as_micros()).unwrap_or(u64::MAX)
    }

    fn custom_data(self) -> String {
        shortened(serde_json::to_string(&self.record.login.custom_data).unwrap_or_default())
    }
}

/// Whether the line is written at all, in the log of this thread as it is set up now.
pub(super) fn is_wanted() -> bool {
    tracing::enabled!(
        target: TARGET,
        tracing::Level::INFO,
        decision_id, hook, outcome, projects, denied, revisions, cache_hits, microseconds, user_id, username,
        custom_data, station, trace_id, span_id
    )
}
