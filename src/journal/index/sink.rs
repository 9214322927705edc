//! The index as a place that events are written to.

use std::io;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::entry::Entry;
use super::fault::IndexFault;
use super::retention::{self, Keep};
use super::schema;
use crate::config::JournalIndexSettings;
use crate::journal::Sink;

/// How often it looks for what has become too old, though nothing comes; and how soon again if there was much of it.
const CLEAN_EVERY: Duration = Duration::from_mins(1);
const CLEAN_ON_IN: Duration = Duration::from_millis(50);

/// Writes events into the index: one transaction for all that wait.
#[derive(Debug)]
pub struct IndexSink {
    connection: Connection,
    name: String,
    keep: Keep,
    is_more_to_remove: bool,
}

impl IndexSink {
    /// Opens the index, and makes it if it is not there.
    ///
    /// # Errors
    /// When the file can't be used; its words say what to do.
    pub fn open(settings: &JournalIndexSettings) -> Result<Self, IndexFault> {
        let connection = schema::open_for_writing(&settings.path)?;
        let name = settings.path.display().to_string();
        let keep = Keep { age: settings.keep_age, bytes: settings.keep_mebibytes.saturating_mul(1 << 20) };
        Ok(Self { connection, name, keep, is_more_to_remove: true })
    }

    fn insert(&mut self, entries: &[Entry<'_>]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        entries.iter().try_for_each(|entry| entry.insert(&transaction))?;
        transaction.commit()
    }

    fn clean(&mut self, came: usize, now_nanos: i64) -> io::Result<()> {
        let is_more = retention::step(&mut self.connection, self.keep, came, now_nanos);
        self.is_more_to_remove = *is_more.as_ref().unwrap_or(&false);
        is_more.map(drop).map_err(told)
    }
}

impl Sink for IndexSink {
    fn name(&self) -> &str {
        &self.name
    }

    fn write(&mut self, lines: &[u8], now_nanos: i64) -> io::Result<()> {
        let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let entries = lines.map(Entry::read).collect::<io::Result<Vec<_>>>()?;
        self.insert(&entries).map_err(told)?;
        // No event is lost for it.
        if let Err(error) = self.clean(entries.len(), now_nanos) {
            tracing::error!(file = self.name, %error, "old decisions can't be removed from the index");
        }
        Ok(())
    }

    fn rest(&mut self, now_nanos: i64) -> io::Result<()> {
        self.clean(0, now_nanos)
    }

    fn wants_rest_in(&self) -> Option<Duration> {
        Some(if self.is_more_to_remove { CLEAN_ON_IN } else { CLEAN_EVERY })
    }
}

/// In the system's words, by which losses are counted.
fn told(error: rusqlite::Error) -> io::Error {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => io::ErrorKind::StorageFull,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => io::ErrorKind::ResourceBusy,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
impl IndexSink {
    /// As if the disk had room for no more than these pages.
    pub(super) fn limit_pages(&self, pages: i64) {
        self.connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
    }
}
