//! What goes on happening is said at once, and again after a while.

use std::time::{Duration, Instant};

const AGAIN_AFTER: Duration = Duration::from_mins(10);

/// When something was said last, and what has come together since.
#[derive(Debug, Default)]
pub(super) struct Reminder {
    said: Option<Instant>,
    unsaid: u64,
}

impl Reminder {
    /// Adds `count`; how many there are to be told of now, if it is time to.
    pub(super) fn due(&mut self, count: u64) -> Option<u64> {
        self.unsaid += count;
        if self.said.is_some_and(|said| said.elapsed() < AGAIN_AFTER) {
            return None;
        }
        self.said = Some(Instant::now());
        Some(std::mem::take(&mut self.unsaid))
    }

    /// Whatever happens next is news.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}
