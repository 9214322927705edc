//! The fields of a form, of a query or of a JSON object, by their names in any case.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};

use super::Complaint;

/// The fields of one request.
pub struct Fields<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl fmt::Debug for Fields<'_> {
    /// Shows no value: one of them may be a password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl<'a> Fields<'a> {
    /// The fields of a body: a form, or a JSON object whose values are texts or null.
    ///
    /// # Errors
    /// When the body is something else, or no UTF-8.
    pub fn of_body(content_type: Option<&[u8]>, body: &'a [u8]) -> Result<Self, Complaint> {
        let content_type = content_type.unwrap_or(b"application/x-www-form-urlencoded");
        let essence = content_type.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        let text = std::str::from_utf8(body).map_err(|_| Complaint::NotUnderstood)?;
        if body.is_empty() || essence.eq_ignore_ascii_case(b"application/x-www-form-urlencoded") {
            return Ok(Self::of_query(text));
        }
        if essence.eq_ignore_ascii_case(b"application/json") {
            return serde_json::from_str(text).map_err(|_| Complaint::NotUnderstood);
        }
        Err(Complaint::NotUnderstood)
    }

    /// The fields of a raw query or form.
    #[must_use]
    pub fn of_query(query: &'a str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).collect())
    }

    /// The value of `name`, empty if it is not there.
    ///
    /// # Errors
    /// When it is there twice with different values: nobody can tell which was meant.
    pub(super) fn text(&self, name: &'static str) -> Result<&str, Complaint> {
        let mut values = self.0.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| &**value);
        let value = values.next().unwrap_or_default();
        if values.all(|other| other == value) { Ok(value) } else { Err(Complaint::Unfit(name)) }
    }

    /// The token in a link; empty if there is none that can be used.
    #[must_use]
    pub fn token(&self) -> &str {
        self.text("token").unwrap_or_default()
    }

    /// A text that is not empty.
    pub(super) fn required(&self, name: &'static str) -> Result<&str, Complaint> {
        Some(self.text(name)?).filter(|text| !text.is_empty()).ok_or(Complaint::Missing(name))
    }
}

impl<'a, 'de: 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries).map(Self)
    }
}

/// Every entry of an object, repetitions included: which of two was meant is not for a map to choose.
struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<(Cow<'de, str>, Cow<'de, str>)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of texts")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut entries = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Option<String>>()? {
            if entries.len() == MOST_FIELDS {
                return Err(M::Error::custom("too many fields"));
            }
            entries.push((Cow::Owned(name), Cow::Owned(value.unwrap_or_default())));
        }
        Ok(entries)
    }
}

/// Far more than any endpoint has.
const MOST_FIELDS: usize = 64;
