//! The entries of an object, in order, repetitions included.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Deserializer as JsonDeserializer, Error, Map, Value};

use super::project_ids::ProjectIds;
use super::strict;
use crate::decision::ProjectId;
use crate::dialect::vcc::custom_data;
use crate::dialect::vcc::fields::Name;

/// How many entries of a login there is room for from the start: each field once.
const FIELDS: usize = 6;

/// An entry that a login is read from.
pub(super) type Known<'a> = (Name, Content<'a>);

/// What stands behind a name.
pub(super) enum Content<'a> {
    ProjectIds(Vec<ProjectId>),
    CustomData(Map<String, Value>),
    /// Its text, which is JSON, whatever else may be wrong with it.
    Text(&'a RawValue),
}

/// How much of an object is read while its end is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Lists and objects too, so that no text is gone through twice. It fails at what is wrong in any way, or rare.
    AtOnce,
    /// Nothing: all is left as text. It fails only where there is no JSON object.
    Later,
}

impl Reading {
    /// The entries of the object `text`, unknown ones left out.
    pub(super) fn known_entries(self, text: &str) -> Result<Vec<Known<'_>>, Error> {
        let mut deserializer = JsonDeserializer::from_str(text);
        let entries = deserializer.deserialize_map(self)?;
        deserializer.end()?;
        Ok(entries)
    }
}

impl<'de> Visitor<'de> for Reading {
    type Value = Vec<Known<'de>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut known = Vec::with_capacity(FIELDS);
        while let Some(KnownName(name)) = entries.next_key()? {
            let Some(name) = name else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            let content = match name {
                Name::SecondaryProjectIds if self == Self::AtOnce => {
                    Content::ProjectIds(entries.next_value_seed(ProjectIds)?)
                }
                Name::CustomData if self == Self::AtOnce => Content::CustomData(entries.next_value_seed(CustomData)?),
                _ => Content::Text(entries.next_value()?),
            };
            known.push((name, content));
        }
        Ok(known)
    }
}

/// The field that a key names, if it is one's.
struct KnownName(Option<Name>);

impl<'de> Deserialize<'de> for KnownName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Key;

        impl Visitor<'_> for Key {
            type Value = KnownName;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a key")
            }

            fn visit_str<E>(self, key: &str) -> Result<KnownName, E> {
                Ok(KnownName(Name::find(key).map(|(name, _)| name)))
            }
        }

        deserializer.deserialize_str(Key)
    }
}

/// `customData` as an object, a list or nothing.
struct CustomData;

impl<'de> DeserializeSeed<'de> for CustomData {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let value = strict::value(deserializer)?;
        custom_data::from_value(value).ok_or_else(|| D::Error::custom("neither an object nor a list"))
    }
}

/// All entries, each with its text.
pub(in crate::dialect::vcc) struct Entries<'a>(pub(in crate::dialect::vcc) Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;

        impl<'de> Visitor<'de> for All {
            type Value = Entries<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(All)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_read_at_once(field: &str, value: &str) -> bool {
        let text = format!(r#"{{"projectId":1,"{field}":{value},"unknown":[{{}}]}}"#);
        let entries = Reading::AtOnce.known_entries(&text);
        assert!(Reading::Later.known_entries(&text).is_ok_and(|entries| entries.len() == 2), "{text}");
        entries.is_ok_and(|entries| matches!(entries[..], [_, (_, Content::ProjectIds(_) | Content::CustomData(_))]))
    }

    #[test]
    fn lists_and_objects_are_read_at_once_as_they_are_mostly_written() {
        for ids in ["[2,3]", "[ 2 ,\n3 ]", r#"["2","3"]"#, "[]", "null"] {
            assert!(is_read_at_once("secondaryProjectIds", ids), "{ids}");
        }
        for data in [r#"{"a":{"b":[1.5,"x"]}}"#, r#"["x"]"#, "[]", "{}", "null"] {
            assert!(is_read_at_once("customData", data), "{data}");
        }
    }

    #[test]
    fn what_is_rare_or_wrong_is_left_for_later() {
        for ids in [r#"{"0":2}"#, r#""""#, "[2,1e3]", "[2.0]", "[-0]", "[0]", "[9223372036854775808]", r#"[" 2"]"#] {
            assert!(!is_read_at_once("secondaryProjectIds", ids), "{ids}");
        }
        for data in [r#""{}""#, "7", r#"{"a":1,"a":2}"#, r#"{"a":1e400}"#, r#"{"a":"\ud800"}"#] {
            assert!(!is_read_at_once("customData", data), "{data}");
        }
    }
}
