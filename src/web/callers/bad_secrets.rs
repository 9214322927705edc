//! How often each address may be wrong about a secret, in bounded memory.

#[cfg(test)]
mod tests;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use ipnet::{IpNet, Ipv6Net};

use crate::decision::Clock;

/// The most addresses that are told apart; all further ones share what one may do.
const MOST_ADDRESSES: usize = 65_536;
/// How often those that have been quiet are forgotten, at the most.
const PRUNE_SECONDS: u64 = 1;

/// The house's clock as the rate limiter reads it.
#[derive(Clone)]
pub(in crate::web) struct Monotonic(pub(in crate::web) Arc<dyn Clock>);

impl governor::clock::Clock for Monotonic {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.monotonic()
    }
}

/// Counts wrong secrets by address.
pub(super) struct BadSecrets {
    limiter: RateLimiter<IpNet, HashMapStateStore<IpNet>, Monotonic, NoOpMiddleware<Duration>>,
    clock: Monotonic,
    most_addresses: usize,
    pruned_at_second: AtomicU64,
}

impl BadSecrets {
    /// Each address may be wrong `per_minute` times at once, and again as the minute goes by.
    pub(super) fn new(per_minute: NonZeroU32, clock: Arc<dyn Clock>) -> Self {
        let clock = Monotonic(clock);
        let limiter = RateLimiter::new(Quota::per_minute(per_minute), HashMapStateStore::default(), clock.clone());
        Self { limiter, clock, most_addresses: MOST_ADDRESSES, pruned_at_second: AtomicU64::new(0) }
    }

    /// Counts one of `network`.
    ///
    /// # Errors
    /// How long until one more may come, if it had too many.
    pub(super) fn note(&self, network: Option<IpNet>) -> Result<(), Duration> {
        let others = IpNet::V6(Ipv6Net::default());
        let network = network.filter(|_| self.has_room()).unwrap_or(others);
        self.limiter.check_key(&network).map_err(|until| until.wait_time_from(self.clock.now()))
    }

    /// Whether one more address can be told apart.
    fn has_room(&self) -> bool {
        if self.limiter.len() < self.most_addresses {
            return true;
        }
        let second = self.clock.now().as_secs();
        if second.saturating_sub(self.pruned_at_second.load(Ordering::Relaxed)) >= PRUNE_SECONDS {
            self.pruned_at_second.store(second, Ordering::Relaxed);
            self.limiter.retain_recent();
        }
        self.limiter.len() < self.most_addresses
    }
}
