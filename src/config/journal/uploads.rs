//! `[[journal.uploads]]`: receivers that events are sent to over HTTP.

use std::path::Path;
use std::time::Duration;

use ureq::http::Uri;

use super::{DEFAULT_FSYNC, FSYNC, MINUTE, YEAR, or_default};
use crate::config::fault::quoted;
use crate::config::load::{HOUR, TENTH};
use crate::config::scalar::Form;
use crate::config::settings::{JournalUploadSettings, UploadToken};
use crate::config::table::Table;
use crate::config::{Secret, hooks, secret_file};

const SECOND: Duration = Duration::from_secs(1);

/// What an upload has that is not set.
const DEFAULT_DELAY: (&str, Duration) = ("1s", SECOND);
const DEFAULT_BATCH_KIBIBYTES: u64 = 512;
const DEFAULT_TIMEOUT: (&str, Duration) = ("10s", Duration::from_secs(10));
const DEFAULT_KEEP_MEBIBYTES: u64 = 1024;
const DEFAULT_KEEP_AGE: (&str, Duration) = ("7days", Duration::from_hours(7 * 24));

/// Reads all uploads of `journal`.
pub(super) fn read(
    journal: &mut Table<'_>,
    directory: &Path,
    warnings: &mut Vec<String>,
) -> Option<Vec<JournalUploadSettings>> {
    if !journal.has("uploads") {
        journal.enter_default("uploads", Vec::<String>::new());
        return Some(Vec::new());
    }
    let mut tables = journal.tables("uploads")?;
    let uploads: Vec<_> = tables.iter_mut().map(|table| upload(table, directory, warnings)).collect();
    refuse_doubles(&tables, &uploads);
    tables.into_iter().for_each(Table::finish);
    uploads.into_iter().collect()
}

fn upload(table: &mut Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<JournalUploadSettings> {
    let name = table.parsed("name", Form::Text, hooks::NAME, |text| hooks::is_name(text).then(|| text.to_owned()));
    let url = table.url("url");
    let token = token(table, directory, warnings);
    let authorities = table.has("ca").then(|| table.path("ca", "the path of a PEM file"));
    let spool = table.path("spool", "the path of a directory");
    let (batch, mebibytes) = (DEFAULT_BATCH_KIBIBYTES, DEFAULT_KEEP_MEBIBYTES);
    let batch_kibibytes = or_default(table, "batch_kibibytes", batch, batch, |table, key| table.integer(key, 1..=4096));
    let keep_mebibytes =
        or_default(table, "keep_mebibytes", mebibytes, mebibytes, |table, key| table.integer(key, 16..=1_000_000));
    let delay = duration(table, "delay", DEFAULT_DELAY, TENTH / 10, HOUR);
    let timeout = duration(table, "timeout", DEFAULT_TIMEOUT, TENTH, 5 * MINUTE);
    let keep_age = duration(table, "keep_age", DEFAULT_KEEP_AGE, MINUTE, YEAR);
    let fsync = or_default(table, "fsync", DEFAULT_FSYNC.0, DEFAULT_FSYNC.1, |table, key| table.choice(key, FSYNC));
    if let (Some(url), Some(Some(_))) = (&url, &authorities)
        && url.scheme_str() == Some("http")
    {
        table.refuse("ca", "is set for a URL of plain http, expected https there or no ca".to_owned());
    }
    if let (Some(name), Some(url)) = (&name, &url) {
        warn_about_plain_http(name, url, warnings);
    }
    let authorities = match authorities {
        Some(path) => Some(directory.join(path?)),
        None => None,
    };
    Some(JournalUploadSettings {
        name: name?,
        url: url?,
        token: token?,
        authorities,
        batch_bytes: usize::try_from(batch_kibibytes?.saturating_mul(1 << 10)).ok()?,
        delay: delay?,
        timeout: timeout?,
        spool: spool?,
        keep_mebibytes: keep_mebibytes?,
        keep_age: keep_age?,
        fsync: fsync?,
    })
}

fn duration(
    table: &mut Table<'_>,
    key: &'static str,
    (shown, default): (&'static str, Duration),
    least: Duration,
    most: Duration,
) -> Option<Duration> {
    or_default(table, key, shown, default, |table, key| table.duration(key, least..=most))
}

/// `Some(None)` where there is none.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
fn token(table: &mut Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<Option<UploadToken>> {
    let (name, token) = match (table.has("token"), table.has("token_file")) {
        (false, false) => return Some(None),
        (true, true) => {
            table.refuse("token_file", "token is set as well, expected one of the two".to_owned());
            return None;
        }
        (true, false) => {
            secret_file::warn_about_inline(table.file("token"), warnings);
            ("token", UploadToken::Inline(table.secret("token").map(Secret::new)?))
        }
        (false, true) => {
            let path = directory.join(table.path("token_file", "the path of a file")?);
            secret_file::warn_if_everybody_reads(&path, warnings);
            ("token_file", UploadToken::File(path))
        }
    };
    token.read().map_err(|problem| table.refuse(name, problem)).ok()?;
    Some(Some(token))
}

fn warn_about_plain_http(name: &str, url: &Uri, warnings: &mut Vec<String>) {
    let host = url.host().unwrap_or_default().trim_matches(['[', ']']);
    let is_here =
        host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|it: std::net::IpAddr| it.is_loopback());
    if url.scheme_str() == Some("http") && !is_here {
        warnings.push(format!(
            "upload {name}: events, and the token if there is one, travel readable for all between here and {host}; use https"
        ));
    }
}

/// Refuses each upload that has the name or the spool of an earlier one.
fn refuse_doubles(tables: &[Table<'_>], uploads: &[Option<JournalUploadSettings>]) {
    for (at, (table, upload)) in tables.iter().zip(uploads).enumerate() {
        let Some(upload) = upload else { continue };
        let earlier = || uploads[..at].iter().flatten();
        if earlier().any(|other| other.name == upload.name) {
            let problem = format!("got {}, expected a name that no other upload has", quoted(&upload.name));
            table.refuse("name", problem);
        }
        if earlier().any(|other| other.spool == upload.spool) {
            table.refuse("spool", "another upload has this directory, expected one of its own".to_owned());
        }
    }
}
