//! States: changed, or left for good, only from some of them.

use super::{COLUMNS, Directory, presence, presence_of, storable};
use crate::decision::Platform;
use crate::directory::{AgentId, Presence, Unavailable};

impl Directory {
    /// Sets the agent's state if it is one of `expected` now; otherwise says what it is instead, `None` for signed out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_state(
        &self,
        platform: Platform,
        id: AgentId,
        expected: &[&str],
        state: &str,
        reason: Option<&str>,
        now: i64,
    ) -> Result<Result<Presence, Option<Presence>>, Unavailable> {
        let sql = format!(
            "UPDATE presence SET state = $3, reason = $4, state_since = $5 \
             WHERE platform = $1 AND agent_id = $2 AND state IN ({}) RETURNING {COLUMNS}",
            places(6, expected)
        );
        let expected: Vec<_> = expected.iter().map(|state| storable(state)).collect();
        let (state, reason) = (storable(state), reason.map(storable));
        let set = self.ask("setting an agent's state", async move |connection| {
            let query = sqlx::query(sqlx::AssertSqlSafe(sql.clone())).bind(platform.as_str()).bind(id.get());
            let query = query.bind(state.clone()).bind(reason.clone()).bind(now);
            let query = expected.iter().fold(query, |query, state| query.bind(state.clone()));
            match query.fetch_all(&mut *connection).await?.first() {
                Some(row) => presence(row).map(Ok),
                None => presence_of(connection, platform, id).await.map(Err),
            }
        });
        set.await
    }

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
        let sql = format!(
            "DELETE FROM presence WHERE platform = $1 AND agent_id = $2 AND state IN ({}) RETURNING {COLUMNS}",
            places(3, expected)
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

/// As many places of parameters as there are states, from `$first` on; none of them equals NULL, and a list that is empty
/// is no SQL.
fn places(first: usize, states: &[&str]) -> String {
    let places = (first..first + states.len()).map(|place| format!(", ${place}"));
    std::iter::once("NULL".to_owned()).chain(places).collect()
}
