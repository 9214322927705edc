//! Agents with what their passwords have to match, for a copy of the whole directory.

use std::collections::HashMap;

use super::agent::{AgentId, AgentRecord};
use super::agents::list;
use super::columns::get;
use super::fault::Unavailable;
use super::passwords::PasswordHash;
use super::store::Directory;

impl Directory {
    /// As [`Directory::list`], with the hashes of passwords.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn list_with_passwords(
        &self,
        after: Option<AgentId>,
        limit: u32,
    ) -> Result<Vec<(AgentRecord, Option<PasswordHash>)>, Unavailable> {
        let after = after.map_or(0, AgentId::get);
        let listed = self.ask("listing agents", async move |connection| {
            let records = list(connection, after, limit).await?;
            let last = records.last().map_or(after, |record| record.id.get());
            let sql = "SELECT id, password FROM agents WHERE id > $1 AND id <= $2 AND password IS NOT NULL";
            let rows = sqlx::query(sql).bind(after).bind(last).fetch_all(connection).await?;
            let hash = |row| Ok((get::<i64>(row, "id")?, PasswordHash::new(get(row, "password")?)));
            let mut hashes: HashMap<i64, PasswordHash> = rows.iter().map(hash).collect::<Result<_, sqlx::Error>>()?;
            let with_hash = |record: AgentRecord| {
                let hash = hashes.remove(&record.id.get());
                (record, hash)
            };
            Ok(records.into_iter().map(with_hash).collect())
        });
        listed.await
    }
}
