//! A JSON object as Workspace's applications write one: keys count whatever their case and the blanks around them
//! (`subTopic`, `SubscriberID`, `"data "`: the vendor's own samples have them), and none comes twice.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::dialect::finesse::{ApiError, ErrorKind};

/// The values of an object, each as it was written.
pub(super) struct Object<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Object<'a> {
    /// Reads all of `text`, which is the object called `name`.
    pub(super) fn read(text: &'a str, name: &'static str) -> Result<Self, ApiError> {
        serde_json::from_str(text).map_err(|_| bad(format!("{name}: expected a JSON object, each key once")))
    }

    /// Whether there is anything but `null` at `key`.
    pub(super) fn has(&self, key: &str) -> bool {
        self.raw(key).is_some()
    }

    /// The object at `key`.
    pub(super) fn object(&self, key: &'static str) -> Result<Option<Self>, ApiError> {
        self.raw(key).map(|raw| Object::read(raw.get(), key)).transpose()
    }

    /// The text at `key`, its escapes decoded, of at most `most` bytes. What stands there is never repeated.
    pub(super) fn text(&self, key: &'static str, most: usize) -> Result<Option<Cow<'a, str>>, ApiError> {
        let Some(raw) = self.raw(key) else { return Ok(None) };
        let text = serde_json::from_str::<Text<'a>>(raw.get()).map_err(|_| bad(format!("{key}: expected a text")))?.0;
        if text.len() > most {
            return Err(ApiError::new(ErrorKind::InvalidInput, format!("{key}: expected at most {most} bytes")));
        }
        Ok(Some(text))
    }

    /// The text at `key`, which must be there and not blank.
    pub(super) fn wanted(&self, key: &'static str, most: usize) -> Result<Cow<'a, str>, ApiError> {
        let text = self.text(key, most)?.filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| ApiError::new(ErrorKind::ParameterMissing, format!("{key} is missing")))
    }

    fn raw(&self, key: &str) -> Option<&'a RawValue> {
        self.0.get(&key.to_ascii_lowercase()).copied().filter(|raw| raw.get() != "null")
    }
}

fn bad(why: String) -> ApiError {
    ApiError::new(ErrorKind::BadRequest, why)
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries).map(Self)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = BTreeMap<String, &'de RawValue>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some(Text(key)) = map.next_key()? {
            if entries.insert(key.trim().to_ascii_lowercase(), map.next_value()?).is_some() {
                return Err(A::Error::custom("a key comes twice"));
            }
        }
        Ok(entries)
    }
}

/// A text, borrowed unless it holds escapes.
#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
