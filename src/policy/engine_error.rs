//! The engine's error texts, read back into faults: where, one root cause, in words that help.

use std::sync::Arc;

use regorus::unstable::{Lexer, Source, Token, TokenKind};

use super::fault::{Fault, FaultKind, Place};

/// Turns an error text of the engine into a fault.
///
/// The engine writes `--> file:line:col`, a snippet and `error: message`, the first line empty. `text_of` finds the
/// text of a file it names; an error without a place becomes a fault of `file`.
pub fn fault_of(error: &str, file: &Arc<str>, text_of: impl Fn(&str) -> Option<(Arc<str>, Arc<str>)>) -> Fault {
    let (kind, message, hint) = in_our_words(root_cause(error));
    let place = error.lines().find_map(|line| parse_place(line.strip_prefix("--> ")?));
    let located = place.and_then(|(path, line, column)| Some((text_of(path)?, line, column)));
    let fault = match located {
        Some(((file, text), line, column)) => Fault::at(kind, &file, &text, place_of(&text, line, column), message),
        None => Fault::of_file(kind, file, message),
    };
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

/// The place of the engine's `line` and `column`: it counts a tab as four columns and, within strings, bytes.
fn place_of(text: &str, line: usize, column: usize) -> Place {
    let mut start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut reached = 1;
    // Up to the last token before the place, the engine's lexer knows the columns.
    if let Ok(source) = Source::from_contents(String::new(), text.to_owned()) {
        let mut lexer = Lexer::new(&source);
        while let Ok(Token(kind, span)) = lexer.next_token() {
            if kind == TokenKind::Eof || span.line as usize > line {
                break;
            }
            if span.line as usize == line && span.col as usize <= column {
                (start, reached) = (span.start as usize, span.col as usize);
            }
        }
    }
    for char in text[start..].chars().take_while(|char| *char != '\n') {
        if reached >= column {
            break;
        }
        reached += if char == '\t' { 4 } else { 1 };
        start += char.len_utf8();
    }
    Place::of_word_at(text, start)
}

fn parse_place(text: &str) -> Option<(&str, usize, usize)> {
    let (rest, column) = text.rsplit_once(':')?;
    let (path, line) = rest.rsplit_once(':')?;
    Some((path, line.parse().ok()?, column.trim().parse().ok()?))
}

/// The name between the first pair of back quotes.
fn quoted(message: &str) -> &str {
    message.split('`').nth(1).unwrap_or_default()
}

fn in_our_words(message: &str) -> (FaultKind, String, Option<String>) {
    let said = |kind, hint: &str| (kind, message.to_owned(), Some(hint.to_owned()));
    match message {
        _ if message.starts_with("use of undefined variable") || message.contains("is unsafe") => {
            let name =
                if message.contains('`') { quoted(message) } else { message.split(' ').nth(1).unwrap_or_default() };
            let hint =
                format!("give `{name}` a value first (`some {name} in …`, `{name} := …`), or define or import it");
            (FaultKind::Unsafe, format!("nothing gives `{name}` a value"), Some(hint))
        }
        _ if message.contains("used before definition") => {
            let name = quoted(message);
            (FaultKind::Unsafe, format!("`{name}` is used before it is defined, or defined twice"), None)
        }
        "`if` keyword is required before rule body" => {
            said(FaultKind::Syntax, "this is Rego v1: write `allow if { … }`")
        }
        "`contains` keyword is required for partial set rules" => {
            said(FaultKind::Syntax, "this is Rego v1: write `deny contains reason if { … }`")
        }
        _ if message.starts_with("expecting `package`") => {
            let hint = "begin the file with its package, such as `package projects[\"42\"]`";
            (FaultKind::Syntax, "the file does not begin with a package".into(), Some(hint.into()))
        }
        "expecting expression" => {
            said(FaultKind::Syntax, "something is missing before this, or a bracket was not closed")
        }
        "invalid character" => {
            said(FaultKind::Syntax, "string interpolation (`$\"…\"`) is not supported: use `sprintf`")
        }
        "invalid character in string" => said(FaultKind::Syntax, "close the string with `\"` on the same line"),
        _ if message.starts_with("unexpected keyword") => (
            FaultKind::Syntax,
            message.to_owned(),
            Some("keywords can't be names here: quote it (`x[\"if\"]`) or rename it".into()),
        ),
        _ if message.starts_with("rule conflicts with rule") => said(
            FaultKind::Conflict,
            "one rule may have only one value: keep one of them, or give each its own condition",
        ),
        _ => (FaultKind::Syntax, message.to_owned(), None),
    }
}
