//! Everybody who is signed in, for those who look after them.

use sqlx::any::AnyRow;

use super::agent::AgentId;
use super::columns::{get, unreadable};
use super::fault::Unavailable;
use super::names;
use super::presence::{COLUMNS, Presence, presence};
use super::sessions::SessionFilter;
use super::store::Directory;
use crate::decision::Platform;

/// A presence as lists have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPresence {
    /// Whose.
    pub agent: AgentId,
    /// The agent's username.
    pub username: String,
    /// Where.
    pub platform: Platform,
    /// Since when, in which state, on which station.
    pub presence: Presence,
}

impl Directory {
    /// Who is signed in, the longest first; at most `limit`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn presences(&self, filter: SessionFilter, limit: u32) -> Result<Vec<ListedPresence>, Unavailable> {
        let listed = self.ask("listing who is signed in", async move |connection| {
            let sql = format!(
                "SELECT agent_id, username, platform, {COLUMNS} \
                 FROM presence JOIN agents ON agents.id = presence.agent_id \
                 WHERE ($1 IS NULL OR agent_id = $1) AND ($2 IS NULL OR platform = $2) \
                 ORDER BY since, agent_id, platform LIMIT $3"
            );
            let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(filter.agent.map(AgentId::get));
            let query = query.bind(filter.platform.map(Platform::as_str)).bind(i64::from(limit));
            query.fetch_all(connection).await?.iter().map(listed_presence).collect()
        });
        listed.await
    }

    /// Signs the agent out of one platform or of all; of how many.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sign_out_of(&self, id: AgentId, platform: Option<Platform>) -> Result<u64, Unavailable> {
        let signed_out = self.ask("signing an agent out", async move |connection| {
            let sql = "DELETE FROM presence WHERE agent_id = $1 AND ($2 IS NULL OR platform = $2)";
            let query = sqlx::query(sql).bind(id.get()).bind(platform.map(Platform::as_str));
            Ok(query.execute(connection).await?.rows_affected())
        });
        signed_out.await
    }
}

fn listed_presence(row: &AnyRow) -> Result<ListedPresence, sqlx::Error> {
    let platform: String = get(row, "platform")?;
    Ok(ListedPresence {
        agent: AgentId::new(get(row, "agent_id")?).ok_or_else(|| unreadable("number of an agent"))?,
        username: get(row, "username")?,
        platform: names::platform(&platform).ok_or_else(|| unreadable("platform"))?,
        presence: presence(row)?,
    })
}
