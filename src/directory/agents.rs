//! Agents, found by a name or a number, and all of them in order.

use std::fmt;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::agent::{AgentId, AgentRecord, LoginName, LoginNameKind};
use super::columns::{self, get, unreadable};
use super::fault::Unavailable;
use super::names::{self, is_fit};
use super::passwords::PasswordHash;
use super::store::Directory;
use crate::decision::Platform;

/// An agent whom somebody claims to be.
#[derive(Clone, PartialEq)]
pub struct Found {
    /// What is known of the agent.
    pub record: AgentRecord,
    /// What the password has to match; without one nobody logs in as this agent.
    pub password: Option<PasswordHash>,
    /// The agent's name on this platform, spelt as it was entered.
    pub login_name: String,
    /// Until when too many failures bar the agent, in nanoseconds since the Unix epoch; it may be over.
    pub locked_until: Option<i64>,
}

impl Directory {
    /// The agent who has this name on this platform, active or not.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn find(
        &self,
        platform: Platform,
        kind: &LoginNameKind,
        name: &str,
    ) -> Result<Option<Found>, Unavailable> {
        if !is_fit(name) {
            return Ok(None);
        }
        let (kind, key) = (kind.column(), kind.key(name));
        self.ask("finding an agent", async move |connection| find(connection, platform, &kind, &key).await).await
    }

    /// The agent with this number.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn get(&self, id: AgentId) -> Result<Option<AgentRecord>, Unavailable> {
        self.ask("reading an agent", async move |connection| record(connection, id).await).await
    }

    /// At most `limit` agents in the order of their numbers, those after `after`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn list(&self, after: Option<AgentId>, limit: u32) -> Result<Vec<AgentRecord>, Unavailable> {
        let after = after.map_or(0, AgentId::get);
        self.ask("listing agents", async move |connection| list(connection, after, limit).await).await
    }
}

async fn find(
    connection: &mut AnyConnection,
    platform: Platform,
    kind: &str,
    key: &str,
) -> Result<Option<Found>, sqlx::Error> {
    let sql = "SELECT agents.*, login_names.name AS login_name FROM login_names \
               JOIN agents ON agents.id = login_names.agent_id \
               WHERE login_names.platform = $1 AND login_names.kind = $2 AND login_names.key = $3";
    let query = sqlx::query(sql).bind(platform.as_str()).bind(kind).bind(key);
    let Some(row) = query.fetch_optional(&mut *connection).await? else { return Ok(None) };
    let record = with_names(connection, columns::agent(&row)?).await?;
    let is_name = kind == LoginNameKind::Name.column();
    let own = if is_name { None } else { login_name(connection, record.id, platform).await? };
    let login_name = own.map_or_else(|| get(&row, "login_name"), Ok)?;
    let password = get::<Option<String>>(&row, "password")?.map(PasswordHash::new);
    Ok(Some(Found { record, password, login_name, locked_until: get(&row, "locked_until")? }))
}

/// The agent with this number.
pub(super) async fn record(connection: &mut AnyConnection, id: AgentId) -> Result<Option<AgentRecord>, sqlx::Error> {
    let query = sqlx::query("SELECT * FROM agents WHERE id = $1").bind(id.get());
    let Some(row) = query.fetch_optional(&mut *connection).await? else { return Ok(None) };
    with_names(connection, columns::agent(&row)?).await.map(Some)
}

/// What the agent is called on this platform.
pub(super) async fn login_name(
    connection: &mut AnyConnection,
    id: AgentId,
    platform: Platform,
) -> Result<Option<String>, sqlx::Error> {
    let sql = "SELECT name FROM login_names WHERE agent_id = $1 AND platform = $2 AND kind = 'name' \
               ORDER BY position LIMIT 1";
    sqlx::query_scalar(sql).bind(id.get()).bind(platform.as_str()).fetch_optional(connection).await
}

async fn with_names(connection: &mut AnyConnection, mut record: AgentRecord) -> Result<AgentRecord, sqlx::Error> {
    let sql = "SELECT platform, kind, name FROM login_names WHERE agent_id = $1 AND is_username = 0 ORDER BY position";
    let rows = sqlx::query(sql).bind(record.id.get()).fetch_all(connection).await?;
    record.agent.login_names = rows.iter().map(entered).collect::<Result<_, _>>()?;
    Ok(record)
}

fn entered(row: &AnyRow) -> Result<LoginName, sqlx::Error> {
    let (platform, kind): (String, String) = (get(row, "platform")?, get(row, "kind")?);
    Ok(LoginName {
        platform: names::platform(&platform).ok_or_else(|| unreadable("platform"))?,
        kind: LoginNameKind::from_column(&kind).ok_or_else(|| unreadable("kind of name"))?,
        name: get(row, "name")?,
    })
}

pub(super) async fn list(
    connection: &mut AnyConnection,
    after: i64,
    limit: u32,
) -> Result<Vec<AgentRecord>, sqlx::Error> {
    let sql = "SELECT * FROM agents WHERE id > $1 ORDER BY id LIMIT $2";
    let rows = sqlx::query(sql).bind(after).bind(i64::from(limit)).fetch_all(&mut *connection).await?;
    let mut records = rows.iter().map(columns::agent).collect::<Result<Vec<_>, _>>()?;
    let Some(last) = records.last().map(|record| record.id.get()) else { return Ok(records) };
    let sql = "SELECT agent_id, platform, kind, name FROM login_names \
               WHERE agent_id > $1 AND agent_id <= $2 AND is_username = 0 ORDER BY agent_id, position";
    for row in sqlx::query(AssertSqlSafe(sql)).bind(after).bind(last).fetch_all(connection).await? {
        let owner: i64 = get(&row, "agent_id")?;
        if let Ok(at) = records.binary_search_by_key(&owner, |record| record.id.get()) {
            records[at].agent.login_names.push(entered(&row)?);
        }
    }
    Ok(records)
}

impl fmt::Debug for Found {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut found = formatter.debug_struct("Found");
        found.field("id", &self.record.id).field("locked_until", &self.locked_until).finish_non_exhaustive()
    }
}
