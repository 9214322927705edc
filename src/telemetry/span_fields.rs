//! The fields of a span as JSON, written straight through: every request has a span, and few of them a line that shows it.

#[cfg(test)]
mod tests;

use std::fmt::{self, Debug, Display, Write as _};

use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::span::Record;
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FormatFields, FormattedFields};

/// Room for the fields of a request.
const USUAL_BYTES: usize = 128;

/// Writes the fields of spans as a JSON object, in the order in which they are recorded: for lines in JSON.
#[derive(Debug, Clone, Copy)]
pub(super) struct JsonSpanFields;

impl<'w> FormatFields<'w> for JsonSpanFields {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut members = Members(String::with_capacity(USUAL_BYTES));
        members.0.push('{');
        fields.record(&mut members);
        writer.write_str(&members.object())
    }

    fn add_fields(&self, current: &'w mut FormattedFields<Self>, fields: &Record<'_>) -> fmt::Result {
        let mut members = Members(std::mem::take(&mut current.fields));
        members.0.pop();
        fields.record(&mut members);
        current.fields = members.object();
        Ok(())
    }
}

/// An object that is being written, without the brace at its end.
struct Members(String);

impl Members {
    fn object(mut self) -> String {
        self.0.push('}');
        self.0
    }

    /// Begins a member; its value is to follow.
    fn begin(&mut self, field: &Field) -> &mut String {
        let text = &mut self.0;
        text.push_str(if text.len() > 1 { ",\"" } else { "\"" });
        // An identifier, which needs no escapes; one that is a word of Rust's has a mark before it.
        text.push_str(field.name().trim_start_matches("r#"));
        text.push_str("\":");
        text
    }

    fn add(&mut self, field: &Field, value: impl Display) {
        // Writing to a String cannot fail.
        let _ = write!(self.begin(field), "{value}");
    }
}

impl Visit for Members {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, Value::from(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let needs_escapes = value.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\');
        if needs_escapes {
            return self.add(field, Value::from(value));
        }
        let text = self.begin(field);
        text.push('"');
        text.push_str(value);
        text.push('"');
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}
