//! An event on its way to be written, and the account of what was taken out of it.

use serde_json::{Value, json};

use super::mask::{Change, Mask, put, take};

/// What stands in a reason for what is not told.
const BLOT: &str = "***";
/// Texts with fewer characters tell nothing, and are part of too many words.
const SHORTEST_BLOTTED: usize = 3;
/// The caller's address, as policies saw it, and under OPA's own name.
const ADDRESS: &str = "/input/source/ip";
const SAME_ADDRESS: &str = "/requested_by";

/// An event that parts are taken out of.
pub(super) struct Redaction {
    event: Value,
    address: Option<Value>,
    /// Every text and number that stands there no more.
    untold: Vec<String>,
    erased: Vec<String>,
    masked: Vec<String>,
}

impl Redaction {
    /// Of this event, as it is so far.
    pub(super) fn of(event: Value) -> Self {
        let address = event.pointer(ADDRESS).cloned();
        Self { event, address, untold: Vec::new(), erased: Vec::new(), masked: Vec::new() }
    }

    /// Removes what `pointer` leads to, if anything.
    pub(super) fn erase(&mut self, pointer: &str) {
        if let Some(value) = take(&mut self.event, pointer) {
            note(&value, &mut self.untold);
            self.erased.push(pointer.to_owned());
        }
    }

    /// Puts what `change` makes of the text or number that stands at `pointer` in its place.
    pub(super) fn replace_text(&mut self, pointer: &str, change: impl FnOnce(&str) -> String) {
        if let Some(value) = self.event.pointer_mut(pointer)
            && let Some(text) = text(value)
        {
            *value = change(&text).into();
            self.untold.push(text);
            self.masked.push(pointer.to_owned());
        }
    }

    /// Does what `mask` says; where that is impossible, nothing, as OPA does.
    pub(super) fn apply(&mut self, mask: Mask) {
        let Mask { pointer, change } = mask;
        match change {
            Change::Remove => self.erase(&pointer),
            Change::Upsert(value) => {
                let mut still_told = Vec::new();
                note(&value, &mut still_told);
                if let Ok(before) = put(&mut self.event, &pointer, value) {
                    let mut untold = Vec::new();
                    note(&before.unwrap_or_default(), &mut untold);
                    untold.retain(|text| !still_told.contains(text));
                    self.untold.append(&mut untold);
                    self.masked.push(pointer);
                }
            }
        }
    }

    /// Takes out what tells the same elsewhere: the address under its other name, and what reasons quote.
    pub(super) fn settle(&mut self) {
        if self.address.is_some() && self.event.pointer(ADDRESS) != self.address.as_ref() {
            self.erase(SAME_ADDRESS);
        }
        blot_reasons(&mut self.event, &mut self.untold);
    }

    /// The event as it is now.
    pub(super) fn event(&self) -> &Value {
        &self.event
    }

    /// The event to be written: it says what was taken out as OPA's do, in `erased` and `masked`.
    pub(super) fn into_event(self) -> Value {
        let Self { mut event, erased, masked, .. } = self;
        for (name, pointers) in [("erased", erased), ("masked", masked)] {
            if !pointers.is_empty() {
                event[name] = json!(pointers);
            }
        }
        event
    }
}

/// Every text and number in `value`.
pub(super) fn note(value: &Value, untold: &mut Vec<String>) {
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
fn blot_reasons(event: &mut Value, untold: &mut Vec<String>) {
    untold.retain(|text| text.chars().count() >= SHORTEST_BLOTTED);
    // The longest first: of what holds a shorter one, nothing may be left over.
    untold.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let projects = event.pointer_mut("/custom/projects").and_then(Value::as_array_mut);
    for project in projects.into_iter().flatten() {
        let reasons = project.get_mut("reasons").and_then(Value::as_array_mut);
        for reason in reasons.into_iter().flatten() {
            if let Value::String(reason) = reason {
                for text in &*untold {
                    if reason.contains(text.as_str()) {
                        *reason = reason.replace(text.as_str(), BLOT);
                    }
                }
            }
        }
    }
}
