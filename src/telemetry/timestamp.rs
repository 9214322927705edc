//! The time at the beginning of a log line.

use std::cell::Cell;
use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

thread_local! {
    /// When that happened of which this thread writes, if that is not now.
    static HAPPENED: Cell<Option<i64>> = const { Cell::new(None) };
}

/// Has every line say when it was written or, within [`at`], when that happened.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timestamps;

impl FormatTime for Timestamps {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        let happened = HAPPENED.get().map(DateTime::from_timestamp_nanos);
        writer.write_str(&text(happened.unwrap_or_else(Utc::now)))
    }
}

/// Runs `log`, whose lines are about something that happened at `unix_nanos` (since the Unix epoch).
pub(super) fn at(unix_nanos: i64, log: impl FnOnce()) {
    HAPPENED.set(Some(unix_nanos));
    log();
    HAPPENED.set(None);
}

/// `2026-11-23T08:00:00.000042Z`
pub(super) fn text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, true)
}
