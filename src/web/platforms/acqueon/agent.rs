//! An agent who is signed in, as a connection or a request knows one.

use crate::admission::Known;
use crate::decision::Station;
use crate::dialect::finesse::{AgentState, User};
use crate::directory::{AgentId, AgentRecord, Presence};

/// An agent.
#[derive(Debug, Clone)]
pub(super) struct SignedIn {
    pub(super) id: AgentId,
    login_id: String,
    login_name: String,
    full_name: Option<String>,
    /// How the agent is, as far as is known here.
    pub(super) presence: Presence,
}

impl SignedIn {
    pub(super) fn new(known: Known, presence: Presence) -> Self {
        Self::from_record(known.record, known.login_name, presence)
    }

    pub(super) fn from_record(record: AgentRecord, login_id: String, presence: Presence) -> Self {
        let (login_name, full_name) = (record.agent.username, record.agent.full_name);
        Self { id: record.id, login_id, login_name, full_name, presence }
    }

    /// The same agent, as `presence` says.
    pub(super) fn with(&self, presence: Presence) -> Self {
        Self { presence, ..self.clone() }
    }

    /// The agent as messages show it.
    pub(super) fn user(&self) -> User<'_> {
        User {
            extension: extension(&self.presence),
            state: AgentState::of_signed_in(&self.presence.state),
            reason: self.presence.reason.as_deref(),
            state_since: Some(self.presence.state_since),
            ..self.signed_out(None)
        }
    }

    /// The same once signed out, for this reason.
    pub(super) fn signed_out<'a>(&'a self, reason: Option<&'a str>) -> User<'a> {
        User {
            login_id: &self.login_id,
            login_name: &self.login_name,
            full_name: self.full_name.as_deref(),
            extension: "",
            state: AgentState::Logout,
            reason,
            state_since: None,
        }
    }
}

/// Where calls arrive.
pub(super) fn extension(presence: &Presence) -> &str {
    match &presence.station {
        Some(Station::Extension(number) | Station::Phone(number)) => number,
        None => "",
    }
}
