//! What no event says: parts that are masked, and agents' names that are hashed. Applied before anything is written.

#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::agent_hash::AgentHash;
use super::event::Event;
use crate::config::JournalPrivacy;

/// What stands in a reason for what is not told.
const BLOT: &str = "***";
/// Texts with fewer characters tell nothing, and are part of too many words.
const SHORTEST_BLOTTED: usize = 3;

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

    /// Writes `event` with a line end, without what is not told.
    ///
    /// # Errors
    /// When it has no JSON form; `lines` may then end in a part of it.
    pub(super) fn write(&self, event: &Event, lines: &mut Vec<u8>) -> serde_json::Result<()> {
        if self.mask.is_empty() && self.agents.is_none() {
            serde_json::to_writer(&mut *lines, event)?;
        } else {
            let mut event = serde_json::to_value(event)?;
            self.apply(&mut event);
            serde_json::to_writer(&mut *lines, &event)?;
        }
        lines.push(b'\n');
        Ok(())
    }

    /// Removes what is masked, replaces agents' names, and says so as OPA does: in `erased` and `masked`.
    fn apply(&self, event: &mut Value) {
        let mut untold = Vec::new();
        let had_address = event.pointer("/input/source/ip").is_some();
        let mut erased = Vec::new();
        for pointer in &self.mask {
            if let Some(value) = take(event, pointer) {
                note(&value, &mut untold);
                erased.push(pointer.as_str());
            }
        }
        // The same address under another name.
        if had_address && event.pointer("/input/source/ip").is_none() && take(event, "/requested_by").is_some() {
            erased.push("/requested_by");
        }
        let masked = self.hash_agent(event, &mut untold);
        if !erased.is_empty() {
            event["erased"] = json!(erased);
        }
        if !masked.is_empty() {
            event["masked"] = json!(masked);
        }
        blot_reasons(event, untold);
    }

    fn hash_agent(&self, event: &mut Value, untold: &mut Vec<String>) -> Vec<&'static str> {
        let Some(agents) = &self.agents else { return Vec::new() };
        let mut masked = Vec::new();
        for (pointer, field) in [("/input/userId", "userId"), ("/input/username", "username")] {
            if let Some(value) = event.pointer_mut(pointer)
                && let Some(text) = text(value)
            {
                *value = agents.hash(field, &text).into();
                untold.push(text);
                masked.push(pointer);
            }
        }
        masked
    }
}

/// Removes what `pointer` (RFC 6901) leads to. What is left of a list keeps its places.
fn take(event: &mut Value, pointer: &str) -> Option<Value> {
    let (parent, last) = pointer.rsplit_once('/')?;
    let last = last.replace("~1", "/").replace("~0", "~");
    match event.pointer_mut(parent)? {
        Value::Object(members) => members.remove(&last),
        Value::Array(members) => members.get_mut(last.parse::<usize>().ok()?).map(Value::take),
        _ => None,
    }
}

/// Every text and number in `value`.
fn note(value: &Value, untold: &mut Vec<String>) {
    match value {
        Value::Array(members) => members.iter().for_each(|member| note(member, untold)),
        Value::Object(members) => members.values().for_each(|member| note(member, untold)),
        scalar => untold.extend(text(scalar)),
    }
}

fn text(scalar: &Value) -> Option<String> {
    match scalar {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Policies quote what they see in their reasons.
fn blot_reasons(event: &mut Value, mut untold: Vec<String>) {
    untold.retain(|text| text.chars().count() >= SHORTEST_BLOTTED);
    // The longest first: of what holds a shorter one, nothing may be left over.
    untold.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let projects = event.pointer_mut("/custom/projects").and_then(Value::as_array_mut);
    for project in projects.into_iter().flatten() {
        let reasons = project.get_mut("reasons").and_then(Value::as_array_mut);
        for reason in reasons.into_iter().flatten() {
            if let Value::String(reason) = reason {
                for text in &untold {
                    if reason.contains(text.as_str()) {
                        *reason = reason.replace(text.as_str(), BLOT);
                    }
                }
            }
        }
    }
}
