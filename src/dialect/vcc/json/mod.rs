//! A login as a JSON document, read so that nothing is rounded, guessed or overwritten.

mod depth;
mod strict;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

pub(super) use depth::check_depth;
pub(super) use strict::{Fault, parse};

use super::fields::{Fields, Name};
use super::{custom_data, project_list};
use crate::dialect::Problem;

/// How many entries of an object there is room for from the start: as many as a login has.
const FIELDS: usize = 6;

/// Reads the fields of the object `text`; unknown ones are passed over.
pub(super) fn read(text: &str) -> Result<Fields, Problem> {
    check_depth(text)?;
    let entries: KnownEntries<'_> = serde_json::from_str(text)
        .map_err(|error| Problem::BodyNotUnderstood { why: format!("it is not JSON: {error}") })?;
    let mut fields = Fields::default();
    for (name, raw) in entries.0 {
        match name {
            Name::ProjectId => fields.project_id(&id_text(name, raw)?.ok_or_else(|| name.refuse("null"))?)?,
            Name::SecondaryProjectIds => fields.secondary_project_ids(project_list::from_json(raw.get())?)?,
            Name::UserId => fields.user_id(&id_text(name, raw)?.unwrap_or_default())?,
            Name::Username => fields.username(&username(raw)?)?,
            Name::GroupId => fields.group_id(&id_text(name, raw)?.unwrap_or_default())?,
            Name::CustomData => fields.custom_data(match string(name, raw)? {
                Some(text) => custom_data::from_text(&text)?,
                None => custom_data::from_json(raw.get())?,
            })?,
        }
    }
    Ok(fields)
}

/// An id's text, written as a number or as a string, exactly as sent; `None` for `null`.
pub(super) fn id_text(name: Name, raw: &RawValue) -> Result<Option<Cow<'_, str>>, Problem> {
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'"') => string(name, raw),
        Some(b'-' | b'0'..=b'9') => Ok(Some(Cow::Borrowed(text))),
        Some(b'n') => Ok(None),
        _ => Err(name.refuse(text)),
    }
}

/// The user name; `null` is empty. A number is refused: nobody can tell how it was meant to be written.
fn username(raw: &RawValue) -> Result<Cow<'_, str>, Problem> {
    match (string(Name::Username, raw)?, raw.get()) {
        (Some(text), _) => Ok(text),
        (None, "null") => Ok(Cow::Borrowed("")),
        (None, other) => Err(Name::Username.refuse(kind(other))),
    }
}

/// The text of a JSON string, its escapes decoded; `None` if `raw` is no string.
fn string(name: Name, raw: &RawValue) -> Result<Option<Cow<'_, str>>, Problem> {
    let Some(inner) = raw.get().strip_prefix('"').and_then(|text| text.strip_suffix('"')) else { return Ok(None) };
    if !inner.contains('\\') {
        return Ok(Some(Cow::Borrowed(inner)));
    }
    let decoded = serde_json::from_str(raw.get());
    decoded.map(|text| Some(Cow::Owned(text))).map_err(|_| name.refuse("text with a broken escape"))
}

/// What a JSON text is, where its content is nobody's business.
pub(super) fn kind(text: &str) -> &'static str {
    match text.as_bytes().first() {
        Some(b'"') => "text",
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// Whether a form's value is a JSON object or list.
pub(super) fn is_document(text: &str) -> bool {
    trim(text).starts_with(['{', '['])
}

/// `text` without the white space that JSON allows around a value.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

/// The entries of an object that a login is read from, in order, repetitions included.
struct KnownEntries<'a>(Vec<(Name, &'a RawValue)>);

impl<'a> Deserialize<'a> for KnownEntries<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        let known = |key: &str| Name::find(key).map(|(name, _)| name);
        deserializer.deserialize_map(EntryVisitor(known)).map(Self)
    }
}

/// All entries of an object, in order, repetitions included.
pub(super) struct Entries<'a>(pub(super) Vec<(String, &'a RawValue)>);

impl<'a> Deserialize<'a> for Entries<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntryVisitor(|key: &str| Some(key.to_owned()))).map(Self)
    }
}

/// Keeps the entries whose key the closure maps to something.
struct EntryVisitor<F>(F);

impl<'a, K, F: Fn(&str) -> Option<K>> Visitor<'a> for EntryVisitor<F> {
    type Value = Vec<(K, &'a RawValue)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::with_capacity(FIELDS);
        while let Some(Key(key)) = map.next_key()? {
            let value = map.next_value()?;
            entries.extend((self.0)(&key).map(|key| (key, value)));
        }
        Ok(entries)
    }
}

/// A key, borrowed from the document unless it holds escapes.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);
