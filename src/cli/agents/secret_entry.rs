//! Secrets on their way in: typed without an echo, piped, or made here. Never from the command line, which others can see.

use std::io::{self, BufRead as _, IsTerminal as _};

use zeroize::Zeroizing;

use crate::cli::ExitCode;
use crate::cli::output::fail;

/// Letters and digits that nobody takes for each other.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const GENERATED_CHARS: usize = 24;

/// The first line of standard input, without its end.
///
/// # Errors
/// The exit code, everything having been said.
pub(in crate::cli) fn from_stdin() -> Result<Zeroizing<String>, ExitCode> {
    let mut line = Zeroizing::new(String::new());
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| fail(&format!("standard input can't be read: {error}"), ExitCode::Failed))?;
    let length = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(length);
    Ok(line)
}

/// What somebody types twice at a terminal.
///
/// # Errors
/// The exit code, everything having been said; also where there is no terminal, whose way out is `instead`.
pub(in crate::cli) fn typed(what: &str, instead: &str) -> Result<Zeroizing<String>, ExitCode> {
    if !io::stdin().is_terminal() {
        return Err(fail(&format!("there is no terminal to ask for the {what}: {instead}"), ExitCode::Usage));
    }
    let ask = |prompt: String| {
        let typed = rpassword::prompt_password(prompt);
        typed.map(Zeroizing::new).map_err(|error| fail(&format!("nothing was typed: {error}"), ExitCode::Failed))
    };
    let first = ask(format!("New {what}: "))?;
    let second = ask(format!("The same {what} again: "))?;
    if *first == *second { Ok(first) } else { Err(fail(&format!("the two are not the same {what}"), ExitCode::Usage)) }
}

/// 120 random bits from the operating system, as letters and digits.
///
/// # Errors
/// The exit code, everything having been said.
pub(in crate::cli) fn generated() -> Result<Zeroizing<String>, ExitCode> {
    let mut random = Zeroizing::new([0; GENERATED_CHARS]);
    getrandom::fill(random.as_mut())
        .map_err(|error| fail(&format!("the system gives no random bytes: {error}"), ExitCode::Failed))?;
    let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
    Ok(Zeroizing::new(random.iter().map(letter).collect()))
}
