//! JSON in the engine's own form.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use regorus::Value;
use serde_json::Value as Json;

/// `json` as the engine itself would read it, but moved over straight: its own way leads through a deserializer.
///
/// Recurses as deep as `json` nests.
#[must_use]
pub fn of_json(json: Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => value.into(),
        // What becomes of a number is for the engine to say.
        Json::Number(_) => json.into(),
        Json::String(text) => text.into(),
        Json::Array(items) => items.into_iter().map(of_json).collect::<Vec<_>>().into(),
        Json::Object(members) => {
            let members = members.into_iter().map(|(name, value)| (name.into(), of_json(value)));
            members.collect::<BTreeMap<_, _>>().into()
        }
    }
}
