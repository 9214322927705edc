//! What no event says, whatever rules say: parts that the settings mask, and agents' names that they have hashed.

#[cfg(test)]
mod tests;

use super::agent_hash::AgentHash;
use super::redaction::Redaction;
use crate::config::JournalPrivacy;

/// Keeps personal data out of events.
#[derive(Debug, Clone)]
pub struct Privacy {
    mask: Vec<String>,
    agents: Option<AgentHash>,
}

impl Privacy {
    /// As the settings say.
    #[must_use]
    pub fn new(settings: &JournalPrivacy) -> Self {
        Self { mask: settings.mask.clone(), agents: AgentHash::of(&settings.agents) }
    }

    /// Whether everything is told.
    pub(super) fn tells_all(&self) -> bool {
        self.mask.is_empty() && self.agents.is_none()
    }

    /// Whether any of what is sent as `field` of the input is not told as it is.
    #[must_use]
    pub fn hides(&self, field: &str) -> bool {
        let is_hashed = self.agents.is_some() && ["userId", "username"].contains(&field);
        is_hashed || self.mask.iter().any(|pointer| pointer.split('/').nth(2) == Some(field))
    }

    /// Takes out what is masked, and replaces agents' names.
    pub(super) fn apply(&self, redaction: &mut Redaction) {
        for pointer in &self.mask {
            redaction.erase(pointer);
        }
        if let Some(agents) = &self.agents {
            for (pointer, field) in [("/input/userId", "userId"), ("/input/username", "username")] {
                redaction.replace_text(pointer, |text| agents.hash(field, text));
            }
        }
        redaction.settle();
    }
}
