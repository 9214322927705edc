//! Moments for people.

use crate::decision::{Clock as _, SystemClock};

/// Now, in nanoseconds since the Unix epoch.
pub(super) fn now() -> i64 {
    SystemClock::default().unix_nanos()
}
