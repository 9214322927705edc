//! What is known of one agent.

use std::fmt;
use std::num::{NonZeroI64, NonZeroU32};

use serde_json::{Map, Value};

use crate::decision::{GroupId, Platform, ProjectId, UserId};

/// The directory's own number for an agent, `1` … `2^63-1`; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgentId(NonZeroI64);

impl AgentId {
    /// `None` unless `id` is positive.
    #[must_use]
    pub fn new(id: i64) -> Option<Self> {
        NonZeroI64::new(id).filter(|id| id.is_positive()).map(Self)
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> i64 {
        self.0.get()
    }
}

impl fmt::Display for AgentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What a name is on its platform.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LoginNameKind {
    /// What the agent types: uContact's agent, Ozonetel's agent ID, Cisco's login ID, iService's user name.
    Name,
    /// An e-mail address, compared without regard to case.
    Email,
    /// What an identity provider calls the agent (`sub`); the provider's name in the settings.
    OpenId {
        /// Such as `google`.
        provider: String,
    },
}

/// One name under which an agent logs in to one platform. No two agents have the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoginName {
    /// Where it is used.
    pub platform: Platform,
    /// What it is there.
    pub kind: LoginNameKind,
    /// As it was entered. Names are compared without regard to case, identifiers of providers exactly.
    pub name: String,
}

/// Who shares iService's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserType {
    /// Decided by policies.
    Agent,
    /// A contact who is no agent; only iService knows them, and no policy decides.
    Customer,
}

/// After how many minutes without an action a session ends.
pub type InactivityMinutes = NonZeroU32;

/// An agent as somebody enters one.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAgent {
    /// Unique without regard to case. Logs in to every platform for which `login_names` has no name of kind
    /// [`LoginNameKind::Name`].
    pub username: String,
    /// Further names, and those that stand in for `username`.
    pub login_names: Vec<LoginName>,
    /// The platform's number, for policies.
    pub user_id: Option<UserId>,
    /// The agent's group, for policies.
    pub group_id: Option<GroupId>,
    /// The projects of the agent, the primary first, each once; may be empty.
    pub projects: Vec<ProjectId>,
    /// For policies.
    pub custom_data: Map<String, Value>,
    /// Where calls arrive.
    pub extension: Option<String>,
    /// Where calls arrive.
    pub phone: Option<String>,
    /// As people write it, first name first.
    pub full_name: Option<String>,
    /// Where mail arrives.
    pub email: Option<String>,
    /// Such as `en`.
    pub language: Option<String>,
    /// Whether the agent may log in at all.
    pub is_active: bool,
    /// Overrides the platform's own.
    pub inactivity_minutes: Option<InactivityMinutes>,
    /// Agent or customer.
    pub user_type: UserType,
    /// Ids of segments (iService).
    pub segments: Vec<String>,
    /// Access rights (iService).
    pub access_rights: Vec<String>,
}

/// An agent as the directory has it.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentRecord {
    /// The directory's own number.
    pub id: AgentId,
    /// What was entered.
    pub agent: NewAgent,
    /// Rises whenever everything that was opened for the agent is ended.
    pub generation: i64,
}
