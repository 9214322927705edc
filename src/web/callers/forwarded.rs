//! The header `Forwarded` (RFC 7239 §4): `for=192.0.2.60;proto=http, for="[2001:db8::1]:4711"`.
//!
//! Read strictly: a caller who opens a quote that swallows what the proxy adds makes the whole line unreadable.

use super::origin::{Hop, address};

/// The hops of one line, in their order; `None` if it is not written as the RFC wants it.
pub(super) fn hops(line: &str) -> Option<Vec<Hop>> {
    let mut rest = line;
    let mut hops = Vec::new();
    loop {
        let (hop, after) = element(rest)?;
        hops.push(hop);
        match after.strip_prefix(',') {
            Some(after) => rest = after,
            None => return after.is_empty().then_some(hops),
        }
    }
}

/// One proxy's pairs, and what follows them. One that does not say `for` whom is a hop without an address.
fn element(text: &str) -> Option<(Hop, &str)> {
    let mut node: Option<String> = None;
    let mut rest = text;
    loop {
        let (name, value, after) = pair(rest)?;
        if name.eq_ignore_ascii_case("for") && node.replace(value).is_some() {
            return None;
        }
        match after.strip_prefix(';') {
            Some(after) => rest = after,
            None => return Some((node.as_deref().and_then(address), after)),
        }
    }
}

/// `name=value`, with blanks around it, and what follows.
fn pair(text: &str) -> Option<(&str, String, &str)> {
    let (name, rest) = token(trim(text))?;
    let rest = rest.strip_prefix('=')?;
    let (value, rest) = match rest.strip_prefix('"') {
        Some(rest) => quoted(rest)?,
        None => token(rest).map(|(value, rest)| (value.to_owned(), rest))?,
    };
    Some((name, value, trim(rest)))
}

/// Also with the brackets and colons of addresses, which many proxies do not quote.
fn token(text: &str) -> Option<(&str, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~[]:".contains(c);
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// What follows an opening quote, up to the closing one.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}

fn trim(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}
