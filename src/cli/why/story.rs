//! One decision in words for a supervisor.

use std::fmt;

use chrono::DateTime;
use serde::Deserialize;
use serde_json::Value;

use crate::cli::output::plain;
use crate::decision::Subject;

/// Hexadecimal digits by which revisions and hashes are told apart.
const DIGITS: usize = 12;

/// What of an event is told.
#[derive(Deserialize)]
pub(super) struct Story {
    decision_id: String,
    timestamp: String,
    /// Whatever the journal's rules have made of it, or nothing.
    #[serde(default)]
    input: Value,
    custom: Custom,
}

#[derive(Deserialize)]
struct Custom {
    hook: String,
    projects: Vec<Project>,
}

#[derive(Deserialize)]
struct Project {
    /// Absent where the platform itself was decided about.
    #[serde(rename = "project_id")]
    id: Option<u64>,
    #[serde(default)]
    subject: Option<Subject>,
    outcome: String,
    reasons: Vec<String>,
    policy: Option<Policy>,
}

#[derive(Deserialize)]
struct Policy {
    package: String,
    file: String,
    revision: String,
}

impl fmt::Display for Story {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (allowing, refusing): (Vec<_>, Vec<_>) =
            self.custom.projects.iter().partition(|project| project.outcome == "allow");
        write!(formatter, "{}  {}", self.time(), self.agent())?;
        if refusing.is_empty() {
            writeln!(formatter, " was let in")?;
        } else {
            writeln!(formatter, " was kept out by {}", named(&refusing))?;
        }
        refusing.iter().try_for_each(|project| project.fmt(formatter))?;
        if !allowing.is_empty() {
            writeln!(formatter, "  let in by  {}", named(&allowing))?;
        }
        writeln!(formatter, "  decision   {}, hook {}", plain(&self.decision_id), plain(&self.custom.hook))
    }
}

impl Story {
    fn time(&self) -> String {
        match DateTime::parse_from_rfc3339(&self.timestamp) {
            Ok(time) => time.to_utc().format("%Y-%m-%d %H:%M:%S UTC").to_string(),
            Err(_) => plain(&self.timestamp),
        }
    }

    fn agent(&self) -> String {
        let name = |field: &str| match &self.input[field] {
            Value::String(name) => Some(shortened(name)),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        };
        let (id, name) = (name("userId"), name("username"));
        match (id, name) {
            (Some(id), Some(name)) => format!("agent {id} ({name})"),
            (Some(one), None) | (None, Some(one)) => format!("agent {one}"),
            (None, None) => "an agent whose name is not kept".to_owned(),
        }
    }
}

impl fmt::Display for Project {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "  {}", self.described())?;
        if self.reasons.is_empty() {
            writeln!(formatter, "    because  {}", meaning(&self.outcome, self.id.is_none()))?;
        }
        for reason in &self.reasons {
            writeln!(formatter, "    because  {}", plain(reason))?;
        }
        writeln!(formatter, "    outcome  {}", plain(&self.outcome))?;
        let Some(Policy { package, file, revision }) = &self.policy else { return Ok(()) };
        let revision: String = revision.chars().take(DIGITS).collect();
        writeln!(formatter, "    policy   {} in {}, revision {}", plain(package), plain(file), plain(&revision))
    }
}

impl Project {
    /// `project 42`, `platform ucontact`
    fn described(&self) -> String {
        match (self.id, self.subject) {
            (Some(id), _) => format!("project {id}"),
            (None, Some(subject)) => subject.described(),
            (None, None) => "something without a name".to_owned(),
        }
    }
}

fn meaning(outcome: &str, is_platform: bool) -> &'static str {
    match outcome {
        "deny" => "its policy says that this agent may not",
        "undefined" => "no rule of its policy lets this agent in",
        "no_policy" if is_platform => "the agent has no projects, and nothing decides for the platform",
        "no_policy" => "nothing decides for this project",
        "error" => "its policy is broken or failed",
        "timeout" => "its policy took too long",
        _ => "no reason is given",
    }
}

fn named(projects: &[&Project]) -> String {
    if let [one] = projects {
        return one.described();
    }
    let ids: Vec<_> = projects.iter().filter_map(|project| project.id).map(|id| id.to_string()).collect();
    format!("projects {}", ids.join(", "))
}

/// A name; of a hash, enough to tell agents apart.
fn shortened(name: &str) -> String {
    match name.strip_prefix("hmac:") {
        Some(hash) => format!("hmac:{}…", plain(&hash.chars().take(DIGITS).collect::<String>())),
        None => plain(name),
    }
}
