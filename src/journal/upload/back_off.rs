//! How long to wait before a receiver is tried again: exponential, with full jitter, so that many servers whose receiver
//! comes back do not all call at once.
//!
//! Source: <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(500);
/// The longest wait of its own accord.
pub(super) const LONGEST: Duration = Duration::from_mins(1);
/// The longest wait that a receiver may ask for.
pub(super) const LONGEST_ASKED: Duration = Duration::from_hours(1);

/// Waits between failures in a row.
#[derive(Debug, Default)]
pub(super) struct BackOff {
    failures: u32,
}

impl BackOff {
    /// How long to wait after one more failure, at least `asked`.
    pub(super) fn next(&mut self, asked: Option<Duration>) -> Duration {
        let most = FIRST.saturating_mul(1 << self.failures.min(16)).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        // Without chance it waits for as long as it may.
        let share = getrandom::u64().unwrap_or(u64::MAX);
        let jittered = (u128::from(share) * most.as_nanos()) >> 64;
        let own = Duration::from_nanos(u64::try_from(jittered).unwrap_or(u64::MAX));
        own.max(asked.unwrap_or_default().min(LONGEST_ASKED))
    }

    /// It works again.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}
