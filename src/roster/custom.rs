//! Custom data: one JSON object, and texts in columns of their own.

use serde_json::{Map, Value};

/// As deep as a login's.
const MAX_DEPTH: usize = crate::dialect::MAX_DEPTH;
const MAX_BYTES: usize = 64 * 1024;

/// The object, whether it is one or a text of one.
pub(super) fn object(value: &Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object.clone()),
        Value::String(text) => serde_json::from_str(text).ok(),
        _ => None,
    }
}

/// Whether an agent may have it.
pub(super) fn is_fit(data: &Map<String, Value>) -> bool {
    let size = serde_json::to_string(data).map_or(usize::MAX, |text| text.len());
    size <= MAX_BYTES && data.values().all(|value| is_shallow(value, MAX_DEPTH - 1))
}

fn is_shallow(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(elements) => levels > 0 && elements.iter().all(|element| is_shallow(element, levels - 1)),
        Value::Object(members) => levels > 0 && members.values().all(|member| is_shallow(member, levels - 1)),
        _ => true,
    }
}
