//! A list of project ids, read while its end is looked for.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use crate::decision::ProjectId;

/// A list of ids, numbers or strings, or nothing.
pub(super) struct ProjectIds;

impl<'de> DeserializeSeed<'de> for ProjectIds {
    type Value = Vec<ProjectId>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ProjectIds {
    type Value = Vec<ProjectId>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of ids")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut ids = Vec::new();
        while let Some(id) = elements.next_element_seed(Id)? {
            ids.push(id);
        }
        Ok(ids)
    }
}

/// One of them.
struct Id;

impl<'de> DeserializeSeed<'de> for Id {
    type Value = ProjectId;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ProjectId, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Id {
    type Value = ProjectId;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an id")
    }

    /// Only a number in plain decimal digits comes as one of these, whatever its value.
    fn visit_u64<E: Error>(self, number: u64) -> Result<ProjectId, E> {
        number.try_into().map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ProjectId, E> {
        text.parse().map_err(E::custom)
    }
}
