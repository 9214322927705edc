//! One login as an event of OPA's decision log.
//!
//! Source: <https://www.openpolicyagent.org/docs/management-decision-logs>. What OPA has no field for is in `custom`.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat};
use data_encoding::HEXLOWER;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::decision::{Decision, ProjectId, SubjectVerdict};
use crate::telemetry::LoginRecord;

/// The `path` of every event: OPA's name of the question that was asked.
const PATH: &str = "logingate/login";

/// One login, as OPA's decision log writes decisions. Where parts are masked, `erased` and `masked` name them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Event {
    labels: Labels,
    decision_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span_id: Option<String>,
    path: &'static str,
    /// What the policy of the primary project saw; that of another differs in `projectId` and `primary` only. About a
    /// platform, it has neither.
    #[schema(value_type = Object)]
    input: Value,
    /// The answer on the wire.
    #[schema(value_type = Object)]
    result: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    requested_by: Option<std::net::IpAddr>,
    timestamp: String,
    metrics: Metrics,
    /// What the clock said to policies: what a replay must tell them again.
    #[schema(value_type = Object)]
    nd_builtin_cache: Value,
    custom: Custom,
    #[serde(skip)]
    now_nanos: i64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventLabels)]
struct Labels {
    app: &'static str,
    /// This process; another after each start.
    id: Uuid,
    version: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventMetrics)]
struct Metrics {
    #[serde(serialize_with = "nanoseconds")]
    #[schema(value_type = u64)]
    timer_server_handler_ns: Duration,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventCustom)]
struct Custom {
    platform: &'static str,
    hook: String,
    outcome: &'static str,
    projects: Vec<Project>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventProject)]
struct Project {
    /// Absent where the platform itself was decided about.
    #[serde(rename = "project_id", skip_serializing_if = "Option::is_none")]
    id: Option<u64>,
    /// `platforms.ucontact`: what was decided about an agent without projects.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    outcome: &'static str,
    reasons: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<Policy>,
    cached: bool,
    #[serde(serialize_with = "microseconds")]
    #[schema(value_type = u64)]
    microseconds: Duration,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventPolicy)]
struct Policy {
    package: String,
    file: String,
    /// SHA-256 of all that it was compiled from, in hexadecimal.
    revision: String,
}

impl Event {
    /// The event of `record`, written by the process `instance`.
    #[must_use]
    pub fn new(LoginRecord { login, decision, trace }: &LoginRecord, instance: Uuid) -> Self {
        Self {
            labels: Labels { app: "logingate", id: instance, version: env!("CARGO_PKG_VERSION") },
            decision_id: decision.id,
            trace_id: trace.map(|trace| trace.trace_id.to_string()),
            span_id: trace.map(|trace| trace.span_id.to_string()),
            path: PATH,
            input: login.input(login.first_subject()),
            result: result(decision),
            requested_by: login.source_ip,
            timestamp: timestamp(decision.unix_nanos),
            metrics: Metrics { timer_server_handler_ns: decision.elapsed },
            nd_builtin_cache: json!({ "time.now_ns": { "[]": decision.now_nanos } }),
            now_nanos: decision.now_nanos,
            custom: Custom {
                platform: login.platform.as_str(),
                hook: login.hook.to_string(),
                outcome: if decision.is_allowed() { "granted" } else { "blocked" },
                projects: decision.verdicts.iter().map(Project::from).collect(),
            },
        }
    }
}

impl Event {
    /// What the clock said to policies, in nanoseconds since the Unix epoch.
    pub(super) fn now_nanos(&self) -> i64 {
        self.now_nanos
    }
}

impl From<&SubjectVerdict> for Project {
    fn from(it: &SubjectVerdict) -> Self {
        let policy = it.verdict.policy.as_ref().map(|policy| Policy {
            package: policy.package.to_string(),
            file: policy.file.to_string(),
            revision: HEXLOWER.encode(&policy.revision.0),
        });
        Self {
            id: it.subject.project().map(ProjectId::get),
            subject: it.subject.platform().map(|_| it.subject.to_string()),
            outcome: it.verdict.outcome.as_str(),
            reasons: it.verdict.reasons.clone(),
            policy,
            cached: it.cached,
            microseconds: it.elapsed,
        }
    }
}

fn result(decision: &Decision) -> Value {
    let answer = |it: &SubjectVerdict| (it.subject.to_string(), it.verdict.outcome.is_allow().into());
    Value::Object(decision.verdicts.iter().map(answer).collect())
}

fn timestamp(unix_nanos: i64) -> String {
    DateTime::from_timestamp_nanos(unix_nanos).to_rfc3339_opts(SecondsFormat::Nanos, true)
}

fn nanoseconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX))
}

fn microseconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX))
}
