//! How long tests wait for what comes in its own time.

use std::thread;
use std::time::{Duration, Instant};

/// Far more than anything takes, even on a machine that has much else to do.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Waits until `condition` holds; `what` is what was waited for in vain.
///
/// # Panics
/// When it does not hold within [`PATIENCE`].
#[track_caller]
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain until {what}");
        thread::yield_now();
    }
}
