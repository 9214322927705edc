//! A message as a curl command: whoever pastes it fills in the secret.

use std::path::Path;
use std::time::Duration;

use super::forms::Method;
use super::message::{MASK, Message, USER};
use super::target::{SECRET, SECRET_SEGMENT, SecretPlace};
use crate::cli::output::{shell_word, warn};

/// The command, with the variable of the secret where the secret goes.
pub(super) fn command(message: &Message, ca: Option<&Path>, patience: Duration) -> String {
    let mut words = vec!["curl -sS -i".to_owned(), url(message)];
    if message.form.method == Method::Put {
        words.push("-X PUT".to_owned());
    }
    words.push(format!("--max-time {}", patience.as_secs_f64()));
    words.extend(ca.map(|path| format!("--cacert {}", shell_word(&path.to_string_lossy()))));
    match message.secret_place {
        Some(SecretPlace::Basic) => words.push(format!("-u \"{USER}:${SECRET}\"")),
        Some(SecretPlace::Query) => words.push(format!("--url-query \"{}=${SECRET}\"", message.secret_parameter)),
        Some(SecretPlace::Path) | None => {}
    }
    for header in message.headers.iter().filter(|header| header.name != "Authorization") {
        words.push(format!("-H {}", shell_word(&format!("{}: {}", header.name, header.value))));
    }
    if message.form.method != Method::Get {
        words.push(format!("--data-binary {}", shell_word(&String::from_utf8_lossy(&message.body))));
    }
    if message.hides_query() {
        warn(&format!("fill in what stands as {MASK} in the URL: it may be secret, and is not printed"));
    }
    if message.is_signed {
        warn("the signature is good for five minutes");
    }
    format!("{}\n", words.join(" \\\n  "))
}

/// Each part is quoted by itself, so that the variable between them is filled in.
fn url(message: &Message) -> String {
    let url = message.open_url();
    match url.split_once(SECRET_SEGMENT) {
        Some((before, after)) => format!("{}\"${SECRET}\"{}", shell_word(before), quoted_rest(after)),
        None => shell_word(&url),
    }
}

fn quoted_rest(text: &str) -> String {
    if text.is_empty() { String::new() } else { shell_word(text) }
}
