//! One value, however it was spelt: CSV has texts only, NDJSON may have texts, too.

use std::str::FromStr;

use serde_json::Value;

use crate::directory::{InactivityMinutes, UserType};

/// The longest of what names somebody or something, in characters.
const MAX_CHARS: usize = 256;
/// A year.
const MAX_MINUTES: u32 = 525_600;

/// Whether nothing stands there.
pub(super) fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Names and the like. A number is refused: nobody can tell how it was meant to be written.
pub(super) fn plain(value: &Value) -> Option<String> {
    value.as_str().filter(|text| is_plain(text)).map(str::to_owned)
}

pub(super) fn is_plain(text: &str) -> bool {
    let is_short = (1..=MAX_CHARS).contains(&text.chars().count());
    is_short && text.trim() == text && !text.chars().any(char::is_control)
}

/// What has a name before its `@` and one behind it.
pub(super) fn email(value: &Value) -> Option<String> {
    plain(value).filter(|text| is_email(text))
}

pub(super) fn is_email(text: &str) -> bool {
    let is_whole = |(name, domain): (&str, &str)| !name.is_empty() && !domain.is_empty() && !name.contains('@');
    is_plain(text) && text.rsplit_once('@').is_some_and(is_whole) && !text.contains(char::is_whitespace)
}

/// An id, as a number or a text.
pub(super) fn id<T: FromStr>(value: &Value) -> Option<T> {
    match value {
        Value::Number(number) => number.to_string().parse().ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

pub(super) fn minutes(value: &Value) -> Option<InactivityMinutes> {
    id::<InactivityMinutes>(value).filter(|minutes| minutes.get() <= MAX_MINUTES)
}

/// `true`, or as tables of people have it: `TRUE`.
pub(super) fn switch(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(switch) => Some(*switch),
        Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

pub(super) fn user_type(value: &Value) -> Option<UserType> {
    match value.as_str()?.trim() {
        "agent" => Some(UserType::Agent),
        "customer" => Some(UserType::Customer),
        _ => None,
    }
}

/// Its name in files.
pub(super) fn user_type_name(user_type: UserType) -> &'static str {
    match user_type {
        UserType::Agent => "agent",
        UserType::Customer => "customer",
    }
}
