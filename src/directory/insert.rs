//! Many agents in few statements.

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe};

use super::agent::{AgentId, NewAgent};
use super::columns::{COLUMNS, unreadable};
use super::names::{self, NameRow, folded};
use super::passwords::PasswordHash;
use crate::decision::Platform;

/// Rows of one statement. SQLite looks each parameter's name up in a list, so that many cost more than their number.
const ROWS: usize = 40;
const NAME_COLUMNS: usize = 7;

/// An agent on its way into the database.
pub(super) struct Entry {
    pub(super) id: i64,
    pub(super) agent: NewAgent,
    pub(super) password: Option<PasswordHash>,
}

impl Entry {
    pub(super) fn new(agent: NewAgent, password: Option<PasswordHash>) -> Self {
        Self { id: 0, agent, password }
    }

    /// The names that were entered.
    pub(super) fn entered(&self) -> Vec<NameRow> {
        names::entered(&self.agent)
    }

    /// Every name: those entered, and the username for each platform that has none of its own.
    pub(super) fn names(&self) -> Vec<NameRow> {
        names::all(&self.agent)
    }
}

/// Takes `count` numbers that nobody else gets; the first of them.
pub(super) async fn take_numbers(connection: &mut AnyConnection, count: usize) -> Result<i64, sqlx::Error> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let taken = sqlx::query_scalar("UPDATE agent_numbers SET next = next + $1 WHERE singleton = 1 RETURNING next - $1");
    taken.bind(count).fetch_all(connection).await?.pop().ok_or_else(|| unreadable("next number"))
}

/// Adds those whose usernames are free; how many.
pub(super) async fn agents(connection: &mut AnyConnection, entries: &[&Entry]) -> Result<u64, sqlx::Error> {
    let mut added = 0;
    for entries in entries.chunks(ROWS) {
        let columns = format!("{}, password", COLUMNS.join(", "));
        let sql = statement("agents", &columns, "(username_key)", COLUMNS.len() + 1, entries.len());
        let query =
            entries.iter().try_fold(sqlx::query(AssertSqlSafe(sql)), |query, entry| bind_agent(query, entry))?;
        added += query.execute(&mut *connection).await?.rows_affected();
    }
    Ok(added)
}

/// Adds those of the names that are free; how many.
pub(super) async fn names(connection: &mut AnyConnection, names: &[(i64, NameRow)]) -> Result<u64, sqlx::Error> {
    let columns = "platform, kind, key, name, agent_id, position, is_username";
    let mut added = 0;
    for names in names.chunks(ROWS) {
        let sql = statement("login_names", columns, "(platform, kind, key)", NAME_COLUMNS, names.len());
        let query = names.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, (id, row)| bind_name(query, *id, row));
        added += query.execute(&mut *connection).await?.rows_affected();
    }
    Ok(added)
}

/// Gives the agents with these numbers their usernames wherever they have no name of their own and it is free; how many.
pub(super) async fn usernames(connection: &mut AnyConnection, first: i64, last: i64) -> Result<u64, sqlx::Error> {
    let platforms: Vec<_> = Platform::ALL.iter().map(|platform| format!("('{}')", platform.as_str())).collect();
    let platforms = platforms.join(", ");
    // The range stands there twice: without it PostgreSQL, which knows nothing of new rows, would read all names anew.
    let sql = format!(
        "INSERT INTO login_names (platform, kind, key, name, agent_id, position, is_username) \
         SELECT platforms.column1, 'name', agents.username_key, agents.username, agents.id, -1, 1 \
         FROM agents CROSS JOIN (VALUES {platforms}) AS platforms \
         WHERE agents.id BETWEEN $1 AND $2 AND NOT EXISTS ( \
             SELECT 1 FROM login_names AS own \
             WHERE own.agent_id BETWEEN $1 AND $2 AND own.agent_id = agents.id \
                 AND own.platform = platforms.column1 AND own.kind = 'name') \
         ON CONFLICT (platform, kind, key) DO NOTHING"
    );
    Ok(sqlx::query(AssertSqlSafe(sql)).bind(first).bind(last).execute(connection).await?.rows_affected())
}

fn statement(table: &str, columns: &str, key: &str, width: usize, rows: usize) -> String {
    format!("INSERT INTO {table} ({columns}) VALUES {} ON CONFLICT {key} DO NOTHING", placeholders(width, rows))
}

/// `($1, $2), ($3, $4)`
pub(super) fn placeholders(width: usize, rows: usize) -> String {
    let row = |row: usize| {
        let places: Vec<_> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

fn bind_name<'q>(query: Query<'q, Any, AnyArguments>, id: i64, row: &NameRow) -> Query<'q, Any, AnyArguments> {
    query
        .bind(row.platform.as_str())
        .bind(row.kind.clone())
        .bind(row.key.clone())
        .bind(row.name.clone())
        .bind(id)
        .bind(row.position)
        .bind(i64::from(row.is_username))
}

fn bind_agent<'q>(
    query: Query<'q, Any, AnyArguments>,
    entry: &Entry,
) -> Result<Query<'q, Any, AnyArguments>, sqlx::Error> {
    let agent = &entry.agent;
    let projects: Vec<u64> = agent.projects.iter().map(|project| project.get()).collect();
    Ok(query
        .bind(entry.id)
        .bind(agent.username.clone())
        .bind(folded(&agent.username))
        .bind(agent.user_id.map(|id| id.get().cast_signed()))
        .bind(agent.group_id.map(|id| id.get().cast_signed()))
        .bind(json(&projects)?)
        .bind(json(&agent.custom_data)?)
        .bind(agent.extension.clone())
        .bind(agent.phone.clone())
        .bind(agent.full_name.clone())
        .bind(agent.email.clone())
        .bind(agent.language.clone())
        .bind(i64::from(agent.is_active))
        .bind(agent.inactivity_minutes.map(|minutes| i64::from(minutes.get())))
        .bind(agent.user_type.column())
        .bind(json(&agent.segments)?)
        .bind(json(&agent.access_rights)?)
        .bind(entry.password.as_ref().map(|password| password.expose().to_owned())))
}

fn json(value: &impl serde::Serialize) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}

/// The agent's number, which [`take_numbers`] gave.
pub(super) fn agent_id(id: i64) -> Result<AgentId, sqlx::Error> {
    AgentId::new(id).ok_or_else(|| unreadable("number of an agent"))
}
