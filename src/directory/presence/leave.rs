//! Signing out from some states only.

use super::{COLUMNS, Directory, presence, presence_of, storable};
use crate::decision::Platform;
use crate::directory::{AgentId, Presence, Unavailable};

impl Directory {
    /// Signs the agent out if its state is one of `expected` now, and says what it was; otherwise what it is instead,
    /// `None` for signed out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sign_out_from(
        &self,
        platform: Platform,
        id: AgentId,
        expected: &[&str],
    ) -> Result<Result<Presence, Option<Presence>>, Unavailable> {
        let places: Vec<_> = (0..expected.len()).map(|at| format!("${}", at + 3)).collect();
        let sql = format!(
            "DELETE FROM presence WHERE platform = $1 AND agent_id = $2 AND state IN ({}) RETURNING {COLUMNS}",
            places.join(", ")
        );
        let expected: Vec<_> = expected.iter().map(|state| storable(state)).collect();
        let signed_out = self.ask("signing an agent out", async move |connection| {
            let query = sqlx::query(sqlx::AssertSqlSafe(sql.clone())).bind(platform.as_str()).bind(id.get());
            let query = expected.iter().fold(query, |query, state| query.bind(state.clone()));
            match query.fetch_all(&mut *connection).await?.first() {
                Some(row) => presence(row).map(Ok),
                None => presence_of(connection, platform, id).await.map(Err),
            }
        });
        signed_out.await
    }
}
