//! Queries and form bodies, taken apart and percent-decoded strictly (WHATWG URL, `application/x-www-form-urlencoded`).

use std::borrow::Cow;

/// A `%` that two hexadecimal digits do not follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadEscape {
    /// Where, in bytes from the start of the decoded text's raw form.
    pub(super) offset: usize,
}

/// What a raw `+` stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plus {
    /// A space, as forms write it.
    Space,
    /// Itself.
    Itself,
}

/// One `name=value`, still encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair<'a> {
    /// What stands before the first `=`.
    pub(super) name: &'a str,
    /// What stands behind it; empty if there is none.
    pub(super) value: &'a str,
    /// Where the name starts, in bytes.
    pub(super) offset: usize,
}

/// The pairs between `&`, empty ones left out.
pub(super) fn pairs(text: &str) -> impl Iterator<Item = Pair<'_>> {
    let mut next_offset = 0;
    text.split('&')
        .map(move |pair| {
            let offset = next_offset;
            next_offset += pair.len() + 1;
            (offset, pair)
        })
        .filter(|(_, pair)| !pair.is_empty())
        .map(|(offset, pair)| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Pair { name, value, offset }
        })
}

/// The same of bytes that are perhaps no text.
pub(super) fn byte_pairs(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    bytes.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        let name_end = pair.iter().position(|&byte| byte == b'=');
        name_end.map_or((pair, b"".as_slice()), |end| (&pair[..end], &pair[end + 1..]))
    })
}

/// Decodes `raw`, borrowing it where there is nothing to decode.
///
/// # Errors
/// On a broken escape.
pub(super) fn decode(raw: &str, plus: Plus) -> Result<Cow<'_, [u8]>, BadEscape> {
    decode_bytes(raw.as_bytes(), plus)
}

/// The same of bytes that are perhaps no text.
///
/// # Errors
/// On a broken escape.
pub(super) fn decode_bytes(bytes: &[u8], plus: Plus) -> Result<Cow<'_, [u8]>, BadEscape> {
    if let Some(offset) = broken_escape(bytes) {
        return Err(BadEscape { offset });
    }
    if plus == Plus::Itself || !bytes.contains(&b'+') {
        return Ok(percent_encoding::percent_decode(bytes).into());
    }
    let spaced: Vec<u8> = bytes.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
    Ok(Cow::Owned(percent_encoding::percent_decode(&spaced).collect()))
}

/// Where the first `%` stands that two hexadecimal digits do not follow.
fn broken_escape(bytes: &[u8]) -> Option<usize> {
    let whole = |offset: usize| {
        bytes.get(offset + 1..offset + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    bytes.iter().enumerate().filter(|&(_, &byte)| byte == b'%').map(|(offset, _)| offset).find(|&offset| !whole(offset))
}
