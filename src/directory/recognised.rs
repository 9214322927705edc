//! Agents as somebody was recognised, and whether that still holds.

use sqlx::AnyConnection;

use super::agent::{AgentId, AgentRecord};

/// An agent as somebody was recognised: by the password of that moment, or by an identity provider. It opens sessions and
/// signs in until the agent gets another password or is deactivated, however short the time between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recognised {
    pub(super) id: AgentId,
    generation: i64,
}

impl AgentRecord {
    /// This agent, for whoever has found out that somebody is it.
    #[must_use]
    pub fn recognised(&self) -> Recognised {
        Recognised { id: self.id, generation: self.generation }
    }
}

/// Within a transaction: whether the agent is active and as it was recognised. Until its end nobody deactivates the agent
/// or changes its password.
pub(super) async fn hold(connection: &mut AnyConnection, who: Recognised) -> Result<bool, sqlx::Error> {
    let sql = "UPDATE agents SET is_active = 1 WHERE id = $1 AND is_active = 1 AND generation = $2";
    let query = sqlx::query(sql).bind(who.id.get()).bind(who.generation);
    Ok(query.execute(connection).await?.rows_affected() == 1)
}

/// The same for whoever shows something else that ends with the password.
pub(super) async fn hold_active(connection: &mut AnyConnection, id: AgentId) -> Result<bool, sqlx::Error> {
    let query = sqlx::query("UPDATE agents SET is_active = 1 WHERE id = $1 AND is_active = 1").bind(id.get());
    Ok(query.execute(connection).await?.rows_affected() == 1)
}

/// Within a transaction that holds the agent: ends sessions and password resets, and whatever those who were recognised
/// until now are about to open.
pub(super) async fn end_all(connection: &mut AnyConnection, id: AgentId) -> Result<(), sqlx::Error> {
    let query = sqlx::query("UPDATE agents SET generation = generation + 1 WHERE id = $1");
    query.bind(id.get()).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM sessions WHERE agent_id = $1").bind(id.get()).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM password_resets WHERE agent_id = $1").bind(id.get()).execute(connection).await?;
    Ok(())
}
