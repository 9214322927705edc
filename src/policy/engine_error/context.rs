//! What stands around the place of an error.

use regorus::unstable::{Token, TokenKind};

use crate::policy::tokens::tokens;

/// A place in a text, as far as the engine's lexer has come.
#[derive(Debug, Default)]
pub(super) struct Context<'t> {
    /// The first byte of the place.
    pub(super) start: usize,
    /// What stands there, up to the end of its line.
    pub(super) rest: &'t str,
    /// The token before it.
    pub(super) previous: &'t str,
    /// Whether it is the first on its line, or the end of the text.
    pub(super) begins_line: bool,
    /// The innermost bracket that is open there: where, and which.
    pub(super) open: Option<(usize, &'t str)>,
    /// Its line, from 1.
    pub(super) line: usize,
}

impl<'t> Context<'t> {
    /// What is around the engine's `line` and `column`: it counts a tab as four columns and, within strings, bytes.
    pub(super) fn of(text: &'t str, line: usize, column: usize) -> Self {
        let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let (mut start, mut reached) = (line_start, 1);
        let mut open = Vec::new();
        let mut previous = "";
        for Token(kind, span) in tokens(text) {
            let (at, token) = (span.start as usize, &text[span.start as usize..span.end as usize]);
            if span.line as usize > line || (span.line as usize == line && span.col as usize >= column) {
                if span.line as usize == line && span.col as usize == column {
                    (start, reached) = (at, column);
                }
                break;
            }
            if span.line as usize == line {
                (start, reached) = (at, span.col as usize);
            }
            if kind != TokenKind::String && kind != TokenKind::RawString {
                match token {
                    "[" | "{" | "(" | "set(" => open.push((at, token)),
                    "]" | "}" | ")" => drop(open.pop()),
                    _ => {}
                }
            }
            previous = token;
        }
        for char in text[start..].chars().take_while(|char| *char != '\n') {
            if reached >= column {
                break;
            }
            reached += if char == '\t' { 4 } else { 1 };
            start += char.len_utf8();
        }
        let rest = text[start..].lines().next().unwrap_or_default();
        let begins_line = text[line_start..start].trim().is_empty();
        Self { start, rest, previous, begins_line, open: open.pop(), line }
    }

    /// The word or sign at the place; empty at the end of a line.
    pub(super) fn found(&self) -> &'t str {
        let word = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let sign = self.rest.chars().next().map_or(0, char::len_utf8);
        &self.rest[..if word > 0 { word } else { sign }]
    }
}
