//! Sessions: what a token stands for, and until when.

mod list;

pub use list::{ListedSession, SessionFilter};

use std::time::Duration;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::agent::{AgentId, AgentRecord};
use super::agents::{login_name, record};
use super::columns::{get, unreadable};
use super::digest::digest;
use super::failures::nanos;
use super::fault::Unavailable;
use super::recognised::{Recognised, hold};
use super::store::{Directory, End};
use super::token::Token;
use crate::decision::Platform;

/// Who has a token.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Active, at the moment of asking.
    pub agent: AgentRecord,
    /// What the agent is called on this platform.
    pub login_name: String,
    /// When it was opened, in nanoseconds since the Unix epoch.
    pub opened: i64,
    /// When it was last used, likewise.
    pub used: i64,
}

/// Whether the session in this row has not expired at `$3`. Written so that no sum leaves the range of integers.
const LIVES: &str = "(idle IS NULL OR used > $3 - idle)";

impl Directory {
    /// Opens a session that ends once it was not used for `idle`; `false` if the agent is not as it was
    /// recognised any more.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn open_session(
        &self,
        platform: Platform,
        who: Recognised,
        token: &Token,
        idle: Option<Duration>,
        now: i64,
    ) -> Result<bool, Unavailable> {
        let digest = token.digest();
        let opened = self.change("opening a session", async move |connection| {
            if !hold(connection, who).await? {
                return Ok(End::Undo(false));
            }
            let sql = "DELETE FROM sessions WHERE agent_id = $1 AND platform = $2 AND used <= $3 - idle";
            sqlx::query(sql).bind(who.id.get()).bind(platform.as_str()).bind(now).execute(&mut *connection).await?;
            insert(connection, platform, who.id, &digest, idle, now).await?;
            Ok(End::Keep(true))
        });
        opened.await
    }

    /// Who has this token on this platform. Puts off the end of the session; one that is over is removed.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn use_session(&self, platform: Platform, token: &str, now: i64) -> Result<Option<Session>, Unavailable> {
        let digest = digest(token.as_bytes());
        let used = self.ask("using a session", async move |connection| {
            let sql = format!(
                "UPDATE sessions SET used = CASE WHEN used < $3 THEN $3 ELSE used END \
                 WHERE token_digest = $1 AND platform = $2 AND {LIVES} RETURNING agent_id, opened, used"
            );
            let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(&digest).bind(platform.as_str()).bind(now);
            if let Some(row) = query.fetch_all(&mut *connection).await?.pop() {
                return session(connection, platform, &row).await;
            }
            let sql = "DELETE FROM sessions WHERE token_digest = $1 AND platform = $2 AND used <= $3 - idle";
            sqlx::query(sql).bind(&digest).bind(platform.as_str()).bind(now).execute(connection).await?;
            Ok(None)
        });
        used.await
    }

    /// Who has this token on this platform; changes nothing.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn look_at_session(
        &self,
        platform: Platform,
        token: &str,
        now: i64,
    ) -> Result<Option<Session>, Unavailable> {
        let digest = digest(token.as_bytes());
        let seen = self.ask("looking at a session", async move |connection| {
            let sql = format!(
                "SELECT agent_id, opened, used FROM sessions WHERE token_digest = $1 AND platform = $2 AND {LIVES}"
            );
            let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(&digest).bind(platform.as_str()).bind(now);
            match query.fetch_optional(&mut *connection).await? {
                Some(row) => session(connection, platform, &row).await,
                None => Ok(None),
            }
        });
        seen.await
    }

    /// Ends the session with this token; whether there was one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn end_session(&self, platform: Platform, token: &str) -> Result<bool, Unavailable> {
        let digest = digest(token.as_bytes());
        let ended = self.ask("ending a session", async move |connection| {
            let query = sqlx::query("DELETE FROM sessions WHERE token_digest = $1 AND platform = $2");
            let query = query.bind(&digest).bind(platform.as_str());
            Ok(query.execute(connection).await?.rows_affected() == 1)
        });
        ended.await
    }

    /// Ends the agent's sessions, on one platform or on all; how many there were.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn end_sessions_of(&self, id: AgentId, platform: Option<Platform>) -> Result<u64, Unavailable> {
        let ended = self.ask("ending an agent's sessions", async move |connection| {
            let sql = "DELETE FROM sessions WHERE agent_id = $1 AND ($2 IS NULL OR platform = $2)";
            let query = sqlx::query(sql).bind(id.get()).bind(platform.map(Platform::as_str));
            Ok(query.execute(connection).await?.rows_affected())
        });
        ended.await
    }
}

/// Within a transaction that holds the agent: writes a session down.
pub(super) async fn insert(
    connection: &mut AnyConnection,
    platform: Platform,
    id: AgentId,
    digest: &str,
    idle: Option<Duration>,
    now: i64,
) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO sessions (token_digest, platform, agent_id, opened, used, idle) \
               VALUES ($1, $2, $3, $4, $4, $5)";
    let query = sqlx::query(sql).bind(digest).bind(platform.as_str()).bind(id.get()).bind(now).bind(idle.map(nanos));
    query.execute(connection).await.map(|_| ())
}

async fn session(
    connection: &mut AnyConnection,
    platform: Platform,
    row: &AnyRow,
) -> Result<Option<Session>, sqlx::Error> {
    let id = AgentId::new(get(row, "agent_id")?).ok_or_else(|| unreadable("number of an agent"))?;
    let agent = record(connection, id).await?.filter(|record| record.agent.is_active);
    let Some(agent) = agent else { return Ok(None) };
    let login_name = login_name(connection, id, platform).await?.unwrap_or_else(|| agent.agent.username.clone());
    Ok(Some(Session { agent, login_name, opened: get(row, "opened")?, used: get(row, "used")? }))
}
