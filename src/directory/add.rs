//! One more agent, one more name of an agent.

use sqlx::AnyConnection;

use super::add_all::add_chunk;
use super::agent::{AgentId, LoginName, LoginNameKind, NewAgent};
use super::conflicts::with_others;
use super::fault::{Unavailable, again};
use super::insert::{Entry, agent_id, take_numbers};
use super::names::{NameRow, is_fit};
use super::passwords::PasswordHash;
use super::store::{Directory, End};
use super::taken::{Taken, Unfit, unfit};

/// Why an agent or a name was not added; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddError {
    /// Another agent has the name.
    #[error("{0}")]
    Taken(Taken),
    /// Something can't be kept.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// There is no agent to add a name to.
    #[error("there is no such agent")]
    NoSuchAgent,
    /// The database.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl Directory {
    /// Adds an agent; without a password nobody logs in as this agent.
    ///
    /// # Errors
    /// A name is taken or unfit; the database does not answer.
    pub async fn add(&self, agent: NewAgent, password: Option<PasswordHash>) -> Result<AgentId, AddError> {
        let mut entry = Entry::new(agent, password);
        if let Some(unfit) = unfit(&entry) {
            return Err(unfit.into());
        }
        entry.id = self.ask("adding an agent", async |connection| take_numbers(connection, 1).await).await?;
        let added = self.change("adding an agent", async move |connection| {
            Ok(match add(connection, &entry).await? {
                None => End::Keep(Ok(agent_id(entry.id)?)),
                Some(taken) => End::Undo(Err(AddError::Taken(taken))),
            })
        });
        added.await?
    }

    /// Adds a name under which the agent logs in. The first of kind [`LoginNameKind::Name`] takes the place of the username
    /// on its platform; a name that the agent has already is no error.
    ///
    /// # Errors
    /// The name is taken or unfit, there is no such agent; the database does not answer.
    pub async fn link(&self, id: AgentId, login_name: LoginName) -> Result<(), AddError> {
        if !is_fit(&login_name.name) {
            return Err(Unfit { what: "login name", problem: "is empty or holds a NUL character" }.into());
        }
        let linked = self.change("adding a login name", async move |connection| {
            let linked = link(connection, id, &login_name).await?;
            Ok(if linked.is_ok() { End::Keep(linked) } else { End::Undo(linked) })
        });
        linked.await?
    }
}

/// The name that stands in the way, if there is one.
async fn add(connection: &mut AnyConnection, entry: &Entry) -> Result<Option<Taken>, sqlx::Error> {
    if add_chunk(connection, &[entry]).await? {
        return Ok(None);
    }
    let taken = with_others(connection, &(entry.id..entry.id + 1), &[entry]).await?.into_iter().next();
    taken.map(|(_, taken)| Some(taken)).ok_or_else(again)
}

pub(super) fn taken(row: &NameRow) -> Taken {
    let kind = LoginNameKind::from_column(&row.kind).unwrap_or(LoginNameKind::Name);
    Taken { login: Some((row.platform, kind)), name: row.name.clone() }
}

async fn link(
    connection: &mut AnyConnection,
    id: AgentId,
    login_name: &LoginName,
) -> Result<Result<(), AddError>, sqlx::Error> {
    // Held until the end, so that two names for one agent are added one after the other.
    let held = sqlx::query("UPDATE agents SET username = username WHERE id = $1").bind(id.get());
    if held.execute(&mut *connection).await?.rows_affected() == 0 {
        return Ok(Err(AddError::NoSuchAgent));
    }
    let row = NameRow::entered(login_name, 0);
    if login_name.kind == LoginNameKind::Name {
        let sql = "DELETE FROM login_names WHERE agent_id = $1 AND platform = $2 AND is_username = 1";
        sqlx::query(sql).bind(id.get()).bind(row.platform.as_str()).execute(&mut *connection).await?;
    }
    let sql = "INSERT INTO login_names (platform, kind, key, name, agent_id, position, is_username) \
               SELECT $1, $2, $3, $4, $5, COALESCE(MAX(position), -1) + 1, 0 FROM login_names WHERE agent_id = $5 \
               ON CONFLICT (platform, kind, key) DO NOTHING";
    let query = sqlx::query(sql).bind(row.platform.as_str()).bind(row.kind.clone()).bind(row.key.clone());
    let added = query.bind(row.name.clone()).bind(id.get()).execute(&mut *connection).await?.rows_affected();
    if added == 1 {
        return Ok(Ok(()));
    }
    let sql = "SELECT agent_id FROM login_names WHERE platform = $1 AND kind = $2 AND key = $3";
    let holder = sqlx::query_scalar::<_, i64>(sql).bind(row.platform.as_str()).bind(&row.kind).bind(&row.key);
    let is_own = holder.fetch_optional(connection).await? == Some(id.get());
    Ok(if is_own { Ok(()) } else { Err(AddError::Taken(taken(&row))) })
}
