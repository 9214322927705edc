//! Many agents at once: all of them or none.

use std::collections::HashMap;
use std::time::Duration;

use sqlx::AnyConnection;

use super::add::taken;
use super::agent::NewAgent;
use super::conflicts::with_others;
use super::fault::{Unavailable, again};
use super::insert::{self, Entry, take_numbers};
use super::names::folded;
use super::passwords::PasswordHash;
use super::store::{Directory, End};
use super::taken::{Taken, Unfit, unfit};
use crate::decision::Platform;

/// How long all of it may take. Each of its statements is bounded like any other.
pub(super) const LONGEST: Duration = Duration::from_mins(30);
/// After so many agents whoever waits hears how far it is.
const CHUNK: usize = 1_000;

/// Why one of many agents can't be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Which of those that were to be added, from 0.
    pub index: usize,
    /// What is in the way.
    pub problem: ConflictProblem,
}

/// What is in the way of an agent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConflictProblem {
    /// An agent of the directory has the name.
    #[error("{0}")]
    Taken(Taken),
    /// One of those before has the name.
    #[error("{taken} (see number {first})", first = .first + 1)]
    Repeated {
        /// The name.
        taken: Taken,
        /// Which has it, from 0.
        first: usize,
    },
    /// Something can't be kept.
    #[error(transparent)]
    Unfit(#[from] Unfit),
}

/// Why none of many agents was added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddAllError {
    /// Every conflict there is, in the order of the agents.
    #[error("{} of the agents' names are taken or unfit", .0.len())]
    Conflicts(Vec<Conflict>),
    /// The database.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl Directory {
    /// Adds all of these agents or none; how many. `progress` hears how many are in by now, on a thread that should not be
    /// kept waiting. Meanwhile SQLite lets nobody else write.
    ///
    /// # Errors
    /// Every conflict; or the database does not answer.
    pub async fn add_all(
        &self,
        agents: Vec<(NewAgent, Option<PasswordHash>)>,
        progress: impl Fn(usize) + Send + 'static,
    ) -> Result<usize, AddAllError> {
        let count = agents.len();
        let mut entries: Vec<_> = agents.into_iter().map(|(agent, password)| Entry::new(agent, password)).collect();
        let first = self.ask("adding agents", async move |connection| take_numbers(connection, count).await).await?;
        for (entry, id) in entries.iter_mut().zip(first..) {
            entry.id = id;
        }
        let amongst = conflicts_amongst(&entries);
        let added = self.change_within(LONGEST, "adding agents", async move |connection| {
            let conflicts = add_all(connection, first, &entries, &amongst, &progress).await?;
            Ok(if conflicts.is_empty() { End::Keep(conflicts) } else { End::Undo(conflicts) })
        });
        let mut conflicts = added.await?;
        conflicts.sort_by_key(|conflict| conflict.index);
        if conflicts.is_empty() { Ok(count) } else { Err(AddAllError::Conflicts(conflicts)) }
    }
}

pub(super) async fn add_all(
    connection: &mut AnyConnection,
    first: i64,
    entries: &[Entry],
    amongst: &[Conflict],
    progress: &impl Fn(usize),
) -> Result<Vec<Conflict>, sqlx::Error> {
    let ours = first..entries.last().map_or(first, |entry| entry.id + 1);
    let mut conflicts = amongst.to_vec();
    let mut done = 0;
    for chunk in entries.chunks(CHUNK) {
        let is_in_conflict =
            |entry: &&Entry| amongst.binary_search_by_key(&index(entry.id, first), |conflict| conflict.index).is_ok();
        let (excluded, sound): (Vec<_>, Vec<_>) = chunk.iter().partition(is_in_conflict);
        let is_added = add_chunk(connection, &sound).await?;
        let in_doubt = if is_added { excluded } else { chunk.iter().collect() };
        let taken = with_others(connection, &ours, &in_doubt).await?;
        if !is_added && taken.is_empty() {
            return Err(again());
        }
        conflicts.extend(
            taken
                .into_iter()
                .map(|(id, taken)| Conflict { index: index(id, first), problem: ConflictProblem::Taken(taken) }),
        );
        done += chunk.len();
        progress(done);
    }
    Ok(conflicts)
}

/// Whether all of them, whose numbers rise, could be added; none of them has a name of another.
pub(super) async fn add_chunk(connection: &mut AnyConnection, entries: &[&Entry]) -> Result<bool, sqlx::Error> {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(true) };
    if insert::agents(connection, entries).await? < entries.len() as u64 {
        return Ok(false);
    }
    let entered: Vec<_> =
        entries.iter().flat_map(|entry| entry.entered().into_iter().map(|row| (entry.id, row))).collect();
    if insert::names(connection, &entered).await? < entered.len() as u64 {
        return Ok(false);
    }
    let expected: usize = entries.iter().map(|entry| entry.names().len()).sum();
    let usernames = insert::usernames(connection, first.id, last.id).await?;
    Ok(usernames == (expected - entered.len()) as u64)
}

fn index(id: i64, first: i64) -> usize {
    usize::try_from(id - first).unwrap_or(usize::MAX)
}

/// What of these agents is in the way of others of them, or of itself, in their order.
pub(super) fn conflicts_amongst(entries: &[Entry]) -> Vec<Conflict> {
    let mut usernames: HashMap<String, usize> = HashMap::with_capacity(entries.len());
    let mut names: HashMap<(Platform, String, String), usize> = HashMap::new();
    let mut conflicts = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        if let Some(unfit) = unfit(entry) {
            conflicts.push(Conflict { index, problem: unfit.into() });
            continue;
        }
        let mut repeated = |taken, first| {
            conflicts.push(Conflict { index, problem: ConflictProblem::Repeated { taken, first } });
        };
        let first = *usernames.entry(folded(&entry.agent.username)).or_insert(index);
        if first != index {
            repeated(Taken { login: None, name: entry.agent.username.clone() }, first);
        }
        for row in entry.names() {
            let name_first = *names.entry((row.platform, row.kind.clone(), row.key.clone())).or_insert(index);
            // Whoever repeats a username repeats it on every platform.
            if name_first != index && !(row.is_username && first != index) {
                repeated(taken(&row), name_first);
            }
        }
    }
    conflicts
}
