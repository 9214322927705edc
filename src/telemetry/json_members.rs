//! A JSON object that is written member by member, straight through: every login has a line, and every request may have a
//! span.

use std::fmt::{Display, Write as _};

use itoa::Integer;
use serde_json::Value;

/// An object that is being written at the end of a text, without the brace at its end.
pub(super) struct Members(String);

impl Members {
    /// A new object behind `text`.
    pub(super) fn begin(mut text: String) -> Self {
        text.push('{');
        Self(text)
    }

    /// More of the object that `text` ends with.
    pub(super) fn resume(mut text: String) -> Self {
        text.pop();
        Self(text)
    }

    /// The text, with all of the object.
    pub(super) fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }

    /// Adds what shows itself as JSON: a number, `true` or `false`.
    pub(super) fn json(&mut self, name: &str, value: impl Display) {
        // Writing to a String cannot fail.
        let _ = write!(self.name(name), "{value}");
    }

    /// Adds a whole number.
    #[inline]
    pub(super) fn integer(&mut self, name: &str, value: impl Integer) {
        self.name(name).push_str(itoa::Buffer::new().format(value));
    }

    /// Adds a string.
    #[inline]
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let needs_escapes = value.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\');
        if needs_escapes {
            return self.json(name, Value::from(value));
        }
        self.plain(name, |text| text.push_str(value));
    }

    /// Adds a string that `write` appends, of characters none of which needs an escape.
    #[inline]
    pub(super) fn plain(&mut self, name: &str, write: impl FnOnce(&mut String)) {
        let text = self.name(name);
        text.push('"');
        write(text);
        text.push('"');
    }

    /// Begins a member, whose name needs no escape; its value is to follow. Inlined, since most names are known by then.
    #[inline]
    fn name(&mut self, name: &str) -> &mut String {
        let text = &mut self.0;
        text.push_str(if text.ends_with('{') { "\"" } else { ",\"" });
        text.push_str(name);
        text.push_str("\":");
        text
    }
}
