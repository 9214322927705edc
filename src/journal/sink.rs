//! Where events are written to.

use std::io::{self, Write as _};
use std::time::Duration;

/// A place for events. Used by the journal's thread alone; it may take its time.
pub trait Sink: Send {
    /// What it is called in the log.
    fn name(&self) -> &str;

    /// Writes whole lines, each an event; `now_nanos` since the Unix epoch.
    ///
    /// # Errors
    /// When not all of them are written; then none of them stands there in part.
    fn write(&mut self, lines: &[u8], now_nanos: i64) -> io::Result<()>;

    /// Called when nothing has come for a while, and at the end: makes what was written last.
    ///
    /// # Errors
    /// When the system can't.
    fn rest(&mut self, now_nanos: i64) -> io::Result<()>;

    /// In how long it wants to rest at the latest, though nothing comes; `None` if it need not.
    fn wants_rest_in(&self) -> Option<Duration>;
}

/// Standard output.
#[derive(Debug, Default)]
pub struct StdoutSink;

impl Sink for StdoutSink {
    fn name(&self) -> &'static str {
        "standard output"
    }

    fn write(&mut self, lines: &[u8], _: i64) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(lines)?;
        out.flush()
    }

    fn rest(&mut self, _: i64) -> io::Result<()> {
        Ok(())
    }

    fn wants_rest_in(&self) -> Option<Duration> {
        None
    }
}
