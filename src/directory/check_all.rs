//! What is in the way of many agents, found without adding anybody.

use super::add_all::{AddAllError, LONGEST, add_all, conflicts_amongst};
use super::agent::NewAgent;
use super::insert::Entry;
use super::store::{Directory, End};

/// Below the numbers of all agents: what is added under these is taken back.
const FIRST: i64 = i64::MIN;

impl Directory {
    /// Whether [`Directory::add_all`] would add these agents now; changes nothing. Meanwhile SQLite lets nobody else write.
    ///
    /// # Errors
    /// Every conflict; or the database does not answer.
    pub async fn check_all(
        &self,
        agents: Vec<NewAgent>,
        progress: impl Fn(usize) + Send + 'static,
    ) -> Result<(), AddAllError> {
        let mut entries: Vec<_> = agents.into_iter().map(|agent| Entry::new(agent, None)).collect();
        for (entry, id) in entries.iter_mut().zip(FIRST..) {
            entry.id = id;
        }
        let amongst = conflicts_amongst(&entries);
        let checked = self.change_within(LONGEST, "looking at agents to be added", async move |connection| {
            add_all(connection, FIRST, &entries, &amongst, &progress).await.map(End::Undo)
        });
        let mut conflicts = checked.await?;
        conflicts.sort_by_key(|conflict| conflict.index);
        if conflicts.is_empty() { Ok(()) } else { Err(AddAllError::Conflicts(conflicts)) }
    }
}
