//! A login as a JSON document, read so that nothing is rounded, guessed or overwritten.

mod depth;
mod entries;
mod project_ids;
mod strict;

use std::borrow::Cow;

use serde_json::value::RawValue;

pub(super) use depth::check_depth;
pub(super) use entries::Entries;
pub(super) use strict::{Fault, parse};

use super::fields::{Fields, Name};
use super::{custom_data, project_list};
use crate::dialect::Problem;
use entries::{Content, Reading};

/// Reads the fields of the object `text`; unknown ones are passed over.
pub(super) fn read(text: &str) -> Result<Fields, Problem> {
    check_depth(text)?;
    // What cannot be read at once keeps its text, in which a refusal finds its words.
    let entries = Reading::AtOnce
        .known_entries(text)
        .or_else(|_| Reading::Later.known_entries(text))
        .map_err(|error| Problem::BodyNotUnderstood { why: format!("it is not JSON: {error}") })?;
    let mut fields = Fields::default();
    for (name, content) in entries {
        match content {
            Content::CustomData(data) => fields.custom_data(data)?,
            Content::ProjectIds(ids) => fields.secondary_project_ids(ids)?,
            Content::Text(raw) => take(&mut fields, name, raw)?,
        }
    }
    Ok(fields)
}

/// Takes what is written as `raw`.
fn take(fields: &mut Fields, name: Name, raw: &RawValue) -> Result<(), Problem> {
    match name {
        Name::ProjectId => fields.project_id(&id_text(name, raw)?.ok_or_else(|| name.refuse("null"))?),
        Name::SecondaryProjectIds => fields.secondary_project_ids(project_list::from_json(raw.get())?),
        Name::UserId => fields.user_id(&id_text(name, raw)?.unwrap_or_default()),
        Name::Username => fields.username(&username(raw)?),
        Name::GroupId => fields.group_id(&id_text(name, raw)?.unwrap_or_default()),
        Name::CustomData => fields.custom_data(match string(name, raw)? {
            Some(text) => custom_data::from_text(&text)?,
            None => custom_data::from_json(raw.get())?,
        }),
    }
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
