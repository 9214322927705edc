//! Everything that is counted between two moments.

use std::time::Instant;

use super::tally::Tally;
use crate::driver::{Fault, process};

/// What everything has come to at one moment.
pub struct Snapshot {
    at: Instant,
    answered: u64,
    server_seconds: f64,
    generator_seconds: f64,
    idle_seconds: f64,
}

/// What has been added between two moments.
pub struct Difference {
    pub answered: u64,
    pub seconds: f64,
    pub server_seconds: f64,
    pub generator_seconds: f64,
    pub idle_seconds: f64,
}

impl Snapshot {
    /// Looks now.
    pub fn take(server: u32, tally: &Tally) -> Result<Self, Fault> {
        Ok(Self {
            at: Instant::now(),
            answered: tally.answered(),
            server_seconds: process::cpu_seconds(server)?,
            generator_seconds: process::cpu_seconds(std::process::id())?,
            idle_seconds: process::idle_seconds()?,
        })
    }

    /// Right answers until then.
    pub fn answered(&self) -> u64 {
        self.answered
    }

    /// What has been added since `earlier`.
    pub fn since(&self, earlier: &Self) -> Difference {
        Difference {
            answered: self.answered - earlier.answered,
            seconds: (self.at - earlier.at).as_secs_f64(),
            server_seconds: self.server_seconds - earlier.server_seconds,
            generator_seconds: self.generator_seconds - earlier.generator_seconds,
            idle_seconds: self.idle_seconds - earlier.idle_seconds,
        }
    }
}
