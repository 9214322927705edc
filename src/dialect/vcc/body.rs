//! A plain body: JSON or a form, told apart by its bytes, since VCC Live documents no Content-Type (contract §1.5).

use super::fields::Fields;
use super::{form, json};
use crate::dialect::Problem;

/// How a plain body is written.
pub(super) enum Spelling {
    Json,
    Form,
}

/// Reads `body` as JSON if it starts with `{`, whatever the Content-Type, and as a form otherwise.
pub(super) fn read(content_type: Option<&[u8]>, body: &[u8]) -> Result<Fields, Problem> {
    let text = text(body)?;
    match spelling(content_type, text) {
        Some(Spelling::Json) => json::read(text),
        Some(Spelling::Form) => form::read_body(text),
        None if text.is_empty() => Err(not_understood("it is empty")),
        None => Err(not_understood("it is neither a JSON object nor a form")),
    }
}

/// How `text`, a body from [`text`], is written; `None` if it is nothing that is read here.
pub(super) fn spelling(content_type: Option<&[u8]>, text: &str) -> Option<Spelling> {
    if text.starts_with('{') {
        return Some(Spelling::Json);
    }
    let is_form = !text.is_empty() && (content_type.is_some_and(names_a_form) || looks_like_a_form(text));
    is_form.then_some(Spelling::Form)
}

/// Reads `body` as JSON and as nothing else.
pub(super) fn read_json(body: &[u8]) -> Result<Fields, Problem> {
    let text = text(body)?;
    if text.starts_with('{') { json::read(text) } else { Err(not_understood("it is not a JSON object")) }
}

/// The body without a byte order mark and surrounding white space.
pub(super) fn text(body: &[u8]) -> Result<&str, Problem> {
    let text = std::str::from_utf8(body)
        .map_err(|error| not_understood(&format!("it is not UTF-8 at byte {}", error.valid_up_to())))?;
    let text = json::trim(text);
    Ok(text.strip_prefix('\u{feff}').map_or(text, json::trim))
}

fn not_understood(why: &str) -> Problem {
    Problem::BodyNotUnderstood { why: why.to_owned() }
}

fn names_a_form(content_type: &[u8]) -> bool {
    let media_type = content_type.split(|&byte| byte == b';').next().unwrap_or_default();
    media_type.trim_ascii().eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
}

/// Whether `text` starts like `name=` or `name%5B0%5D=`: JSON, XML and multipart bodies don't.
fn looks_like_a_form(text: &str) -> bool {
    let name_end = text.find(|character: char| !character.is_ascii_alphanumeric() && !"_-.%[]".contains(character));
    matches!(name_end, Some(end) if end > 0 && text[end..].starts_with('='))
}
