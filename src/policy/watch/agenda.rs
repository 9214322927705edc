//! When to look at the directory next. Pure: times are durations since the watch began, passed in.

use std::time::Duration;

use crate::policy::tree::Comparison;

#[cfg(test)]
mod tests;

/// The least pause between two looks.
const PAUSE: Duration = Duration::from_millis(100);
/// After a hint one more look is due: files that appear in a new folder before the system watches it give no hint.
const FOLLOW_UP: Duration = Duration::from_millis(250);
/// The pause after a look when events were lost: our own reading may be what overflows their queue.
const OVERFLOW_PAUSE: Duration = Duration::from_millis(400);

/// How often files are read that by the system's word nobody has written to: some file systems, and clocks that were set
/// back, do not tell of every write.
const READING_INTERVAL: Duration = Duration::from_mins(1);

/// Paces the looks: at once after a hint, but never so densely that looking is all we do.
#[derive(Debug)]
pub(super) struct Agenda {
    next: Duration,
    earliest: Duration,
    follow_up: Option<Duration>,
    /// When all files were read last.
    read_at: Duration,
}

impl Agenda {
    /// The first look is due at once.
    pub(super) fn new() -> Self {
        Self { next: Duration::ZERO, earliest: Duration::ZERO, follow_up: None, read_at: Duration::ZERO }
    }

    /// When the next look is due.
    pub(super) fn next(&self) -> Duration {
        self.next
    }

    /// How closely the look that begins at `now` is to be.
    pub(super) fn comparison(&mut self, now: Duration) -> Comparison {
        if now < self.read_at + READING_INTERVAL {
            return Comparison::OfStamps;
        }
        self.read_at = now;
        Comparison::OfContents
    }

    /// Something may have changed at `now`.
    pub(super) fn hint(&mut self, now: Duration) {
        self.next = self.next.min(now.max(self.earliest));
        self.follow_up = Some(now + FOLLOW_UP);
    }

    /// Events were lost: anything may have changed.
    pub(super) fn overflow(&mut self, now: Duration) {
        self.next = self.next.min(now.max(self.earliest + OVERFLOW_PAUSE));
    }

    /// A look has ended; without hints the next one is due `interval` later, or `again_at`.
    pub(super) fn looked(&mut self, began: Duration, ended: Duration, again_at: Option<Duration>, interval: Duration) {
        self.earliest = ended + PAUSE.max(ended.saturating_sub(began));
        self.follow_up = self.follow_up.filter(|&at| at > began);
        let wanted = [again_at, self.follow_up].into_iter().flatten().fold(ended + interval, Duration::min);
        self.next = wanted.max(self.earliest);
    }
}
