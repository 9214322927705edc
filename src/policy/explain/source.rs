//! The text of syntax nodes.

use regorus::unstable::{Expr, Ref, Span};

/// The text that `span` covers, with the quotes that the engine leaves out where a string begins or ends it.
pub(super) fn text(span: &Span) -> String {
    let (start, end) = with_quotes(span);
    span.source.get_contents().get(start..end).unwrap_or_default().to_owned()
}

/// The bytes that `span` covers, quotes among them.
pub(super) fn with_quotes(span: &Span) -> (usize, usize) {
    let text = span.source.get_contents().as_bytes();
    let (start, end) = (span.start as usize, span.end as usize);
    let is_quote = |at: usize| matches!(text.get(at), Some(b'"' | b'`'));
    let begins = start.checked_sub(1).is_some_and(is_quote);
    (start - usize::from(begins), end + usize::from(is_quote(end)))
}

/// The text of an expression.
pub(super) fn of(expression: &Ref<Expr>) -> String {
    text(expression.span())
}

/// A text on one line.
pub(super) fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}
