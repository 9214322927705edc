//! Lists: a JSON list, or texts with `;` between them.

use serde_json::Value;

const SEPARATOR: char = ';';

/// Each element by `read`; `None` if one can't be read.
pub(super) fn read<T>(value: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    elements(value)?.iter().map(read).collect()
}

fn elements(value: &Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(elements) => Some(elements.clone()),
        Value::String(text) if text.trim_start().starts_with('[') => serde_json::from_str(text).ok(),
        Value::String(text) => Some(text.split(SEPARATOR).map(|element| element.trim().into()).collect()),
        number @ Value::Number(_) => Some(vec![number.clone()]),
        _ => None,
    }
}

/// The cell that [`read`] reads as `elements`.
pub(super) fn cell(elements: &[Value]) -> String {
    let texts: Vec<String> = elements
        .iter()
        .map(|element| match element {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
        .collect();
    let is_bare = |text: &String| !text.is_empty() && text.trim() == text && !text.contains(SEPARATOR);
    let joined = texts.join(";");
    if texts.iter().all(is_bare) && !joined.starts_with('[') { joined } else { Value::from(elements).to_string() }
}
