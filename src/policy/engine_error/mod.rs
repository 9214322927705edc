//! The engine's error texts, read back into faults: where, one root cause, in words that help.

mod context;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use super::fault::{Fault, Place};
use context::Context;
use words::{Words, words};

/// Turns an error text of the engine into a fault.
///
/// The engine writes `--> file:line:col`, a snippet and `error: message`, the first line empty. `text_of` finds the
/// text of a file it names; an error without a place becomes a fault of `file`.
pub fn fault_of(error: &str, file: &Arc<str>, text_of: impl Fn(&str) -> Option<(Arc<str>, Arc<str>)>) -> Fault {
    let message = root_cause(error);
    let place = error.lines().find_map(|line| parse_place(line.strip_prefix("--> ")?));
    let located = place.and_then(|(path, line, column)| Some((text_of(path)?, line, column)));
    let Some(((file, text), line, column)) = located else {
        let Words { kind, message, hint, .. } = words(message, &Context::default());
        return hinted(Fault::of_file(kind, file, message), hint);
    };
    let context = Context::of(&text, line, column);
    let Words { kind, message, hint, start } = words(message, &context);
    let place = Place::of_word_at(&text, start.unwrap_or(context.start));
    hinted(Fault::at(kind, &file, &text, place, message), hint)
}

fn hinted(fault: Fault, hint: Option<String>) -> Fault {
    match hint {
        Some(hint) => fault.with_hint(hint),
        None => fault,
    }
}

/// The sentence after the first `error: `; what follows it only repeats where something else stands.
#[must_use]
pub fn root_cause(error: &str) -> &str {
    let message = error.split_once("error: ").map_or(error, |(_, message)| message);
    message.trim().lines().next().unwrap_or("the engine gave no reason").trim_end_matches([':', '.', ' '])
}

fn parse_place(text: &str) -> Option<(&str, usize, usize)> {
    let (rest, column) = text.rsplit_once(':')?;
    let (path, line) = rest.rsplit_once(':')?;
    Some((path, line.parse().ok()?, column.trim().parse().ok()?))
}
