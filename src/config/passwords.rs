//! `[passwords]` and `[lockout]`: what a password costs to check, and what failures lead to.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use super::load::HOUR;
use super::scalar::Form;
use super::settings::{LockoutSettings, PasswordSettings};
use super::table::Table;

/// The least memory of argon2 for each lane, in KiB (RFC 9106, section 3.1).
const KIB_A_LANE: u64 = 8;

/// Reads `[passwords]`.
pub(super) fn read(mut table: Table<'_>) -> Option<PasswordSettings> {
    let memory_kib = table.integer("memory_kib", KIB_A_LANE..=1024 * 1024);
    let passes = table.integer("passes", 1..=64);
    let lanes = table.integer("lanes", 1..=64);
    if let (Some(memory_kib), Some(lanes)) = (memory_kib, lanes)
        && memory_kib < KIB_A_LANE * lanes
    {
        let least = KIB_A_LANE * lanes;
        table.refuse("memory_kib", format!("got {memory_kib}, expected at least {least}: {KIB_A_LANE} for each lane"));
    }
    let at_a_time = table.parsed("at_a_time", Form::TextOrInteger, "\"auto\" or an integer from 1 to 1024", at_a_time);
    let waiting = table.integer("waiting", 0..=100_000);
    table.finish();
    Some(PasswordSettings {
        memory_kib: u32::try_from(memory_kib?).ok()?,
        passes: u32::try_from(passes?).ok()?,
        lanes: u32::try_from(lanes?).ok()?,
        at_a_time: at_a_time?,
        waiting: usize::try_from(waiting?).ok()?,
    })
}

/// `Some(None)` for one a core.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
fn at_a_time(text: &str) -> Option<Option<NonZeroUsize>> {
    if text == "auto" {
        return Some(None);
    }
    text.parse().ok().filter(|count: &NonZeroUsize| count.get() <= 1024).map(Some)
}

/// Reads `[lockout]`.
pub(super) fn read_lockout(mut table: Table<'_>) -> Option<LockoutSettings> {
    let failures = table.integer("failures", 0..=1_000_000);
    let lasts = table.duration("lasts", Duration::from_secs(1)..=24 * HOUR);
    table.finish();
    Some(LockoutSettings { failures: NonZeroU32::new(u32::try_from(failures?).ok()?), lasts: lasts? })
}
