//! Decisions looked up: over HTTP, from the command line, and what is never to be found.

mod agents;
mod api;
mod refusals;
mod start;
mod why;

use std::path::Path;

use serde_json::Value;

use crate::patience::wait_until;
use crate::server::{Connection, POLICIES, Response, TestServer};

/// Settings with an index in `directory`; `more` belongs to `[journal]`.
pub fn settings(directory: &Path, more: &str) -> String {
    let path = directory.join("decisions.sqlite");
    format!("[journal]\n{more}\n[journal.index]\npath = \"{}\"\nkeep_age = \"3652days\"\n", path.display())
}

/// A server with an index, its folder kept.
pub struct Scene {
    pub server: TestServer,
    pub directory: tempfile::TempDir,
}

impl Scene {
    pub fn new(more: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let server = TestServer::with(&settings(directory.path(), more), POLICIES);
        Self { server, directory }
    }

    /// One login; returns its decision's id once it can be looked up.
    pub fn login(&self, body: &str) -> String {
        let answer = self.server.post("/vcc/project-login", body);
        let id = answer.header("x-decision-id").unwrap().to_owned();
        wait_until("it can be looked up", || self.ask(&format!("/v1/decisions/{id}")).status == 200);
        id
    }

    pub fn ask(&self, target: &str) -> Response {
        Connection::to(self.server.admin).ask("GET", target, "")
    }

    /// The ids of the decisions that `query` finds.
    pub fn found(&self, query: &str) -> Vec<String> {
        let answer = self.ask(&format!("/v1/decisions?{query}"));
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        let ids = |decision: &Value| decision["decision_id"].as_str().unwrap().to_owned();
        answer.json()["decisions"].as_array().unwrap().iter().map(ids).collect()
    }
}
