//! The text of syntax nodes.

use regorus::unstable::{Expr, Lexer, Ref, Source, Span, Token, TokenKind};

use crate::policy::tokens::tokens;

/// The text that `span` covers, with the quotes that the engine leaves out where a string begins or ends it.
pub(super) fn text(span: &Span) -> String {
    let (start, end) = with_quotes(span);
    span.source.get_contents().get(start..end).unwrap_or_default().to_owned()
}

/// The bytes that `span` covers, quotes among them.
pub(super) fn with_quotes(span: &Span) -> (usize, usize) {
    let text = span.source.get_contents();
    let (start, end) = (span.start as usize, span.end as usize);
    let end = text.get(start..end).and_then(end_of_empty_set).map_or(end, |length| start + length);
    let text = text.as_bytes();
    let is_quote = |at: usize| matches!(text.get(at), Some(b'"' | b'`'));
    let begins = start.checked_sub(1).is_some_and(is_quote);
    (start - usize::from(begins), end + usize::from(is_quote(end)))
}

/// Where a text ends that goes on behind `set()`: the engine takes the next token for a part of it.
fn end_of_empty_set(text: &str) -> Option<usize> {
    let tokens = text.contains("set(").then(|| tokens(text))?;
    let [.., Token(_, opening), Token(_, closing), Token(kind, last)] = tokens.as_slice() else { return None };
    let is_empty_set = opening.text() == "set(" && closing.text() == ")";
    // A bracket that closes one of the text's own is a part of it.
    let is_own = matches!(last.text(), ")" | "]" | "}") && *kind == TokenKind::Symbol && depth(&tokens) == 0;
    (is_empty_set && !is_own).then_some(closing.end as usize)
}

/// How many brackets are open at the end; negative if more are closed than opened.
fn depth(tokens: &[Token]) -> i64 {
    let symbols = tokens.iter().filter(|Token(kind, _)| !matches!(kind, TokenKind::String | TokenKind::RawString));
    let change = |Token(_, span): &Token| match span.text() {
        "(" | "[" | "{" | "set(" => 1,
        ")" | "]" | "}" => -1,
        _ => 0,
    };
    symbols.map(change).sum()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_an_empty_set_is_no_part_of_it() {
        for (text, whole) in [
            ("set() allow", "set()"),
            ("set()\n\nallow", "set()"),
            ("x == set() }", "x == set()"),
            ("set())", "set()"),
            ("set() == x", "set() == x"),
            ("count(set())", "count(set())"),
            ("[set()]", "[set()]"),
            ("x := {set()} y", "x := {set()} y"),
            ("set()", "set()"),
        ] {
            let end = end_of_empty_set(text).unwrap_or(text.len());
            assert_eq!(&text[..end], whole, "{text}");
        }
    }
}
