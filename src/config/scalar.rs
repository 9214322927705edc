//! Single values: how they may be written and how they are shown.

use figment::value::{Num, Value};

use super::fault::quoted;

/// How a single value is written in a file. In the environment all are plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Switch,
    Integer,
    TextOrInteger,
    /// Whole or with a fraction.
    Number,
}

impl Form {
    /// `value` as text, if it is written in this form.
    pub(super) fn text(self, value: &Value, in_environment: bool) -> Option<String> {
        match (self, value) {
            (Self::Text | Self::TextOrInteger, Value::String(_, text)) => Some(text.clone()),
            (_, Value::String(_, text)) if in_environment => Some(text.clone()),
            (Self::Switch, Value::Bool(_, switch)) => Some(switch.to_string()),
            (Self::Integer | Self::TextOrInteger, Value::Num(_, number)) => integer(*number),
            (Self::Number, Value::Num(_, number)) => {
                integer(*number).or_else(|| number.to_f64().map(|number| number.to_string()))
            }
            _ => None,
        }
    }

    /// `text`, written in this form, as the report shows it.
    pub(super) fn reported(self, text: String) -> serde_json::Value {
        let literal = if self == Self::Text { None } else { serde_json::from_str(&text).ok() };
        literal.unwrap_or_else(|| text.into())
    }
}

/// A value that is no secret; a list or table only by its kind, for it may hold some.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(_, text) => quoted(text),
        Value::Bool(_, switch) => switch.to_string(),
        Value::Num(_, number) => {
            integer(*number).or_else(|| number.to_f64().map(|number| number.to_string())).unwrap_or_default()
        }
        other => kind(other).to_owned(),
    }
}

/// What a value is, without showing it.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(..) | Value::Char(..) => "a text",
        Value::Bool(..) => "true or false",
        Value::Num(..) => "a number",
        Value::Dict(..) => "a table",
        Value::Array(..) => "a list",
        Value::Empty(..) => "nothing",
    }
}

fn integer(number: Num) -> Option<String> {
    number.to_u128().map(|n| n.to_string()).or_else(|| number.to_i128().map(|n| n.to_string()))
}
