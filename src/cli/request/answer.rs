//! Whether VCC Live would understand an answer: one boolean for each project that was asked for, and nothing else.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::cli::login::LoginFields;
use crate::cli::output::plain;

/// The projects that refuse, in the order of the answer; or all that VCC Live would not understand.
pub(super) fn read(body: &[u8], asked: &LoginFields<'_>) -> Result<Vec<String>, Vec<String>> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(vec!["The answer is empty.".to_owned()]);
    }
    let Entries(entries) = serde_json::from_slice(body)
        .map_err(|error| vec![format!("The answer is not a JSON object: {}.", plain(&error.to_string()))])?;
    let mut projects = asked.secondary_project_ids.clone();
    projects.splice(0..0, asked.project_id);
    let mut faults = Vec::new();
    let missing = named(projects.iter().filter(|id| !entries.iter().any(|(key, _)| key == *id)).copied());
    faults.extend(missing.map(|ids| format!("It says nothing about project {ids}, which was asked for.")));
    let further = named(entries.iter().map(|(key, _)| key.as_str()).filter(|key| !projects.contains(key)));
    faults
        .extend(further.map(|ids| format!("It has `{ids}`, which was not asked for and may be taken for a project.")));
    let other = named(entries.iter().filter(|(_, value)| !value.is_boolean()).map(|(key, _)| key.as_str()));
    faults.extend(other.map(|ids| format!("What it says of {ids} is neither true nor false.")));
    let is_double = |at: usize, key: &str| entries.iter().take(at).any(|(other, _)| other == key);
    let doubles =
        named(entries.iter().enumerate().filter(|(at, (key, _))| is_double(*at, key)).map(|(_, (key, _))| &**key));
    faults.extend(doubles.map(|ids| format!("It has {ids} more than once.")));
    if faults.is_empty() {
        Ok(entries.into_iter().filter(|(_, value)| *value == Value::Bool(false)).map(|(key, _)| key).collect())
    } else {
        Err(faults)
    }
}

/// `1, 2`; `None` for none.
fn named<'a>(ids: impl Iterator<Item = &'a str>) -> Option<String> {
    let ids: Vec<_> = ids.map(plain).collect();
    (!ids.is_empty()).then(|| ids.join(", "))
}

/// The members of an object as they stand, also where two have the same name.
struct Entries(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Entries;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object with a boolean for each project")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Entries, M::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Members)
    }
}
