//! What is too old or too much is removed, in steps that are short.

use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior, params};

use super::schema::pragma;

/// The fewest decisions that a step may remove: some milliseconds' work.
const STEP: usize = 256;
/// Free pages that are left in the file, for what comes next; and the most that a step gives back to the disk.
const SPARE_PAGES: i64 = 1024;
const PAGES_BACK: i64 = 512;

/// What is kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keep {
    pub(super) age: Duration,
    pub(super) bytes: u64,
}

/// Removes up to [`STEP`] decisions, or twice as many as `came`, the oldest first. Returns whether there is more to do.
pub(super) fn step(connection: &mut Connection, keep: Keep, came: usize, now_nanos: i64) -> rusqlite::Result<bool> {
    let age = i64::try_from(keep.age.as_nanos()).unwrap_or(i64::MAX);
    let horizon = if is_too_large(connection, keep.bytes)? { i64::MAX } else { now_nanos.saturating_sub(age) };
    let most = STEP.max(came.saturating_mul(2));
    let removed = remove(connection, horizon, most)?;
    let is_more_to_give_back = give_back(connection)?;
    let is_still_too_large = removed > 0 && is_too_large(connection, keep.bytes)?;
    Ok(is_more_to_give_back || is_still_too_large || (removed == most && horizon < i64::MAX))
}

fn is_too_large(connection: &Connection, bytes: u64) -> rusqlite::Result<bool> {
    let pages = pragma(connection, "page_count")?.saturating_sub(pragma(connection, "freelist_count")?);
    let used = pages.saturating_mul(pragma(connection, "page_size")?);
    Ok(u64::try_from(used).unwrap_or_default() > bytes)
}

/// Removes the oldest decisions of before `horizon`, `most` at most, with their verdicts.
fn remove(connection: &mut Connection, horizon: i64, most: usize) -> rusqlite::Result<usize> {
    const OLDEST: &str =
        "(SELECT decision_id FROM decision WHERE unix_nanos < ? ORDER BY unix_nanos, decision_id LIMIT ?)";
    let is_any: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM decision WHERE unix_nanos < ?)")?
        .query_row([horizon], |row| row.get(0))?;
    if !is_any {
        return Ok(0);
    }
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // The verdicts first: which ones they are is asked of the decisions.
    transaction
        .prepare_cached(&format!("DELETE FROM verdict WHERE decision_id IN {OLDEST}"))?
        .execute(params![horizon, most])?;
    let removed = transaction
        .prepare_cached(&format!("DELETE FROM decision WHERE decision_id IN {OLDEST}"))?
        .execute(params![horizon, most])?;
    transaction.commit()?;
    Ok(removed)
}

/// Gives some of many free pages back to the disk. Returns whether there are more.
fn give_back(connection: &Connection) -> rusqlite::Result<bool> {
    let free = pragma(connection, "freelist_count")?.saturating_sub(SPARE_PAGES);
    if free <= 0 {
        return Ok(false);
    }
    let mut vacuum = connection.prepare(&format!("PRAGMA incremental_vacuum({})", free.min(PAGES_BACK)))?;
    let mut rows = vacuum.query([])?;
    while rows.next()?.is_some() {}
    Ok(free > PAGES_BACK)
}
