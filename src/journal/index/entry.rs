//! What of an event stands in columns: read from its line, so that the index knows no more than the line says.

use std::io;

use chrono::DateTime;
use rusqlite::{Transaction, params};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// Stands in the place of a project where the platform itself was decided about: a login has no other verdict then.
const PLATFORM_ITSELF: i64 = 0;

/// One event and its line.
pub(super) struct Entry<'l> {
    line: &'l str,
    unix_nanos: i64,
    event: Told<'l>,
}

#[derive(Deserialize)]
struct Told<'l> {
    decision_id: &'l str,
    timestamp: &'l str,
    /// Whatever rules have made of it, or nothing.
    #[serde(borrow, default)]
    input: Option<&'l RawValue>,
    #[serde(borrow)]
    custom: Custom<'l>,
}

/// Absent where it is masked, text where it is hashed.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Input {
    user_id: Option<Value>,
    username: Option<Value>,
}

#[derive(Deserialize)]
struct Custom<'l> {
    hook: &'l str,
    outcome: &'l str,
    #[serde(borrow)]
    projects: Vec<Project<'l>>,
}

#[derive(Deserialize)]
struct Project<'l> {
    /// Absent where the platform itself was decided about.
    #[serde(rename = "project_id")]
    id: Option<i64>,
    outcome: &'l str,
    #[serde(borrow)]
    reasons: &'l RawValue,
    policy: Option<Policy>,
    cached: bool,
    microseconds: i64,
}

#[derive(Deserialize)]
struct Policy {
    package: String,
    revision: String,
}

impl<'l> Entry<'l> {
    /// Reads a line without its end.
    pub(super) fn read(line: &'l [u8]) -> io::Result<Self> {
        let line = std::str::from_utf8(line).map_err(invalid)?;
        let event: Told<'l> = serde_json::from_str(line)?;
        let time = DateTime::parse_from_rfc3339(event.timestamp).map_err(invalid)?;
        let unix_nanos = time.timestamp_nanos_opt().ok_or_else(|| invalid("a time out of range"))?;
        Ok(Self { line, unix_nanos, event })
    }

    /// Puts it into the index; what stands there already stays.
    pub(super) fn insert(&self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        let Told { decision_id, input, custom, .. } = &self.event;
        // Rules may have put something else in its place: then nobody is found by it.
        let input: Input = input.and_then(|input| serde_json::from_str(input.get()).ok()).unwrap_or_default();
        let (user_id, username) = (text(input.user_id.as_ref()), text(input.username.as_ref()));
        transaction.prepare_cached("INSERT OR IGNORE INTO decision VALUES (?, ?, ?, ?, ?, ?, ?)")?.execute(params![
            decision_id,
            self.unix_nanos,
            custom.hook,
            user_id,
            username,
            custom.outcome,
            self.line
        ])?;
        let mut insert =
            transaction.prepare_cached("INSERT OR IGNORE INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
        for it in &custom.projects {
            let (policy, revision) = it.policy.as_ref().map(|it| (&it.package, &it.revision)).unzip();
            insert.execute(params![
                decision_id,
                it.id.unwrap_or(PLATFORM_ITSELF),
                self.unix_nanos,
                it.outcome,
                it.reasons.get(),
                policy,
                revision,
                it.cached,
                it.microseconds
            ])?;
        }
        Ok(())
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
