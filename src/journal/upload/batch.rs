//! Lines of the spool, as they are sent.

use std::collections::VecDeque;
use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::de::IgnoredAny;

/// Events that are sent at once.
pub(super) type Batch<'l> = &'l [&'l [u8]];

/// The events of `content`, and how many lines are none: a process that is killed may leave part of one. One that is no
/// JSON would have all that are sent with it refused.
pub(super) fn events(content: &[u8]) -> (Vec<&[u8]>, u64) {
    let lines = content.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let is_event = |line: &&[u8]| line.starts_with(b"{") && serde_json::from_slice::<IgnoredAny>(line).is_ok();
    let (events, damaged): (Vec<_>, Vec<_>) = lines.partition(is_event);
    (events, damaged.len() as u64)
}

/// `events` in their order, in batches of at most `most_bytes`; a longer event is one by itself.
pub(super) fn batches<'l>(events: &'l [&'l [u8]], most_bytes: usize) -> VecDeque<Batch<'l>> {
    let mut batches = VecDeque::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, event) in events.iter().enumerate() {
        // With the comma or bracket before it.
        let more = event.len() + 1;
        if at > start && bytes + more > most_bytes {
            batches.push_back(&events[start..at]);
            (start, bytes) = (at, 0);
        }
        bytes += more;
    }
    if start < events.len() {
        batches.push_back(&events[start..]);
    }
    batches
}

/// A JSON array of the events, compressed.
///
/// # Errors
/// None that is known: it is written to memory.
pub(super) fn body(batch: Batch<'_>) -> io::Result<Vec<u8>> {
    // Events are alike, so the fastest way makes them nearly as short as the best.
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    for (at, event) in batch.iter().enumerate() {
        gzip.write_all(if at == 0 { b"[" } else { b"," })?;
        gzip.write_all(event)?;
    }
    gzip.write_all(b"]")?;
    gzip.finish()
}
