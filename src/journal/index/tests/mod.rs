//! The index on files of its own, without a server.

mod files;
mod keeping;
mod questions;

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::config::JournalIndexSettings;
use crate::journal::Sink as _;

/// 2026-11-23T08:00:00Z.
const NOW: i64 = 1_795_420_800_000_000_000;
const SECOND: i64 = 1_000_000_000;

/// A folder with an index in it.
struct Scene {
    directory: TempDir,
    settings: JournalIndexSettings,
}

impl Scene {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("decisions.sqlite");
        let settings = JournalIndexSettings { path, keep_age: Duration::from_hours(24), keep_mebibytes: 64 };
        Self { directory, settings }
    }

    fn path(&self) -> PathBuf {
        self.settings.path.clone()
    }

    fn sink(&self) -> IndexSink {
        IndexSink::open(&self.settings).unwrap()
    }

    fn index(&self) -> Index {
        Index::open(&self.path(), None).unwrap()
    }

    /// Everything that is there.
    fn found(&self) -> Vec<Value> {
        let page = self.index().find(&Question { limit: Some(Question::MOST), ..Question::default() }).unwrap();
        page.decisions.iter().map(|event| serde_json::from_str(event.get()).unwrap()).collect()
    }
}

/// A login of agent 7 as the journal writes it.
#[derive(Debug, Clone)]
struct Login {
    number: u128,
    unix_nanos: i64,
    user_id: Option<u64>,
    username: Option<&'static str>,
    platform: &'static str,
    projects: Vec<(u64, &'static str)>,
}

impl Default for Login {
    fn default() -> Self {
        Self {
            number: 1,
            unix_nanos: NOW,
            user_id: Some(7),
            username: Some("ana"),
            platform: "vcc",
            projects: vec![(42, "deny")],
        }
    }
}

impl Login {
    fn id(&self) -> Uuid {
        Uuid::from_u128(self.number)
    }

    fn is_granted(&self) -> bool {
        self.projects.iter().all(|(_, outcome)| *outcome == "allow")
    }

    fn line(&self) -> String {
        let project = |(id, outcome): &(u64, &str)| {
            let policy = json!({"package": "projects.default", "file": "default.rego", "revision": "00"});
            json!({"project_id": id, "outcome": outcome, "reasons": ["so"], "policy": policy, "cached": false, "microseconds": 7})
        };
        let mut input = json!({});
        if let Some(id) = self.user_id {
            input["userId"] = id.into();
        }
        if let Some(name) = self.username {
            input["username"] = name.into();
        }
        let event = json!({
            "decision_id": self.id(),
            "timestamp": chrono::DateTime::from_timestamp_nanos(self.unix_nanos).to_rfc3339(),
            "input": input,
            "custom": {
                "platform": self.platform,
                "hook": "default",
                "outcome": if self.is_granted() { "granted" } else { "blocked" },
                "projects": self.projects.iter().map(project).collect::<Vec<_>>(),
            },
        });
        format!("{event}\n")
    }
}

/// One agent's logins, a second apart, of about a kilobyte each.
fn lines(numbers: std::ops::Range<u128>) -> String {
    let login = |number: u128| {
        let unix_nanos = NOW + i64::try_from(number).unwrap() * SECOND;
        Login { number, unix_nanos, projects: (1..=8).map(|id| (id, "allow")).collect(), ..Login::default() }.line()
    };
    numbers.map(login).collect()
}
