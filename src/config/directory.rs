//! `[directory]`: where agents are kept.

mod postgres;

use std::path::{Path, PathBuf};

use super::load::{MINUTE, TENTH};
use super::scalar::kind;
use super::settings::{DirectoryDatabase, DirectorySettings};
use super::table::Table;
use super::{Secret, secret_file};

/// What `url` is that nobody set; the path starts beside the settings file.
const DEFAULT: &str = "sqlite:logingate.db";
const EXPECTED: &str = "\"sqlite:PATH\" or \"postgres://USER@HOST/DATABASE\"";

/// Reads `[directory]`; relative paths start in `directory`.
pub(super) fn read(mut table: Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<DirectorySettings> {
    let database = database(&mut table, directory, warnings);
    let connections = table.integer("connections", 1..=100);
    let patience = table.duration("patience", TENTH..=MINUTE);
    table.finish();
    Some(DirectorySettings { database: database?, connections: u32::try_from(connections?).ok()?, patience: patience? })
}

fn database(table: &mut Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<DirectoryDatabase> {
    let is_inline = table.has("url");
    if table.has("url_file") {
        let path = table.path("url_file", "the path of a file")?;
        if is_inline {
            table.refuse("url_file", "url is set as well, expected one of the two".to_owned());
            return None;
        }
        let secret = secret_file::key(&directory.join(path), warnings);
        let secret = secret.map_err(|problem| table.refuse("url_file", problem)).ok()?;
        let text = String::from_utf8_lossy(secret.expose()).trim().to_owned();
        return parsed(table, "url_file", &text, directory).map(|parsed| parsed.database);
    }
    if !is_inline {
        table.enter_default("url", DEFAULT);
        return parsed(table, "url", DEFAULT, directory).map(|parsed| parsed.database);
    }
    let value = table.required("url", EXPECTED)?;
    let Some(text) = value.as_str() else {
        table.refuse("url", format!("got {}, expected {EXPECTED}", kind(value)));
        return None;
    };
    let parsed = parsed(table, "url", text, directory)?;
    if parsed.holds_password {
        secret_file::warn_about_inline(table.file("url"), warnings);
    }
    table.enter("url", parsed.shown.into());
    Some(parsed.database)
}

struct Parsed {
    database: DirectoryDatabase,
    /// What anybody may see of it.
    shown: String,
    holds_password: bool,
}

/// What `text` means; a fault never shows it, for it may hold a password.
fn parsed(table: &Table<'_>, key: &str, text: &str, directory: &Path) -> Option<Parsed> {
    if let Some(path) = text.strip_prefix("sqlite:") {
        let path = sqlite_path(path).map_err(|problem| table.refuse(key, problem)).ok()?;
        let database = DirectoryDatabase::Sqlite(directory.join(path));
        return Some(Parsed { database, shown: text.to_owned(), holds_password: false });
    }
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        let url = postgres::parsed(text).map_err(|problem| table.refuse(key, problem)).ok()?;
        let database = DirectoryDatabase::Postgres(Secret::new(text));
        return Some(Parsed { database, shown: url.shown, holds_password: url.holds_password });
    }
    table.refuse(key, format!("names no database that is known here, expected {EXPECTED}"));
    None
}

/// What stands behind `sqlite:`, with or without two slashes.
fn sqlite_path(text: &str) -> Result<PathBuf, String> {
    let path = text.strip_prefix("//").unwrap_or(text);
    if path == ":memory:" {
        return Err("is a database in memory, which each connection would have for itself; expected a file".to_owned());
    }
    let names_file = Path::new(path).file_name().is_some() && !path.ends_with('/') && !path.contains('\0');
    if names_file { Ok(PathBuf::from(path)) } else { Err("names no file, expected \"sqlite:PATH\"".to_owned()) }
}
