//! `[vcc.hooks.encryption]`: how a hook's bodies are encrypted.

use std::path::Path;

use super::cipher::UnknownCipher;
use super::scalar::Form;
use super::settings::{Cipher, EncryptionSettings, IvSource};
use super::table::Table;
use super::{Secret, secret_file};

/// `Some(None)` for a hook without encryption.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
pub(super) fn read(
    hook: &mut Table<'_>,
    directory: &Path,
    warnings: &mut Vec<String>,
) -> Option<Option<EncryptionSettings>> {
    if !hook.has("encryption") {
        return Some(None);
    }
    let mut table = hook.table("encryption")?;
    let expected = UnknownCipher.to_string();
    let cipher = table.parsed("cipher", Form::Text, &expected, |text| text.parse::<Cipher>().ok());
    let key = key(&mut table, directory, warnings);
    let iv = if table.has("iv") {
        table.choice("iv", &[("query", IvSource::Query), ("empty", IvSource::Empty)])
    } else {
        table.enter_default("iv", "query");
        Some(IvSource::Query)
    };
    table.finish();
    Some(Some(EncryptionSettings { cipher: cipher?, key: key?, iv: iv? }))
}

fn key(table: &mut Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<Secret> {
    match (table.has("key"), table.has("key_file")) {
        (true, false) => {
            secret_file::warn_about_inline(table.file("key"), warnings);
            table.secret("key").map(Secret::new)
        }
        (false, true) => {
            let path = table.path("key_file", "the path of a file")?;
            let key = secret_file::key(&directory.join(path), warnings);
            key.map_err(|problem| table.refuse("key_file", problem)).ok()
        }
        (true, true) => {
            table.refuse("key_file", "key is set as well, expected one of the two".to_owned());
            None
        }
        (false, false) => {
            table.refuse("key", "is missing, expected key or key_file".to_owned());
            None
        }
    }
}
