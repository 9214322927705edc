//! What a generator is told, and what it tells.

use std::net::SocketAddr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What to send where, and how fast.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    /// Where the server listens.
    pub address: SocketAddr,
    /// The server's process, whose processor time is counted.
    pub server: u32,
    /// What is sent, over and over in this order.
    pub requests: Vec<Scripted>,
    /// Connections, each with at most one request under way.
    pub connections: usize,
    /// How fast.
    pub pace: Pace,
    /// Where the generator runs.
    pub cores: Cores,
}

/// Where a generator runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cores {
    /// Where the server does.
    Shared,
    /// On cores where nothing else does, and it never sleeps.
    Own,
}

/// One request; without a body it is a GET, otherwise a POST.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Scripted {
    /// Path and query.
    pub target: String,
    /// JSON, a form or base64.
    pub body: Option<String>,
    /// What a right answer is.
    pub expected: Expected,
}

/// What a right answer is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub enum Expected {
    /// Status 200, and so many projects are allowed: all.
    Allowed(usize),
    /// The sender is turned away: 401, or 429 after many of them. Neither counted nor timed, unless it is not.
    TurnedAway,
}

/// How fast.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub enum Pace {
    /// Each request once, as fast as it goes.
    Once,
    /// As fast as it goes.
    Saturating {
        /// Not measured.
        warm_up: Duration,
        /// Measured.
        measured: Duration,
    },
    /// At a rate that no answer changes.
    Fixed {
        /// Requests a second.
        per_second: f64,
        /// Not measured.
        warm_up: Duration,
        /// Measured.
        measured: Duration,
    },
}

/// What came of an order. Everything but `failed` and `unsent` is of the time that was measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Delivery {
    /// Answers.
    pub answered: u64,
    /// Requests without a right answer, at any time.
    pub failed: u64,
    /// What was wrong with the first of them.
    pub first_failure: Option<String>,
    /// Requests that were never sent, because the server had fallen too far behind the rate.
    pub unsent: u64,
    /// How long was measured.
    pub seconds: f64,
    /// Processor time of the server.
    pub server_seconds: f64,
    /// Processor time of the generator.
    pub generator_seconds: f64,
    /// Time for which the machine's cores had nothing to do, added up.
    pub idle_seconds: f64,
    /// From the moment that a request should have been sent to its answer.
    pub latency: Latency,
    /// The 99th percentile of how much later than that it was sent though a connection was free: the generator's own doing.
    pub lateness_microseconds: f64,
}

/// Percentiles, in microseconds.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Latency {
    /// Half of all.
    pub p50: f64,
    /// 99 % of all.
    pub p99: f64,
    /// 99.9 % of all.
    pub p999: f64,
    /// The slowest.
    pub slowest: f64,
}
