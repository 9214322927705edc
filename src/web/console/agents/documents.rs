//! What is asked and told, besides agents themselves.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::roster::AgentDocument;

/// A page of agents.
#[derive(Serialize, ToSchema)]
pub(super) struct AgentPage {
    /// In the order of their numbers.
    pub(super) agents: Vec<AgentDocument>,
    /// The `cursor` of the next page; null behind the last.
    pub(super) next: Option<String>,
}

/// One agent, and whether it can log in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AgentAnswer {
    /// What was entered.
    pub(super) agent: AgentDocument,
    /// Whether there is a password to log in with.
    pub(super) has_password: bool,
    /// Until when too many failures bar the agent (RFC 3339); null if they do not.
    pub(super) locked_until: Option<String>,
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPassword {
    /// 1 to 1024 bytes; only its hash is kept.
    pub(super) password: String,
}

/// What has ended.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ended {
    /// Of how many platforms the agent was signed out.
    pub(super) signed_out: u64,
    /// How many sessions were ended.
    pub(super) sessions: u64,
}

/// What has become of an import.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Imported {
    /// How many agents were added, or could be.
    pub(super) agents: usize,
    /// Whether nothing was changed, as `dryRun` asked.
    pub(super) dry_run: bool,
}

/// An agent as an example.
pub(super) fn ana() -> Value {
    json!({
        "id": 1, "username": "ana", "userId": 7, "groupId": 4, "projectId": 42, "secondaryProjectIds": [43],
        "customData": {"language": "es"}, "fullName": "Ana Example", "ozonetel": "AG1001", "active": true,
        "userType": "agent",
    })
}
