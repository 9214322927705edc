//! A file of events, one JSON object a line; full ones are put beside it under the time they became full.

#[cfg(test)]
mod tests;

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::DateTime;

use super::sink::Sink;
use crate::config::{Fsync, JournalFileSettings};

const SECOND: Duration = Duration::from_secs(1);

/// A file that is written, and the full ones beside it.
#[derive(Debug)]
pub struct FileSink {
    settings: JournalFileSettings,
    name: String,
    current: Option<Current>,
}

/// The file that is open.
#[derive(Debug)]
struct Current {
    file: File,
    bytes: u64,
    began_nanos: i64,
    /// When something was written that was not forced to the disk.
    dirty_since_nanos: Option<i64>,
}

impl FileSink {
    /// A sink for this file, opened and made if it is not there: so that a start shows what would fail later.
    ///
    /// # Errors
    /// When the file can't be opened for appending.
    pub fn open(settings: JournalFileSettings, now_nanos: i64) -> io::Result<Self> {
        let name = settings.path.display().to_string();
        let mut sink = Self { settings, name, current: None };
        sink.current(now_nanos)?;
        Ok(sink)
    }

    fn current(&mut self, now_nanos: i64) -> io::Result<&mut Current> {
        if let Some(ref mut current) = self.current {
            return Ok(current);
        }
        let mut options = OpenOptions::new();
        // It says who logged in when: for its owner, and for the group of whoever ships it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
        let file = options.create(true).append(true).open(&self.settings.path)?;
        let metadata = file.metadata()?;
        let began_nanos = if metadata.len() == 0 { now_nanos } else { made(&metadata).unwrap_or(now_nanos) };
        let mut current = Current { file, bytes: metadata.len(), began_nanos, dirty_since_nanos: None };
        end_last_line(&self.settings.path, &mut current)?;
        Ok(self.current.insert(current))
    }

    fn is_full(&self, more: usize, now_nanos: i64) -> bool {
        let Some(current) = &self.current else { return false };
        let limit = self.settings.rotate_mebibytes.saturating_mul(1 << 20);
        let would_be_too_large = current.bytes.saturating_add(more as u64) > limit;
        let is_old = elapsed(current.began_nanos, now_nanos) >= self.settings.rotate_age;
        current.bytes > 0 && (would_be_too_large || is_old)
    }

    /// What can't be put aside is written on: no event is lost for it.
    fn try_to_rotate(&mut self, now_nanos: i64) {
        if let Err(error) = self.rotate(now_nanos) {
            tracing::error!(file = self.name, %error, "the full file of the journal can't be put aside, or older ones removed");
        }
    }

    /// Puts the full file aside and removes those that are too many.
    fn rotate(&mut self, now_nanos: i64) -> io::Result<()> {
        if let Some(current) = self.current.take()
            && self.settings.fsync != Fsync::Never
        {
            current.file.sync_data()?;
        }
        let path = &self.settings.path;
        let time = DateTime::from_timestamp_nanos(now_nanos).format("%Y%m%dT%H%M%S%9fZ").to_string();
        fs::rename(path, path.with_file_name(full_name(path, &time)))?;
        let full = full_files(path)?;
        let too_many = full.len().saturating_sub(self.settings.keep_files);
        full[..too_many].iter().try_for_each(fs::remove_file)
    }
}

impl Sink for FileSink {
    fn name(&self) -> &str {
        &self.name
    }

    fn write(&mut self, lines: &[u8], now_nanos: i64) -> io::Result<()> {
        if self.is_full(lines.len(), now_nanos) {
            self.try_to_rotate(now_nanos);
        }
        let fsync = self.settings.fsync;
        let current = self.current(now_nanos)?;
        if let Err(error) = current.file.write_all(lines) {
            // A full disk takes part of a line. If it can't be taken back, it is ended when the file is opened again.
            let _ = current.file.set_len(current.bytes);
            self.current = None;
            return Err(error);
        }
        current.bytes += lines.len() as u64;
        match fsync {
            Fsync::Never => Ok(()),
            Fsync::EverySecond => {
                let dirty_since = *current.dirty_since_nanos.get_or_insert(now_nanos);
                if elapsed(dirty_since, now_nanos) < SECOND { Ok(()) } else { current.force() }
            }
            Fsync::Always => current.force(),
        }
    }

    fn rest(&mut self, now_nanos: i64) -> io::Result<()> {
        let Some(current) = &mut self.current else { return Ok(()) };
        if current.dirty_since_nanos.is_some() {
            current.force()?;
        }
        if self.is_full(0, now_nanos) {
            self.try_to_rotate(now_nanos);
        }
        Ok(())
    }

    fn wants_rest_in(&self) -> Option<Duration> {
        self.current.as_ref().and_then(|current| current.dirty_since_nanos).map(|_| SECOND)
    }
}

impl Current {
    fn force(&mut self) -> io::Result<()> {
        self.dirty_since_nanos = None;
        self.file.sync_data()
    }
}

fn elapsed(since_nanos: i64, now_nanos: i64) -> Duration {
    Duration::from_nanos(now_nanos.saturating_sub(since_nanos).max(0).unsigned_abs())
}

/// When a file was made or, where the system does not know, last changed.
fn made(metadata: &fs::Metadata) -> Option<i64> {
    let time = metadata.created().or_else(|_| metadata.modified()).ok()?;
    i64::try_from(time.duration_since(std::time::UNIX_EPOCH).ok()?.as_nanos()).ok()
}

/// A process that was killed may have left part of a line: it is ended, and readers pass it over.
fn end_last_line(path: &Path, current: &mut Current) -> io::Result<()> {
    use std::io::{Read as _, Seek as _, SeekFrom};
    if current.bytes == 0 {
        return Ok(());
    }
    let mut last = [0];
    let mut reader = File::open(path)?;
    reader.seek(SeekFrom::End(-1))?;
    reader.read_exact(&mut last)?;
    if last != *b"\n" {
        current.file.write_all(b"\n")?;
        current.bytes += 1;
    }
    Ok(())
}

/// `logins.ndjson` becomes `logins-<time>.ndjson`.
fn full_name(path: &Path, time: &str) -> OsString {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push("-");
    name.push(time);
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    name
}

/// The full files of `path`, the oldest first.
fn full_files(path: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut prefix = path.file_stem().unwrap_or_default().to_os_string().into_encoded_bytes();
    prefix.push(b'-');
    let is_time = |text: &[u8]| {
        text.len() == "20261121T225900123456789Z".len()
            && text.iter().all(|b| b.is_ascii_digit() || matches!(b, b'T' | b'Z'))
    };
    let is_ours = |found: &Path| {
        let stem = found.file_stem().map(OsStr::as_encoded_bytes).unwrap_or_default();
        found.extension() == path.extension() && stem.strip_prefix(prefix.as_slice()).is_some_and(is_time)
    };
    let mut full = Vec::new();
    for entry in fs::read_dir(folder)? {
        let found = entry?.path();
        if is_ours(&found) {
            full.push(found);
        }
    }
    full.sort();
    Ok(full)
}
