//! The one session of an agent on a platform that gives each but one.

use std::time::Duration;

use super::fault::Unavailable;
use super::recognised::{Recognised, hold};
use super::sessions;
use super::store::{Directory, End};
use super::token::Token;
use crate::decision::Platform;

impl Directory {
    /// Opens a session as [`Self::open_session`] does, and ends the agent's others on the platform: of many that are
    /// opened at once, one stays. `false` if the agent is not as it was recognised any more.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn open_sole_session(
        &self,
        platform: Platform,
        who: Recognised,
        token: &Token,
        idle: Option<Duration>,
        now: i64,
    ) -> Result<bool, Unavailable> {
        let digest = token.digest();
        let opened = self.change("opening a session", async move |connection| {
            // Whoever else does the same waits here until this has ended.
            if !hold(connection, who).await? {
                return Ok(End::Undo(false));
            }
            let sql = "DELETE FROM sessions WHERE agent_id = $1 AND platform = $2";
            sqlx::query(sql).bind(who.id.get()).bind(platform.as_str()).execute(&mut *connection).await?;
            sessions::insert(connection, platform, who.id, &digest, idle, now).await?;
            Ok(End::Keep(true))
        });
        opened.await
    }
}
