//! One file of the spool, to which nothing is added any more. Its name says its place in the order, when it began and how
//! many events it holds, so that a start need not read what waits.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the name of a file ends with while events are added to it.
const OPEN: &str = "open";
const SEALED: &str = "ndjson";

/// A file that is sent and then removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    /// Its place in the order.
    pub(super) number: u64,
    /// When its first event was written, since the Unix epoch.
    pub(super) began_seconds: u64,
    /// How many lines it holds.
    pub(super) events: u64,
    pub(super) bytes: u64,
}

impl Segment {
    /// Where it is.
    pub(super) fn path(&self, directory: &Path) -> PathBuf {
        directory.join(format!("{:020}-{}-{}.{SEALED}", self.number, self.began_seconds, self.events))
    }
}

/// The name of the file `number` while events are added to it.
pub(super) fn open_path(directory: &Path, number: u64, began_seconds: u64) -> PathBuf {
    directory.join(format!("{number:020}-{began_seconds}.{OPEN}"))
}

/// How many lines of `content` have an end.
pub(super) fn whole_lines(content: &[u8]) -> u64 {
    content.split(|byte| *byte == b'\n').skip(1).count() as u64
}

/// What a process before this one left behind in `directory`, the oldest first. Files with other names stay as they are.
pub(super) fn left_behind(directory: &Path) -> io::Result<Vec<Segment>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let Some(parts) = path.file_stem().and_then(OsStr::to_str).and_then(numbers) else { continue };
        match parts[..] {
            [number, began, events] => {
                let mut segment = Segment { number, began_seconds: began, events, bytes: 0 };
                if segment.path(directory) == path {
                    segment.bytes = path.metadata()?.len();
                    found.push(segment);
                }
            }
            [number, began] if open_path(directory, number, began) == path => {
                found.extend(seal(directory, &path, number, began)?);
            }
            _ => {}
        }
    }
    found.sort_by_key(|segment| segment.number);
    Ok(found)
}

fn numbers(stem: &str) -> Option<Vec<u64>> {
    stem.split('-').map(|part| part.parse().ok()).collect()
}

/// Ends the file that a process was adding to when it was killed.
fn seal(directory: &Path, path: &Path, number: u64, began_seconds: u64) -> io::Result<Option<Segment>> {
    let content = fs::read(path)?;
    if content.is_empty() {
        return fs::remove_file(path).map(|()| None);
    }
    let segment = Segment { number, began_seconds, events: whole_lines(&content), bytes: content.len() as u64 };
    fs::rename(path, segment.path(directory))?;
    Ok(Some(segment))
}
