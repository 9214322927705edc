//! Password resets: tokens that set a password once, for whoever gets their owner's mail.

use std::time::Duration;

use super::agent::AgentId;
use super::digest::digest;
use super::failures::nanos;
use super::fault::Unavailable;
use super::passwords::{PasswordHash, set_password};
use super::recognised::{Recognised, hold, hold_active};
use super::store::{Directory, End};
use super::token::Token;

impl Directory {
    /// Lets whoever has `token` set the agent's password once, for so long; `false` if the agent is not as
    /// it was recognised any more.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn open_reset(
        &self,
        who: Recognised,
        token: &Token,
        lasts: Duration,
        now: i64,
    ) -> Result<bool, Unavailable> {
        let (digest, expires) = (token.digest(), now.saturating_add(nanos(lasts)));
        let opened = self.change("opening a password reset", async move |connection| {
            if !hold(connection, who).await? {
                return Ok(End::Undo(false));
            }
            let query = sqlx::query("DELETE FROM password_resets WHERE agent_id = $1 AND expires <= $2");
            query.bind(who.id.get()).bind(now).execute(&mut *connection).await?;
            let query =
                sqlx::query("INSERT INTO password_resets (token_digest, agent_id, expires) VALUES ($1, $2, $3)");
            query.bind(&digest).bind(who.id.get()).bind(expires).execute(connection).await?;
            Ok(End::Keep(true))
        });
        opened.await
    }

    /// Sets the password of whoever the token was made for, once: ends all sessions and further resets of the agent and
    /// forgets its failures. `None` if the token is unknown, used or too old, or the agent is not active.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn use_reset(
        &self,
        token: &str,
        password: PasswordHash,
        now: i64,
    ) -> Result<Option<AgentId>, Unavailable> {
        let digest = digest(token.as_bytes());
        let used = self.change("resetting a password", async move |connection| {
            let sql = "SELECT agent_id FROM password_resets WHERE token_digest = $1";
            let owner = sqlx::query_scalar(sql).bind(&digest).fetch_optional(&mut *connection).await?;
            let Some(id) = owner.and_then(AgentId::new) else { return Ok(End::Undo(None)) };
            // First the agent's row, as everywhere, so that nobody waits in a ring.
            if !hold_active(connection, id).await? {
                return Ok(End::Undo(None));
            }
            let query = sqlx::query("DELETE FROM password_resets WHERE token_digest = $1 AND expires > $2");
            if query.bind(&digest).bind(now).execute(&mut *connection).await?.rows_affected() == 0 {
                return Ok(End::Undo(None));
            }
            set_password(connection, id, &password).await?;
            let query = sqlx::query("UPDATE agents SET failures = 0, locked_until = NULL WHERE id = $1");
            query.bind(id.get()).execute(connection).await?;
            Ok(End::Keep(Some(id)))
        });
        used.await
    }
}
