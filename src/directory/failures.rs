//! Failed attempts, on all platforms together, and the time for which they bar an agent.

use std::num::NonZeroU32;
use std::time::Duration;

use super::agent::AgentId;
use super::fault::Unavailable;
use super::store::Directory;

/// When an agent is barred, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockRule {
    /// So many failures in a row bar the agent.
    pub failures: NonZeroU32,
    /// For so long, counted from the last of them.
    pub lasts: Duration,
}

/// In one statement, so that none of many at once is lost: while the agent is barred nothing changes; once that is over
/// the count begins again.
const FAILED: &str = "\
    UPDATE agents SET \
        failures = CASE \
            WHEN locked_until > $2 THEN failures \
            WHEN locked_until IS NOT NULL THEN 1 \
            ELSE failures + 1 END, \
        locked_until = CASE \
            WHEN locked_until > $2 THEN locked_until \
            WHEN (CASE WHEN locked_until IS NOT NULL THEN 1 ELSE failures + 1 END) >= $3 THEN $4 \
            ELSE NULL END \
    WHERE id = $1 \
    RETURNING locked_until";

impl Directory {
    /// Counts a failure; until when the agent is barred, if it is. Failures while it is barred do not count.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn failed(&self, id: AgentId, now: i64, rule: LockRule) -> Result<Option<i64>, Unavailable> {
        let until = now.saturating_add(nanos(rule.lasts));
        let counted = self.ask("counting a failed attempt", async move |connection| {
            let query = sqlx::query_scalar::<_, Option<i64>>(FAILED).bind(id.get()).bind(now);
            let mut rows = query.bind(i64::from(rule.failures.get())).bind(until).fetch_all(connection).await?;
            Ok(rows.pop().flatten())
        });
        counted.await
    }

    /// Forgets the failures of an agent; `false`, and nothing is forgotten, if they bar it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn succeeded(&self, id: AgentId, now: i64) -> Result<bool, Unavailable> {
        let forgotten = self.ask("forgetting failed attempts", async move |connection| {
            // Mostly there is nothing to forget, and reading is cheaper.
            let sql = "SELECT failures + COALESCE(locked_until, 0) FROM agents WHERE id = $1";
            let count = sqlx::query_scalar::<_, i64>(sql).bind(id.get()).fetch_optional(&mut *connection).await?;
            if count.is_none_or(|count| count == 0) {
                return Ok(true);
            }
            let sql = "UPDATE agents SET failures = 0, locked_until = NULL \
                       WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $2)";
            Ok(sqlx::query(sql).bind(id.get()).bind(now).execute(connection).await?.rows_affected() == 1)
        });
        forgotten.await
    }

    /// Forgets the failures of an agent, and lets it log in; `false` if there is no such agent.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn unlock(&self, id: AgentId) -> Result<bool, Unavailable> {
        let unlocked = self.ask("unlocking an agent", async move |connection| {
            let query = sqlx::query("UPDATE agents SET failures = 0, locked_until = NULL WHERE id = $1").bind(id.get());
            Ok(query.execute(connection).await?.rows_affected() == 1)
        });
        unlocked.await
    }
}

/// A time that can be added to or taken from any moment without leaving the range of moments by more than it has to.
pub(super) fn nanos(time: Duration) -> i64 {
    i64::try_from(time.as_nanos()).unwrap_or(i64::MAX)
}
