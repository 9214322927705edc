//! The file of the spool that events are added to.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::segment::{Segment, open_path};

/// Only this user may read it: events name agents.
const MODE: u32 = 0o600;
const NANOS_A_SECOND: u64 = 1_000_000_000;

/// A file that events are added to.
#[derive(Debug)]
pub(super) struct Filling {
    file: File,
    path: PathBuf,
    segment: Segment,
    pub(super) began_nanos: i64,
    /// When it was made, by a clock that never runs backwards.
    pub(super) began: Instant,
    /// Since when something stands there that was not forced to the disk.
    pub(super) dirty_since: Option<Instant>,
}

impl Filling {
    /// Makes the file `number`.
    pub(super) fn create(directory: &Path, number: u64, now_nanos: i64) -> io::Result<Self> {
        let began_seconds = now_nanos.max(0).unsigned_abs() / NANOS_A_SECOND;
        let path = open_path(directory, number, began_seconds);
        let file = OpenOptions::new().create_new(true).append(true).mode(MODE).open(&path)?;
        let segment = Segment { number, began_seconds, events: 0, bytes: 0 };
        Ok(Self { file, path, segment, began_nanos: now_nanos, began: Instant::now(), dirty_since: None })
    }

    pub(super) fn bytes(&self) -> u64 {
        self.segment.bytes
    }

    /// Adds whole lines.
    ///
    /// # Errors
    /// When the system can't; a part of them may stand there then, and whoever reads it passes over that.
    pub(super) fn append(&mut self, lines: &[u8], events: u64) -> io::Result<()> {
        if let Err(error) = self.file.write_all(lines) {
            // A full disk takes part of a line.
            let _ = self.file.set_len(self.segment.bytes);
            return Err(error);
        }
        self.segment.bytes += lines.len() as u64;
        self.segment.events += events;
        self.dirty_since.get_or_insert_with(Instant::now);
        Ok(())
    }

    /// Makes what it holds outlast a loss of power.
    pub(super) fn force(&mut self) -> io::Result<()> {
        self.dirty_since = None;
        self.file.sync_data()
    }

    /// Gives it its last name; `None` if it holds nothing and is removed.
    ///
    /// # Errors
    /// When the system can't; it is found again at the next start.
    pub(super) fn seal(self, directory: &Path) -> io::Result<Option<Segment>> {
        if self.segment.bytes == 0 {
            return fs::remove_file(&self.path).map(|()| None);
        }
        fs::rename(&self.path, self.segment.path(directory))?;
        Ok(Some(self.segment))
    }
}
