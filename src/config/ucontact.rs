//! `[ucontact]`

use std::time::Duration;

use super::load::MINUTE;
use super::platform_path;
use super::scalar::Form;
use super::settings::{Generation, SecondLogin, UcontactSettings};
use super::table::Table;

const HOST: &str = "a host such as \"acme.ucontactcloud.com\", or an empty text for the one that is asked";
const WORD: &str = "1 to 80 letters, digits and -._";
const CODECS: &str = "a list of codecs: [\"alaw\", \"ulaw\"]";
const LONGEST_HOST_BYTES: usize = 255;
const LONGEST_LIFETIME: Duration = Duration::from_hours(30 * 24);

/// Reads `[ucontact]`.
pub(super) fn read(mut table: Table<'_>) -> Option<UcontactSettings> {
    let is_enabled = table.switch("enabled");
    let path = platform_path::read(&mut table, "path");
    let generation = table.choice("generation", &[("A", Generation::A), ("B", Generation::B)]);
    let host = table.parsed("host", Form::Text, HOST, host);
    let context = table.parsed("context", Form::Text, WORD, word);
    let language = table.parsed("language", Form::Text, WORD, word);
    let codecs = codecs(&mut table);
    let token_lifetime = table.duration("token_lifetime", MINUTE..=LONGEST_LIFETIME);
    let second_login = table.choice("second_login", &[("renew", SecondLogin::Renew), ("refuse", SecondLogin::Refuse)]);
    table.finish();
    Some(UcontactSettings {
        is_enabled: is_enabled?,
        path: path?,
        generation: generation?,
        host: host?,
        context: context?,
        language: language?,
        codecs: codecs?,
        token_lifetime: token_lifetime?,
        second_login: second_login?,
    })
}

/// `Some(None)` for the host that is asked.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
fn host(text: &str) -> Option<Option<String>> {
    if text.is_empty() {
        return Some(None);
    }
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
    (text.len() <= LONGEST_HOST_BYTES && text.bytes().all(is_plain)).then(|| Some(text.to_owned()))
}

fn word(text: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    ((1..=80).contains(&text.len()) && text.bytes().all(is_plain)).then(|| text.to_owned())
}

fn codecs(table: &mut Table<'_>) -> Option<String> {
    let codecs = table.list("codecs", CODECS, |text| word(text).ok_or_else(|| WORD.to_owned()))?;
    if codecs.is_empty() {
        table.refuse("codecs", format!("got an empty list, expected {CODECS}"));
        return None;
    }
    Some(codecs.join(";"))
}
