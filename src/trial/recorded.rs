//! A login read back from the journal, and what of it the journal does not keep.

use chrono::DateTime;
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::answer::{PastVerdict, RecordedLogin};
use crate::decision::{Agent, Login, Part, Platform, ProjectId, Projects, Reads, Station, Subject};

/// Stands for an agent whose names are not kept. Who asks for it is never decided.
const NAMELESS: &str = "?";
/// Inputs that an event says elsewhere, too.
const SAID_ELSEWHERE: [&str; 5] = ["platform", "hook", "projectId", "primary", "projectIds"];

/// What an event of the journal says, as far as a trial needs it.
#[derive(Debug)]
pub struct Recorded {
    /// The login. What is missing of it is absent.
    pub login: Login,
    /// What policies saw as the time.
    pub now_nanos: i64,
    id: Uuid,
    timestamp: String,
    projects: Vec<Project>,
    /// Paths below `input` that are masked, hashed or removed.
    missing: Vec<Vec<String>>,
}

/// An event from which no login can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the recorded decision can't be read as a login: {0}")]
pub struct UnreadableEvent(String);

#[derive(Deserialize)]
struct Event {
    decision_id: Uuid,
    timestamp: String,
    #[serde(default)]
    input: Map<String, Value>,
    #[serde(default)]
    erased: Vec<String>,
    #[serde(default)]
    masked: Vec<String>,
    #[serde(default)]
    nd_builtin_cache: Value,
    custom: Custom,
}

#[derive(Deserialize)]
struct Custom {
    platform: Platform,
    hook: String,
    projects: Vec<Project>,
}

#[derive(Debug, Deserialize)]
struct Project {
    /// Absent where the platform itself was decided about.
    #[serde(rename = "project_id")]
    id: Option<u64>,
    outcome: String,
    policy: Option<Policy>,
}

#[derive(Debug, Deserialize)]
struct Policy {
    package: String,
    revision: String,
}

impl Recorded {
    /// Reads an event as the journal wrote it.
    ///
    /// # Errors
    /// When it is none, or names no project or agent though it does not say that they were removed.
    pub fn read(event: &str) -> Result<Self, UnreadableEvent> {
        let unreadable = |reason: &str| UnreadableEvent(reason.to_owned());
        let Event { decision_id, timestamp, input, erased, masked, nd_builtin_cache, custom } =
            serde_json::from_str(event).map_err(|error| misshapen(&error))?;
        let missing: Vec<_> = erased.iter().chain(&masked).filter_map(|pointer| below_input(pointer)).collect();
        let kept = |name: &str| input.get(name).filter(|_| !missing.iter().any(|path| *path == [name]));
        let id = |name: &str| kept(name).and_then(Value::as_u64).map(|id| id.to_string());
        let username = kept("username").and_then(Value::as_str).map(str::to_owned);
        let agent = Agent::new(id("userId").and_then(|id| id.parse().ok()), username);
        let is_nameless =
            missing.iter().any(|path| path.first().is_none_or(|name| name == "userId" || name == "username"));
        let agent = agent.or_else(|| Agent::new(None, is_nameless.then(|| NAMELESS.to_owned())));
        let login = Login {
            platform: custom.platform,
            hook: custom.hook.into(),
            projects: projects(&custom.projects, custom.platform).ok_or_else(|| unreadable("it has no projects"))?,
            agent: agent.ok_or_else(|| unreadable("it has no agent"))?,
            group_id: id("groupId").and_then(|id| id.parse().ok()),
            custom_data: kept("customData").and_then(Value::as_object).cloned().unwrap_or_default(),
            source_ip: kept("source").and_then(|source| source["ip"].as_str()?.parse().ok()),
            station: kept("station").and_then(Station::from_value),
        };
        let seen = nd_builtin_cache["time.now_ns"]["[]"].as_i64();
        let written = || DateTime::parse_from_rfc3339(&timestamp).ok()?.timestamp_nanos_opt();
        let now_nanos = seen.or_else(written).ok_or_else(|| unreadable("it has no time"))?;
        Ok(Self { login, now_nanos, id: decision_id, timestamp, projects: custom.projects, missing })
    }

    /// Which of the inputs that a policy `reads` are not kept, as Rego writes them: by such a policy, nothing can be
    /// decided again.
    #[must_use]
    pub fn missing_for(&self, reads: &Reads) -> Vec<String> {
        let is_read = |path: &&Vec<String>| {
            // Either may lie in the other.
            reads.parts.iter().any(|part| part.path().into_iter().zip(path.iter()).all(|(read, lost)| read == lost))
        };
        self.missing.iter().filter(is_read).map(|path| described(path)).collect()
    }

    /// What became of it then, where `revision_now` tells the revision that decides about a subject today, in full.
    pub fn told(&self, revision_now: impl Fn(Subject) -> Option<String>) -> RecordedLogin {
        let verdict = |(project, subject): (&Project, Subject)| {
            let now = revision_now(subject);
            let then = project.policy.as_ref();
            PastVerdict {
                subject,
                outcome: project.outcome.clone(),
                package: then.map(|policy| policy.package.clone()),
                revision: then.map(|policy| policy.revision.chars().take(12).collect()),
                is_same_policy: then.map(|policy| &policy.revision) == now.as_ref(),
            }
        };
        RecordedLogin {
            decision_id: self.id,
            timestamp: self.timestamp.clone(),
            missing: self.missing.iter().map(|path| described(path)).collect(),
            projects: self.projects.iter().zip(self.login.subjects()).map(verdict).collect(),
        }
    }
}

/// Only the place: the error's own words may quote an agent's data.
fn misshapen(error: &serde_json::Error) -> UnreadableEvent {
    UnreadableEvent(format!("it is no event, at line {}, column {}", error.line(), error.column()))
}

/// In the order of the verdicts; none, where the only verdict is about the platform itself.
fn projects(recorded: &[Project], platform: Platform) -> Option<Projects> {
    if matches!(recorded, [Project { id: None, .. }]) {
        return platform.is_decided_about().then_some(Projects::NONE);
    }
    let mut ids = recorded.iter().map(|project| project.id?.to_string().parse::<ProjectId>().ok());
    let first = ids.next()??;
    Projects::new(first, ids.collect::<Option<Vec<_>>>()?).ok()
}

/// `/input/customData/iban` as `["customData", "iban"]`; `None` for what is no input, or said elsewhere (RFC 6901).
fn below_input(pointer: &str) -> Option<Vec<String>> {
    let rest = pointer.strip_prefix("/input")?;
    if rest.is_empty() {
        return Some(Vec::new());
    }
    let names: Vec<_> =
        rest.strip_prefix('/')?.split('/').map(|name| name.replace("~1", "/").replace("~0", "~")).collect();
    (!SAID_ELSEWHERE.contains(&names[0].as_str())).then_some(names)
}

fn described(path: &[String]) -> String {
    let Some((first, below)) = path.split_first() else { return "input".to_owned() };
    match Part::from_input_path(first, below) {
        Some(part) if part.path().len() == path.len() => part.describe(),
        _ => format!("input.{}", path.join(".")),
    }
}
