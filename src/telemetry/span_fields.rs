//! The fields of a span as JSON, written straight through: every request has a span, and few of them a line that shows it.

#[cfg(test)]
mod tests;

use std::fmt::{self, Debug};

use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::span::Record;
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FormatFields, FormattedFields};

use super::json_members::Members;

/// Room for the fields of a request.
const USUAL_BYTES: usize = 128;

/// Writes the fields of spans as a JSON object, in the order in which they are recorded: for lines in JSON.
#[derive(Debug, Clone, Copy)]
pub(super) struct JsonSpanFields;

impl<'w> FormatFields<'w> for JsonSpanFields {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut members = Members::begin(String::with_capacity(USUAL_BYTES));
        fields.record(&mut members);
        writer.write_str(&members.end())
    }

    fn add_fields(&self, current: &'w mut FormattedFields<Self>, fields: &Record<'_>) -> fmt::Result {
        let mut members = Members::resume(std::mem::take(&mut current.fields));
        fields.record(&mut members);
        current.fields = members.end();
        Ok(())
    }
}

impl Visit for Members {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.json(name(field), Value::from(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.json(name(field), value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.json(name(field), value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.json(name(field), value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(name(field), value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.text(name(field), &format!("{value:?}"));
    }
}

/// An identifier, which needs no escapes; one that is a word of Rust's has a mark before it.
fn name(field: &Field) -> &str {
    field.name().trim_start_matches("r#")
}
