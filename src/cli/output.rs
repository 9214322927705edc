//! What commands print: results to standard output, everything else to standard error.

use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal as _, Write as _};

use clap::ValueEnum;

use super::ExitCode;

/// How a result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON document, for programs.
    Json,
}

/// Prints a result as it stands and returns `code`. Nobody reading any more is no failure.
pub(super) fn print(text: &str, code: ExitCode) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            fail(&format!("cannot print: {error}"), ExitCode::Failed)
        }
        _ => code,
    }
}

/// Says `error: …` and returns `code`.
pub(super) fn fail(error: &dyn Display, code: ExitCode) -> ExitCode {
    let _ = writeln!(io::stderr(), "error: {error}");
    code
}

/// Says `warning: …`.
pub(super) fn warn(warning: &str) {
    let _ = writeln!(io::stderr(), "warning: {warning}");
}

/// Whether standard output is a terminal that may be coloured.
pub(super) fn is_colourful() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// `text` as one word of a command line, quoted for a shell where need be.
pub(super) fn shell_word(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+=:@%,".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// `text` on one line: what agents, policies and other servers wrote gives no orders to a terminal.
pub(super) fn plain(text: &str) -> String {
    let is_unfit = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let escaped = text.chars().map(|c| if is_unfit(c) { c.escape_default().to_string() } else { c.to_string() });
    escaped.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_only_where_a_shell_would_misread_them() {
        for (text, word) in [("a/b-c.d", "a/b-c.d"), ("a b", "'a b'"), ("a'b", r"'a'\''b'"), ("", "''"), ("$x", "'$x'")]
        {
            assert_eq!(shell_word(text), word);
        }
    }
}
