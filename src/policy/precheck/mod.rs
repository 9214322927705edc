//! Looks at a module's tokens before the engine's recursive parser may see it: what would take it minutes or its stack.

mod nesting;

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;

use regorus::unstable::{Lexer, Source, TokenKind};
use regorus::utils::limits::PolicyLengthConfig;

use super::fault::{Fault, FaultKind, Place};
use nesting::Nesting;

/// The most bytes of a module.
const MAX_BYTES: usize = 1024 * 1024;
/// The most lines of a module.
const MAX_LINES: usize = 20_000;
/// The most columns of a line; a tab is four of them.
const MAX_COLUMNS: usize = 1024;
const TAB_COLUMNS: usize = 4;

/// The same bounds for the engine itself.
#[must_use]
pub fn engine_limits() -> PolicyLengthConfig {
    PolicyLengthConfig {
        max_col: u32::try_from(MAX_COLUMNS).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN),
        max_file_bytes: NonZeroUsize::new(MAX_BYTES).unwrap_or(NonZeroUsize::MIN),
        max_lines: NonZeroUsize::new(MAX_LINES).unwrap_or(NonZeroUsize::MIN),
    }
}

/// The first reason not to hand `text` to the parser.
///
/// # Errors
/// The fault, with its place.
pub fn precheck(file: &Arc<str>, text: &Arc<str>) -> Result<(), Fault> {
    lengths(file, text)?;
    let Ok(source) = Source::from_contents(file.to_string(), text.to_string()) else { return Ok(()) };
    let mut lexer = Lexer::new(&source);
    let mut nesting = Nesting::default();
    // A text the lexer refuses is refused by the parser too, which says it better.
    while let Ok(token) = lexer.next_token() {
        if token.0 == TokenKind::Eof {
            break;
        }
        if let Err(excess) = nesting.see(&token) {
            let place = Place::of(&token.1);
            let fault = Fault::at(FaultKind::TooDeep, file, text, place, excess.to_string());
            return Err(fault.with_hint(excess.hint()));
        }
    }
    Ok(())
}

fn lengths(file: &Arc<str>, text: &Arc<str>) -> Result<(), Fault> {
    let too_long =
        |message: String| Fault::of_file(FaultKind::TooLong, file, message).with_hint("move facts into data.yaml");
    if text.len() > MAX_BYTES {
        return Err(too_long(format!("the file has {} bytes, at most {MAX_BYTES} are read", text.len())));
    }
    // The engine counts the empty line after the last line break too.
    let lines = text.split('\n').count();
    if lines > MAX_LINES {
        return Err(too_long(format!("the file has {lines} lines, at most {MAX_LINES} are read")));
    }
    let wide = text.lines().zip(1..).find_map(|(line, number)| Some((number, first_beyond(line)?)));
    match wide {
        Some((line, column)) => {
            let message = format!("the line has more than {MAX_COLUMNS} columns");
            let place = Place::at(text, line, column);
            Err(Fault::at(FaultKind::TooLong, file, text, place, message).with_hint("break the line"))
        }
        None => Ok(()),
    }
}

/// The first character, from 1, that stands beyond the last column.
///
/// The engine counts characters in some places and bytes in others: what is too long either way is too long.
fn first_beyond(line: &str) -> Option<usize> {
    if line.len() * TAB_COLUMNS <= MAX_COLUMNS {
        return None;
    }
    let mut columns = 0;
    line.chars().zip(1..).find_map(|(char, number)| {
        columns += if char == '\t' { TAB_COLUMNS } else { char.len_utf8() };
        (columns > MAX_COLUMNS).then_some(number)
    })
}
