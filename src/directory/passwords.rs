//! What passwords have to match, and whether an agent may log in at all.

use std::fmt;

use sqlx::AnyConnection;

use super::agent::AgentId;
use super::fault::Unavailable;
use super::recognised::end_all;
use super::store::{Directory, End};

/// A hashed password in PHC form: `$argon2id$v=19$…`. Its text is in no log, error or `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes the text as it is; whoever verifies with it finds out whether it is one.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text: never to be printed.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PasswordHash(***)")
    }
}

impl Directory {
    /// Gives the agent another password and ends all sessions and password resets; `false` if there is no such agent.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_password(&self, id: AgentId, password: PasswordHash) -> Result<bool, Unavailable> {
        let set = self.change("setting a password", async move |connection| {
            let is_set = set_password(connection, id, &password).await?;
            Ok(End::Keep(is_set))
        });
        set.await
    }

    /// Lets the agent log in, or puts it out everywhere at once: sessions, presence and password resets end. `false` if
    /// there is no such agent.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_active(&self, id: AgentId, is_active: bool) -> Result<bool, Unavailable> {
        let set = self.change("setting whether an agent is active", async move |connection| {
            let query = sqlx::query("UPDATE agents SET is_active = $2 WHERE id = $1");
            let query = query.bind(id.get()).bind(i64::from(is_active));
            let is_known = query.execute(&mut *connection).await?.rows_affected() == 1;
            if is_known && !is_active {
                end_all(connection, id).await?;
                sqlx::query("DELETE FROM presence WHERE agent_id = $1").bind(id.get()).execute(connection).await?;
            }
            Ok(End::Keep(is_known))
        });
        set.await
    }

    /// Hashes the same password otherwise: only if it still is `old`; sessions go on. Whether it was.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn rehash(&self, id: AgentId, old: &PasswordHash, new: PasswordHash) -> Result<bool, Unavailable> {
        let old = old.clone();
        let rehashed = self.ask("hashing a password anew", async move |connection| {
            let query = sqlx::query("UPDATE agents SET password = $3 WHERE id = $1 AND password = $2");
            let query = query.bind(id.get()).bind(old.expose()).bind(new.expose());
            Ok(query.execute(connection).await?.rows_affected() == 1)
        });
        rehashed.await
    }
}

/// Within a transaction: whether there is such an agent, who then has this password and nothing that another one opened.
pub(super) async fn set_password(
    connection: &mut AnyConnection,
    id: AgentId,
    password: &PasswordHash,
) -> Result<bool, sqlx::Error> {
    // First the agent's row: whoever opens a session holds it too, so that none is opened beside this.
    let query = sqlx::query("UPDATE agents SET password = $2 WHERE id = $1").bind(id.get()).bind(password.expose());
    if query.execute(&mut *connection).await?.rows_affected() == 0 {
        return Ok(false);
    }
    end_all(connection, id).await.map(|()| true)
}
