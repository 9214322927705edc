//! Who is writing, as far as file events tell.

use std::collections::HashMap;
use std::time::Duration;

use super::settle::SETTLE;

#[cfg(test)]
mod tests;

/// How long a writer may hold a file open without writing before only the content counts.
const WRITER_PATIENCE: Duration = Duration::from_secs(10);
/// Beyond this many files at once, contents alone decide for the rest.
const CAPACITY: usize = 65_536;

/// The files that were written lately, by their real path relative to the real root. Times are since the watch began.
#[derive(Debug, Clone, Default)]
pub(super) struct Writers {
    by_path: HashMap<String, Writer>,
}

#[derive(Debug, Clone, Copy)]
struct Writer {
    last_event: Duration,
    is_open: bool,
}

impl Writers {
    /// Somebody wrote into the file or truncated it, and so has it open.
    pub(super) fn wrote(&mut self, path: String, at: Duration) {
        self.set(path, Writer { last_event: at, is_open: true });
    }

    /// A writer closed the file, or another file took its name.
    pub(super) fn closed(&mut self, path: String, at: Duration) {
        self.set(path, Writer { last_event: at, is_open: false });
    }

    fn set(&mut self, path: String, writer: Writer) {
        if self.by_path.len() < CAPACITY || self.by_path.contains_key(&path) {
            self.by_path.insert(path, writer);
        }
    }

    /// Events were lost, so nobody knows any longer who has closed what.
    pub(super) fn forget_open(&mut self) {
        for writer in self.by_path.values_mut() {
            writer.is_open = false;
        }
    }

    /// Drops what can no longer matter at `now`.
    pub(super) fn prune(&mut self, now: Duration) {
        self.by_path.retain(|_, writer| writer.quiet_at() > now);
    }

    /// From when on a look may trust what it reads in the file at `path`.
    pub(super) fn quiet_at(&self, path: &str) -> Duration {
        self.by_path.get(path).map_or(Duration::ZERO, Writer::quiet_at)
    }
}

impl Writer {
    fn quiet_at(&self) -> Duration {
        self.last_event + if self.is_open { WRITER_PATIENCE } else { SETTLE }
    }
}
