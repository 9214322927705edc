//! `[journal]`: where decisions are written down.

mod index;
mod privacy;
mod uploads;

use std::path::Path;
use std::time::Duration;

use super::load::MINUTE;
use super::settings::{Fsync, JournalFileSettings, JournalSettings, WhenFull};
use super::table::Table;

const YEAR: Duration = Duration::from_hours(366 * 24);
const FSYNC: &[(&str, Fsync)] =
    &[("never", Fsync::Never), ("every_second", Fsync::EverySecond), ("always", Fsync::Always)];

/// What a file has that is not set.
const DEFAULT_MEBIBYTES: u64 = 100;
const DEFAULT_AGE: (&str, Duration) = ("1day", Duration::from_hours(24));
const DEFAULT_FILES: u64 = 30;
const DEFAULT_FSYNC: (&str, Fsync) = ("every_second", Fsync::EverySecond);

/// Reads `[journal]`; relative paths of secrets start in `directory`.
pub(super) fn read(mut table: Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<JournalSettings> {
    let when_full = table.choice("when_full", &[("drop", WhenFull::Drop), ("wait", WhenFull::Wait)]);
    let queue = table.integer("queue", 1..=1_000_000);
    let stdout = table.switch("stdout");
    let files = files(&mut table);
    let uploads = uploads::read(&mut table, directory, warnings);
    let index = index::read(&mut table);
    let privacy = privacy::read(&mut table, directory, warnings);
    table.finish();
    let queue = usize::try_from(queue?).ok()?;
    Some(JournalSettings {
        when_full: when_full?,
        queue,
        stdout: stdout?,
        files: files?,
        uploads: uploads?,
        index: index?,
        privacy: privacy?,
    })
}

fn files(journal: &mut Table<'_>) -> Option<Vec<JournalFileSettings>> {
    if !journal.has("files") {
        journal.enter_default("files", Vec::<String>::new());
        return Some(Vec::new());
    }
    let mut tables = journal.tables("files")?;
    let files: Vec<_> = tables.iter_mut().map(file).collect();
    for (at, file) in files.iter().enumerate() {
        let is_same = |other: &Option<JournalFileSettings>| match (other, file) {
            (Some(other), Some(file)) => other.path == file.path,
            _ => false,
        };
        if files[..at].iter().any(is_same) {
            tables[at].refuse("path", "another file of the journal has this path, expected one of its own".to_owned());
        }
    }
    tables.into_iter().for_each(Table::finish);
    files.into_iter().collect()
}

fn file(table: &mut Table<'_>) -> Option<JournalFileSettings> {
    let path = table.path("path", "the path of a file");
    let rotate_mebibytes = or_default(table, "rotate_mebibytes", DEFAULT_MEBIBYTES, DEFAULT_MEBIBYTES, |table, key| {
        table.integer(key, 1..=100_000)
    });
    let rotate_age =
        or_default(table, "rotate_age", DEFAULT_AGE.0, DEFAULT_AGE.1, |table, key| table.duration(key, MINUTE..=YEAR));
    let keep_files =
        or_default(table, "keep_files", DEFAULT_FILES, DEFAULT_FILES, |table, key| table.integer(key, 0..=100_000));
    let fsync = or_default(table, "fsync", DEFAULT_FSYNC.0, DEFAULT_FSYNC.1, |table, key| table.choice(key, FSYNC));
    Some(JournalFileSettings {
        path: path?,
        rotate_mebibytes: rotate_mebibytes?,
        rotate_age: rotate_age?,
        keep_files: usize::try_from(keep_files?).ok()?,
        fsync: fsync?,
    })
}

/// What is set for `key`, else `default`, which the report shows as `shown`.
fn or_default<'r, T>(
    table: &mut Table<'r>,
    key: &'static str,
    shown: impl Into<serde_json::Value>,
    default: T,
    read: impl FnOnce(&mut Table<'r>, &'static str) -> Option<T>,
) -> Option<T> {
    if table.has(key) {
        return read(table, key);
    }
    table.enter_default(key, shown);
    Some(default)
}
