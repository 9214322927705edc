//! Agents' names as keyed hashes: the same agent has the same hash, and nobody without the key finds the agent to it.

use std::fmt;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::config::{JournalAgents, Secret};
use crate::decision::UserId;

/// What hashes begin with, so that none is taken for a name.
const PREFIX: &str = "hmac:";

/// Hashes agents' names: HMAC-SHA-256 (RFC 2104) of the field's name, a zero byte and its text, in hexadecimal.
#[derive(Clone)]
pub struct AgentHash(Hmac<Sha256>);

impl AgentHash {
    /// With this key, of any length.
    #[must_use]
    pub fn new(key: &Secret) -> Option<Self> {
        Hmac::new_from_slice(key.expose()).ok().map(Self)
    }

    /// As the settings say; `None` where agents are called by their names.
    #[must_use]
    pub fn of(agents: &JournalAgents) -> Option<Self> {
        match agents {
            JournalAgents::Plain => None,
            JournalAgents::Hashed(key) => Self::new(key),
        }
    }

    /// The hash that stands for a `userId`.
    #[must_use]
    pub fn user_id(&self, id: UserId) -> String {
        self.hash("userId", &id.to_string())
    }

    /// The hash that stands for a `username`.
    #[must_use]
    pub fn username(&self, name: &str) -> String {
        self.hash("username", name)
    }

    /// The name of the field goes in, lest agent 7 and an agent called "7" seem to be the same.
    pub(super) fn hash(&self, field: &str, text: &str) -> String {
        let mut mac = self.0.clone();
        mac.update(field.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        format!("{PREFIX}{}", HEXLOWER.encode(&mac.finalize().into_bytes()))
    }
}

impl fmt::Debug for AgentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AgentHash(***)")
    }
}
