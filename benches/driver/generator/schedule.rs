//! When which request is sent.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::Pace;
use super::script::Script;

/// When which request is sent: shared by all connections, each of which takes the next one when it is free.
pub struct Schedule {
    next: AtomicU64,
    end: u64,
    is_over: AtomicBool,
    pub(super) rate: Option<Rate>,
}

/// Moments that no answer changes.
pub(super) struct Rate {
    pub(super) interval_seconds: f64,
    pub(super) start: OnceLock<Instant>,
    warm_up: Duration,
    /// One permit for each request whose moment has come.
    pub(super) due: Semaphore,
}

/// A request to be sent now.
pub struct Turn {
    /// Which one, from 0.
    pub number: u64,
    /// When it should be sent; `None` as fast as it goes.
    pub due: Option<Instant>,
    /// Whether a connection waited for it, so that only the generator can be late.
    pub was_awaited: bool,
    /// Whether it is after the warm-up.
    pub is_measured: bool,
}

impl Schedule {
    /// For the requests of `script`.
    pub fn new(pace: Pace, script: &Script) -> Self {
        let (end, rate) = match pace {
            Pace::Once => (script.len(), None),
            Pace::Saturating { .. } => (u64::MAX, None),
            Pace::Fixed { per_second, warm_up, measured } => {
                let (start, due) = (OnceLock::new(), Semaphore::new(0));
                let rate = Rate { interval_seconds: per_second.recip(), start, warm_up, due };
                let first = whole(per_second * warm_up.as_secs_f64());
                let is_timed = |number: &u64| rate.is_measured(*number) && script.is_login(*number);
                // However slow, one login is measured.
                let timed = (first..=first + script.len()).find(is_timed).unwrap_or(first);
                (whole(per_second * (warm_up + measured).as_secs_f64()).max(timed + 1), Some(rate))
            }
        };
        Self { next: AtomicU64::new(0), end, is_over: AtomicBool::new(false), rate }
    }

    /// How many requests there are; endless as fast as it goes.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// Nothing more is sent.
    pub fn stop(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    /// Whether nothing more is sent.
    pub fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// How many requests no connection has taken; none as fast as it goes.
    pub fn not_taken(&self) -> u64 {
        if self.rate.is_none() { 0 } else { self.end.saturating_sub(self.next.load(Ordering::Relaxed)) }
    }

    /// The next request as soon as its moment has come; `None` when there is none any more.
    pub async fn next(&self) -> Option<Turn> {
        let mut was_awaited = false;
        if let Some(rate) = &self.rate {
            if let Ok(permit) = rate.due.try_acquire() {
                permit.forget();
            } else {
                was_awaited = true;
                rate.due.acquire().await.ok()?.forget();
            }
        }
        if self.is_over() {
            return None;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number >= self.end {
            return None;
        }
        let due = self.rate.as_ref().and_then(|rate| rate.moment(number));
        let is_measured = self.rate.as_ref().is_none_or(|rate| rate.is_measured(number));
        Some(Turn { number, due, was_awaited, is_measured })
    }
}

impl Rate {
    /// From the start on.
    pub(super) fn offset(&self, number: u64) -> Duration {
        #[allow(clippy::cast_precision_loss, reason = "numbers of requests are small")]
        Duration::from_secs_f64(self.interval_seconds * number as f64)
    }

    fn moment(&self, number: u64) -> Option<Instant> {
        self.start.get().map(|start| *start + self.offset(number))
    }

    fn is_measured(&self, number: u64) -> bool {
        self.offset(number) >= self.warm_up
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of requests")]
fn whole(requests: f64) -> u64 {
    requests.ceil() as u64
}
