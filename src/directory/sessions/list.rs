//! Sessions as somebody who looks after them sees them.

use sqlx::any::AnyRow;

use super::{Directory, LIVES};
use crate::decision::Platform;
use crate::directory::columns::{get, unreadable};
use crate::directory::{AgentId, Unavailable, names};

/// A session as lists have it, without its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSession {
    /// Whose.
    pub agent: AgentId,
    /// The agent's username.
    pub username: String,
    /// Where.
    pub platform: Platform,
    /// When it was opened, in nanoseconds since the Unix epoch.
    pub opened: i64,
    /// When it was last used, likewise.
    pub used: i64,
    /// When it ends if nobody uses it, likewise; `None` for never.
    pub expires: Option<i64>,
}

/// Which sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SessionFilter {
    /// Those of this agent alone.
    pub agent: Option<AgentId>,
    /// Those on this platform alone.
    pub platform: Option<Platform>,
}

impl Directory {
    /// The sessions that are open, the oldest first; at most `limit`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sessions(
        &self,
        filter: SessionFilter,
        now: i64,
        limit: u32,
    ) -> Result<Vec<ListedSession>, Unavailable> {
        let listed = self.ask("listing sessions", async move |connection| {
            let sql = format!(
                "SELECT agent_id, username, platform, opened, used, idle \
                 FROM sessions JOIN agents ON agents.id = sessions.agent_id \
                 WHERE ($1 IS NULL OR agent_id = $1) AND ($2 IS NULL OR platform = $2) AND {LIVES} AND is_active = 1 \
                 ORDER BY opened, token_digest LIMIT $4"
            );
            let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(filter.agent.map(AgentId::get));
            let query = query.bind(filter.platform.map(Platform::as_str)).bind(now).bind(i64::from(limit));
            query.fetch_all(connection).await?.iter().map(listed_session).collect()
        });
        listed.await
    }
}

fn listed_session(row: &AnyRow) -> Result<ListedSession, sqlx::Error> {
    let (platform, used): (String, i64) = (get(row, "platform")?, get(row, "used")?);
    let idle: Option<i64> = get(row, "idle")?;
    Ok(ListedSession {
        agent: AgentId::new(get(row, "agent_id")?).ok_or_else(|| unreadable("number of an agent"))?,
        username: get(row, "username")?,
        platform: names::platform(&platform).ok_or_else(|| unreadable("platform"))?,
        opened: get(row, "opened")?,
        used,
        expires: idle.map(|idle| used.saturating_add(idle)),
    })
}
