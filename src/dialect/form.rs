//! Fields of forms: urlencoded bodies and queries, and multipart bodies, read alike.
//!
//! A field has one value: the same one any number of times, and never another.

use std::borrow::Cow;
use std::fmt;

use super::multipart;
use super::percent::{self, Plus};

/// The most fields that a form may have.
const MAX_FIELDS: usize = 100;

/// How a body is written, by its `Content-Type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// `application/x-www-form-urlencoded`, or no header at all.
    UrlEncoded,
    /// `multipart/form-data`
    Multipart,
    /// Anything else.
    Other,
}

impl MediaType {
    /// Which one a `Content-Type` names; parameters such as `charset` are passed over.
    #[must_use]
    pub fn of(content_type: Option<&[u8]>) -> Self {
        let Some(content_type) = content_type else { return Self::UrlEncoded };
        let media_type = content_type.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
        if media_type.is_empty() || media_type.eq_ignore_ascii_case(b"application/x-www-form-urlencoded") {
            Self::UrlEncoded
        } else if media_type.eq_ignore_ascii_case(b"multipart/form-data") {
            Self::Multipart
        } else {
            Self::Other
        }
    }
}

/// Why a field has no value that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// It is not there.
    Missing,
    /// It is there and empty.
    Empty,
    /// It has more bytes than it may have.
    TooLong,
    /// It is there with two values.
    Conflicting,
    /// It is not UTF-8, or a `%` in it is not followed by two hexadecimal digits.
    NotText,
}

impl fmt::Display for FieldFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "missing",
            Self::Empty => "empty",
            Self::TooLong => "too long",
            Self::Conflicting => "there with two values",
            Self::NotText => "not text in UTF-8",
        })
    }
}

/// Why a body has no fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormFault {
    /// It has more than 100 fields.
    TooManyFields,
    /// It is no multipart body, whatever its `Content-Type` says.
    Malformed,
}

impl fmt::Display for FormFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TooManyFields => "the form has too many fields",
            Self::Malformed => "the body is no multipart form",
        })
    }
}

/// The fields of a form. Its `Debug` names none of them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form<'a> {
    fields: Vec<Field<'a>>,
}

/// A name and its value; `None` where it is not text.
#[derive(Clone, PartialEq, Eq)]
struct Field<'a> {
    name: Cow<'a, str>,
    value: Option<Cow<'a, str>>,
}

impl fmt::Debug for Form<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Form").field("fields", &self.fields.len()).finish_non_exhaustive()
    }
}

impl<'a> Form<'a> {
    /// Reads an urlencoded body or a query. Fields whose name is not text are nobody's.
    ///
    /// # Errors
    /// When there are too many fields.
    pub fn urlencoded(text: &'a [u8]) -> Result<Self, FormFault> {
        let mut form = Self::default();
        for (name, value) in percent::byte_pairs(text) {
            let Some(name) = decoded(name) else { continue };
            form.push(name, decoded(value))?;
        }
        Ok(form)
    }

    /// Reads a multipart body. Files are nobody's.
    ///
    /// # Errors
    /// When `content_type` names no boundary, the body does not follow it, or there are too many fields.
    pub fn multipart(content_type: &[u8], body: &[u8]) -> Result<Form<'static>, FormFault> {
        let mut form = Form::default();
        for (name, value) in multipart::fields(content_type, body, MAX_FIELDS)? {
            form.push(Cow::Owned(name), String::from_utf8(value).ok().map(Cow::Owned))?;
        }
        Ok(form)
    }

    /// Adds the fields of another part of the same request.
    ///
    /// # Errors
    /// When there are too many fields then.
    pub fn join(mut self, other: Self) -> Result<Self, FormFault> {
        for Field { name, value } in other.fields {
            self.push(name, value)?;
        }
        Ok(self)
    }

    fn push(&mut self, name: Cow<'a, str>, value: Option<Cow<'a, str>>) -> Result<(), FormFault> {
        if self.fields.len() == MAX_FIELDS {
            return Err(FormFault::TooManyFields);
        }
        self.fields.push(Field { name, value });
        Ok(())
    }

    /// The value of the field called `name`, which has 1 to `max_bytes` bytes.
    ///
    /// # Errors
    /// When there is none such.
    pub fn field(&self, name: &str, max_bytes: usize) -> Result<&str, FieldFault> {
        self.only(|other| other == name, max_bytes)
    }

    /// The same with a name in any case.
    ///
    /// # Errors
    /// When there is none such.
    pub fn field_in_any_case(&self, name: &str, max_bytes: usize) -> Result<&str, FieldFault> {
        self.only(|other| other.eq_ignore_ascii_case(name), max_bytes)
    }

    /// The value of a field that may be left out or empty.
    ///
    /// # Errors
    /// When it is there and can't be used.
    pub fn optional(&self, name: &str, max_bytes: usize) -> Result<Option<&str>, FieldFault> {
        match self.field(name, max_bytes) {
            Ok(value) => Ok(Some(value)),
            Err(FieldFault::Missing | FieldFault::Empty) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn only(&self, is_it: impl Fn(&str) -> bool, max_bytes: usize) -> Result<&str, FieldFault> {
        let mut values = self.fields.iter().filter(|field| is_it(&field.name)).map(|field| field.value.as_deref());
        let first = values.next().ok_or(FieldFault::Missing)?;
        if values.any(|other| other != first) {
            return Err(FieldFault::Conflicting);
        }
        match first.ok_or(FieldFault::NotText)? {
            "" => Err(FieldFault::Empty),
            value if value.len() > max_bytes => Err(FieldFault::TooLong),
            value => Ok(value),
        }
    }
}

/// `None` for what is not text.
fn decoded(raw: &[u8]) -> Option<Cow<'_, str>> {
    match percent::decode_bytes(raw, Plus::Space).ok()? {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

#[cfg(test)]
mod tests;
