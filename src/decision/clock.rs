//! Time, passed in: the system's, or one that tests hold still.

mod moment;
#[cfg(test)]
mod tests;

pub use moment::{InvalidMoment, Moment};

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Where the core reads the time.
pub trait Clock: Send + Sync + 'static {
    /// Nanoseconds since the Unix epoch, as policies see it in `time.now_ns()`.
    fn unix_nanos(&self) -> i64;

    /// Time that never runs backwards, for the age of remembered verdicts.
    fn monotonic(&self) -> Duration;
}

/// `unix_nanos` rounded down to a whole number of steps since the Unix epoch; as it is when `step` is zero.
#[must_use]
pub fn quantised(unix_nanos: i64, step: Duration) -> i64 {
    let step = i64::try_from(step.as_nanos()).unwrap_or(i64::MAX).max(1);
    unix_nanos.saturating_sub(unix_nanos.rem_euclid(step))
}

/// The clock of the machine.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn unix_nanos(&self) -> i64 {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since_epoch.as_nanos()).unwrap_or(i64::MAX)
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A clock that moves only when told to.
#[derive(Debug)]
pub struct StandingClock {
    unix_nanos: AtomicI64,
    start: i64,
}

impl StandingClock {
    /// A clock that stands at `unix_nanos`.
    #[must_use]
    pub fn at(unix_nanos: i64) -> Self {
        Self { unix_nanos: AtomicI64::new(unix_nanos), start: unix_nanos }
    }

    /// Moves both readings forward by `step`.
    pub fn advance(&self, step: Duration) {
        let nanos = i64::try_from(step.as_nanos()).unwrap_or(i64::MAX);
        self.unix_nanos.fetch_add(nanos, Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn unix_nanos(&self) -> i64 {
        self.unix_nanos.load(Ordering::SeqCst)
    }

    fn monotonic(&self) -> Duration {
        Duration::from_nanos(self.unix_nanos().saturating_sub(self.start).max(0).unsigned_abs())
    }
}
