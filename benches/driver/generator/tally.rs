//! What is counted while requests are sent.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hdrhistogram::Histogram;

use super::Latency;
use crate::driver::Fault;

/// What all connections count together.
#[derive(Default)]
pub struct Tally {
    answered: AtomicU64,
    failed: AtomicU64,
    first_failure: Mutex<Option<String>>,
}

impl Tally {
    /// An answer has come, right or not.
    pub fn note(&self, answer: Result<(), Fault>) {
        match answer {
            Ok(()) => drop(self.answered.fetch_add(1, Ordering::Relaxed)),
            Err(fault) => {
                self.failed.fetch_add(1, Ordering::Relaxed);
                if let Ok(mut first) = self.first_failure.lock() {
                    first.get_or_insert_with(|| fault.to_string());
                }
            }
        }
    }

    /// Right answers so far.
    pub fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// How many were not right so far, and what was wrong with the first.
    pub fn failures(&self) -> (u64, Option<String>) {
        let first = self.first_failure.lock().ok().and_then(|first| first.clone());
        (self.failed.load(Ordering::Relaxed), first)
    }
}

/// Durations of one connection, up to a minute, to three digits.
pub struct Times {
    /// From the moment that a request should have been sent to its answer.
    pub latency: Histogram<u32>,
    /// From that moment until it was sent, where the connection waited for it.
    pub lateness: Histogram<u32>,
}

const LONGEST_NANOS: u64 = 60_000_000_000;

impl Times {
    /// None yet.
    pub fn new() -> Result<Self, Fault> {
        let histogram = || Histogram::new_with_bounds(100, LONGEST_NANOS, 3);
        Ok(Self { latency: histogram()?, lateness: histogram()? })
    }

    /// With those of another connection.
    pub fn with(mut self, other: &Self) -> Result<Self, Fault> {
        self.latency.add(&other.latency)?;
        self.lateness.add(&other.lateness)?;
        Ok(self)
    }

    /// The percentiles.
    pub fn percentiles(&self) -> Latency {
        let at = |quantile| microseconds(self.latency.value_at_quantile(quantile));
        Latency { p50: at(0.5), p99: at(0.99), p999: at(0.999), slowest: microseconds(self.latency.max()) }
    }

    /// The 99th percentile of the lateness, in microseconds.
    pub fn lateness(&self) -> f64 {
        microseconds(self.lateness.value_at_quantile(0.99))
    }
}

/// Counts `duration`, as a minute if it is longer.
pub fn count(histogram: &mut Histogram<u32>, duration: Duration) {
    histogram.saturating_record(u64::try_from(duration.as_nanos()).unwrap_or(LONGEST_NANOS));
}

fn microseconds(nanos: u64) -> f64 {
    Duration::from_nanos(nanos).as_secs_f64() * 1e6
}
