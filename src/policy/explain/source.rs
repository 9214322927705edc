//! The text of syntax nodes.

use regorus::unstable::{Expr, Lexer, Ref, Source, Span, Token, TokenKind};

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

/// A text on one line, without the comments in it.
pub(super) fn one_line(text: &str) -> String {
    if !text.contains('\n') {
        return text.trim().to_owned();
    }
    let lines = || text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    tokens_on_one_line(text).unwrap_or_else(lines)
}

/// The tokens of a text as they are; what is between them is a space where it was more.
fn tokens_on_one_line(text: &str) -> Option<String> {
    let source = Source::from_contents(String::new(), text.to_owned()).ok()?;
    let mut lexer = Lexer::new(&source);
    let (mut line, mut written) = (String::new(), 0);
    loop {
        let Token(kind, span) = lexer.next_token().ok()?;
        if kind == TokenKind::Eof {
            return Some(line);
        }
        let quotes = usize::from(matches!(kind, TokenKind::String | TokenKind::RawString));
        let (start, end) = ((span.start as usize).checked_sub(quotes)?, span.end as usize + quotes);
        let gap = text.get(written..start)?;
        line.push_str(if gap.trim().is_empty() && !gap.contains('\n') { gap } else { " " });
        line.push_str(text.get(start..end)?);
        written = end;
    }
}
