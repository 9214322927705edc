//! What a password costs to check, and what failures lead to.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

/// `[passwords]`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordSettings {
    /// Memory of one check, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes of it.
    pub lanes: u32,
    /// How many are checked at a time; `None` means one a core.
    pub at_a_time: Option<NonZeroUsize>,
    /// How many more may wait for that.
    pub waiting: usize,
}

/// `[lockout]`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockoutSettings {
    /// After how many failures in a row an agent is locked; `None` for never.
    pub failures: Option<NonZeroU32>,
    /// For how long.
    pub lasts: Duration,
}
