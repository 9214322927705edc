//! The time at the beginning of a log line.

use std::cell::Cell;
use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

const NANOS_IN_SECOND: i64 = 1_000_000_000;

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
fn text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Writes the same of one moment after the other. Most are in the second of the one before, whose text is kept.
#[derive(Debug, Default)]
pub(super) struct Moments {
    second: Option<i64>,
    /// `2026-11-23T08:00:00.`
    text: String,
}

impl Moments {
    /// Adds the text of `unix_nanos`, since the Unix epoch.
    pub(super) fn push(&mut self, unix_nanos: i64, text: &mut String) {
        let second = unix_nanos.div_euclid(NANOS_IN_SECOND);
        if self.second != Some(second) {
            let begin = DateTime::from_timestamp_nanos(second.saturating_mul(NANOS_IN_SECOND));
            self.text = begin.to_rfc3339_opts(SecondsFormat::Secs, true).replace('Z', ".");
            self.second = Some(second);
        }
        text.push_str(&self.text);
        let micros = unix_nanos.rem_euclid(NANOS_IN_SECOND) / 1000;
        // The digit in front keeps zeros before the others.
        text.push_str(&itoa::Buffer::new().format(1_000_000 + micros)[1..]);
        text.push('Z');
    }
}
