//! How long a thread has worked: by the wall, as whoever waits for it waits, and without what others did meanwhile.

#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use super::usual_time::SHORT;

/// Runs from its start on, for the thread that started it.
pub(super) struct Stopwatch {
    began: Instant,
    own: Duration,
}

/// What a stopwatch shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Elapsed {
    /// By the wall.
    pub(super) wall: Duration,
    /// The thread's own processor time where the wall says more than is short; otherwise the same as the wall.
    pub(super) own: Duration,
}

impl Stopwatch {
    pub(super) fn start() -> Self {
        let own = processor_time().unwrap_or_default();
        Self { began: Instant::now(), own }
    }

    pub(super) fn read(&self) -> Elapsed {
        let wall = self.began.elapsed();
        let own = if wall > SHORT { processor_time().map(|now| now.saturating_sub(self.own)) } else { None };
        Elapsed { wall, own: own.map_or(wall, |own| own.min(wall)) }
    }
}

impl Elapsed {
    /// Whether the thread stood still for most of it: others had its core.
    pub(super) fn was_held_up(self) -> bool {
        self.own < self.wall / 2
    }
}

/// What this thread has had of a processor so far, if the system tells.
#[cfg(unix)]
fn processor_time() -> Option<Duration> {
    nix::time::clock_gettime(nix::time::ClockId::CLOCK_THREAD_CPUTIME_ID).ok().map(Duration::from)
}

/// What this thread has had of a processor so far, if the system tells.
#[cfg(not(unix))]
fn processor_time() -> Option<Duration> {
    None
}
