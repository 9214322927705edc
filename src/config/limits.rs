//! `[limits]`: what one login, one connection and one address may cost.

use std::num::NonZeroU32;
use std::time::Duration;

use humantime::format_duration;

use super::load::{HOUR, MILLISECOND, MINUTE, TENTH};
use super::settings::LimitSettings;
use super::table::Table;

/// Reads `[limits]`.
pub(super) fn read(mut table: Table<'_>) -> Option<LimitSettings> {
    let login_deadline = table.duration("login_deadline", Duration::from_millis(10)..=MINUTE);
    let evaluation = table.duration("evaluation", MILLISECOND..=MINUTE);
    refuse_outlasting(&table, evaluation, login_deadline);
    let in_flight = table.integer("in_flight", 1..=1_000_000);
    let head_read = table.duration("head_read", TENTH..=5 * MINUTE);
    let body_read = table.duration("body_read", TENTH..=5 * MINUTE);
    let idle = table.duration("idle", TENTH..=HOUR);
    let connections = table.integer("connections", 1..=1_000_000);
    let bad_secrets_per_minute = table.integer("bad_secrets_per_minute", 1..=1_000_000);
    table.finish();
    Some(LimitSettings {
        login_deadline: login_deadline?,
        evaluation: evaluation?,
        head_read: head_read?,
        body_read: body_read?,
        idle: idle?,
        connections: usize::try_from(connections?).ok()?,
        in_flight: usize::try_from(in_flight?).ok()?,
        bad_secrets_per_minute: NonZeroU32::new(u32::try_from(bad_secrets_per_minute?).ok()?)?,
    })
}

/// Refuses an evaluation that may take longer than the login it belongs to.
fn refuse_outlasting(table: &Table<'_>, evaluation: Option<Duration>, deadline: Option<Duration>) {
    if let (Some(evaluation), Some(deadline)) = (evaluation, deadline)
        && evaluation > deadline
    {
        let (got, most) = (format_duration(evaluation), format_duration(deadline));
        let whence = table.source("login_deadline");
        let problem = format!("got \"{got}\", expected at most limits.login_deadline, \"{most}\" ({whence})");
        table.refuse("evaluation", problem);
    }
}
