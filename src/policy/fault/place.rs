//! Where in a text a fault stands.

use regorus::unstable::Span;

/// Where in a text: 1-based line and column (in characters), and the bytes it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// First byte.
    pub start: usize,
    /// How many bytes; may be 0.
    pub length: usize,
}

impl Place {
    /// The place of a syntax node.
    ///
    /// The engine's own columns count a tab as four and some characters by their bytes.
    #[must_use]
    pub fn of(span: &Span) -> Self {
        let (start, end) = (span.start as usize, span.end as usize);
        Self::of_bytes(span.source.get_contents(), start, end.saturating_sub(start))
    }

    /// The place of `length` bytes of `text` from `start` on.
    #[must_use]
    pub fn of_bytes(text: &str, start: usize, length: usize) -> Self {
        let before = text.get(..start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        Self { line, column: before[line_start..].chars().count() + 1, start, length }
    }

    /// The place at `line` and `column` of `text`, to the end of the word or sign that stands there.
    #[must_use]
    pub fn at(text: &str, line: usize, column: usize) -> Self {
        let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let line_text = text[line_start..].lines().next().unwrap_or_default();
        let offset = line_text.char_indices().nth(column.saturating_sub(1)).map_or(line_text.len(), |(at, _)| at);
        Self { line, column, ..Self::of_word_at(text, line_start + offset) }
    }

    /// The place of the word or sign that stands at a byte of `text`.
    #[must_use]
    pub fn of_word_at(text: &str, start: usize) -> Self {
        let rest = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let length = if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) };
        Self::of_bytes(text, start, length)
    }

    /// The first place where `word` stands in `text`, or its first line.
    #[must_use]
    pub fn of_word(text: &str, word: &str) -> Self {
        match text.find(word) {
            Some(start) => Self::of_bytes(text, start, word.len()),
            None => Self::of_bytes(text, 0, 0),
        }
    }
}
