//! JSON in the engine's own form.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use regorus::Value;
use serde_json::{Map, Value as Json};

/// `json` as the engine itself would read it, but straight: its own way leads through a deserializer.
///
/// Recurses as deep as `json` nests.
#[must_use]
pub fn of_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => (*value).into(),
        // What becomes of a number is for the engine to say.
        Json::Number(_) => json.clone().into(),
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => items.iter().map(of_json).collect::<Vec<_>>().into(),
        Json::Object(members) => of_json_object(members),
    }
}

/// The same of an object.
#[must_use]
pub fn of_json_object(members: &Map<String, Json>) -> Value {
    let members = members.iter().map(|(name, value)| (name.as_str().into(), of_json(value)));
    members.collect::<BTreeMap<_, _>>().into()
}
