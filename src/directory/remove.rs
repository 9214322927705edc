//! Agents who are there no more.

use super::agent::AgentId;
use super::fault::Unavailable;
use super::store::Directory;

impl Directory {
    /// Removes the agent with all names, sessions and presence; `false` if there is no such agent. The number is never
    /// given again.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove(&self, id: AgentId) -> Result<bool, Unavailable> {
        let removed = self.ask("removing an agent", async move |connection| {
            let query = sqlx::query("DELETE FROM agents WHERE id = $1").bind(id.get());
            Ok(query.execute(connection).await?.rows_affected() == 1)
        });
        removed.await
    }
}
