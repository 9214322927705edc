//! By what a hook's callers are recognised: shared secrets, and secrets by which requests are signed.

use std::path::Path;

use super::signing_secret::signing_key;
use super::table::Table;
use super::{Secret, secret_file};

/// The two settings that secrets can be in: a list, and a file.
struct Keys {
    list: &'static str,
    file: &'static str,
}

/// The secrets that callers send; empty if there are none.
pub(super) fn shared(table: &mut Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<Vec<Secret>> {
    read(table, &Keys { list: "secrets", file: "secrets_file" }, directory, warnings)
}

/// The keys by which callers sign, decoded; empty if there are none.
pub(super) fn signing(table: &mut Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<Vec<Secret>> {
    let keys = Keys { list: "signing_secrets", file: "signing_secrets_file" };
    let texts = read(table, &keys, directory, warnings)?;
    let setting = if table.has(keys.file) { keys.file } else { keys.list };
    let key = |(at, text)| match signing_key(text) {
        Ok(key) => Some(key),
        Err(expected) => {
            table.refuse(setting, format!("got another text at [{at}], expected {expected}"));
            None
        }
    };
    let keys: Vec<_> = texts.iter().enumerate().map(key).collect();
    keys.into_iter().collect()
}

fn read(table: &mut Table<'_>, keys: &Keys, directory: &Path, warnings: &mut Vec<String>) -> Option<Vec<Secret>> {
    let in_settings = table.has(keys.list);
    if table.has(keys.file) {
        let path = table.path(keys.file, "the path of a file")?;
        if in_settings {
            table.refuse(keys.file, format!("{} are set as well, expected one of the two", keys.list));
            return None;
        }
        let secrets = secret_file::secrets(&directory.join(path), warnings);
        return secrets.map_err(|problem| table.refuse(keys.file, problem)).ok();
    }
    if !in_settings {
        table.enter_default(keys.list, Vec::<String>::new());
        return Some(Vec::new());
    }
    let secrets = table.secrets(keys.list)?;
    secret_file::warn_about_inline(table.file(keys.list), warnings);
    if secrets.is_empty() {
        table.refuse(keys.list, "got an empty list, expected at least one; leave it out for none".to_owned());
        return None;
    }
    Some(secrets.into_iter().map(Secret::new).collect())
}
