//! The pause of a thread that writes what others queue: what comes meanwhile is written at once, and wakes nobody.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

#[cfg(test)]
mod tests;

/// A pause that can be ended before its time. One thread takes it, any thread may end it.
#[derive(Debug)]
pub(crate) struct Pause {
    length: Duration,
    is_over: AtomicBool,
}

impl Pause {
    /// Short enough that nobody misses what waits, long enough that a busy server wakes its writers 200 times a second
    /// and not with every login.
    pub(crate) const BETWEEN_BATCHES: Duration = Duration::from_millis(5);

    /// A pause of this length.
    pub(crate) fn new(length: Duration) -> Self {
        Self { length, is_over: AtomicBool::new(false) }
    }

    /// Sleeps for the pause's length, or until it is ended. Not at all if it was ended since the last one.
    pub(crate) fn take(&self) {
        let begin = Instant::now();
        while !self.is_over.swap(false, Ordering::AcqRel) {
            let Some(rest) = self.length.checked_sub(begin.elapsed()).filter(|rest| !rest.is_zero()) else { return };
            thread::park_timeout(rest);
        }
    }

    /// Ends the pause that `writer` takes, or else its next one: for what can't wait.
    pub(crate) fn end(&self, writer: &Thread) {
        // Whoever was first has woken it.
        if !self.is_over.swap(true, Ordering::AcqRel) {
            writer.unpark();
        }
    }
}
