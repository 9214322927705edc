//! Any JSON value, in which a key may come twice only with the same value: where readers differ about which one counts,
//! a policy must not decide by either.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

/// Why a text is not such a value.
#[derive(Debug)]
pub(in crate::dialect::vcc) enum Fault {
    /// A key comes twice with different values.
    Conflict,
    /// It is not JSON.
    Syntax(serde_json::Error),
}

/// Reads all of `text`, whose depth must have been checked.
pub(in crate::dialect::vcc) fn parse(text: &str) -> Result<Value, Fault> {
    let conflict = Cell::new(false);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Strict { conflict: &conflict }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| if conflict.get() { Fault::Conflict } else { Fault::Syntax(error) })
}

/// The same of a value that is part of a text, whose depth must have been checked too; what is wrong is only told there.
pub(super) fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Strict { conflict: &Cell::new(false) }.deserialize(deserializer)
}

#[derive(Clone, Copy)]
struct Strict<'a> {
    conflict: &'a Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element_seed(self)? {
            list.push(element);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(self)?;
            match object.entry(key) {
                Entry::Vacant(free) => _ = free.insert(value),
                Entry::Occupied(taken) if *taken.get() == value => {}
                Entry::Occupied(_) => {
                    self.conflict.set(true);
                    return Err(A::Error::custom("a key comes twice with different values"));
                }
            }
        }
        Ok(object.into())
    }
}
