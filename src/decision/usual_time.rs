//! How long evaluations of one policy usually take, learnt from those that were.

#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// An evaluation of more than this is no short one, whatever came before.
pub(super) const SHORT: Duration = Duration::from_millis(2);

/// How many evaluations must have been short before a time is told, and after one of which nothing is known.
const FIRST: u32 = 3;

/// How many must have been after one that was not.
const AFTER_A_LONG_ONE: u32 = 32;

/// The usual time of one policy's evaluations. Told to nobody while the last few were not all short.
///
/// What others did on a thread's core meanwhile is not the policy's time: one evaluation of a few hundred is held up so on a
/// busy machine.
#[derive(Debug)]
pub struct UsualTime {
    nanos: AtomicU64,
    /// How many evaluations must still be short.
    owed: AtomicU32,
}

impl Default for UsualTime {
    fn default() -> Self {
        Self { nanos: AtomicU64::new(0), owed: AtomicU32::new(FIRST) }
    }
}

impl UsualTime {
    /// About how long an evaluation takes; `None` while that is not known or cannot be relied on.
    #[must_use]
    pub fn get(&self) -> Option<Duration> {
        let is_known = self.owed.load(Ordering::Relaxed) == 0;
        is_known.then(|| Duration::from_nanos(self.nanos.load(Ordering::Relaxed)))
    }

    /// Counts one that was broken off while others had its core: nobody knows what it would have taken.
    pub fn doubt(&self) {
        self.owed.fetch_max(FIRST, Ordering::Relaxed);
    }

    /// Counts an evaluation that took `elapsed`; [`Duration::MAX`] for one that was broken off.
    pub fn learn(&self, elapsed: Duration) {
        if elapsed > SHORT {
            return self.owed.store(AFTER_A_LONG_ONE, Ordering::Relaxed);
        }
        let nanos = u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX);
        let usual = self.nanos.load(Ordering::Relaxed);
        // By compare and exchange: who counts down must not undo what a long evaluation set meanwhile.
        let paid = self.owed.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |owed| owed.checked_sub(1));
        // The last to prove it is where the mean begins: the first of all are slow, their code and data are nowhere near.
        let mean = if paid.is_ok() { nanos } else { usual - usual / 8 + nanos / 8 };
        self.nanos.store(mean, Ordering::Relaxed);
    }
}
