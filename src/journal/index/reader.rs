//! The index as whoever asks sees it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::fault::{IndexFault, LookupFault};
use super::question::Question;
use super::schema;
use super::search::{self, Page};
use crate::journal::AgentHash;

/// How long one question may take.
const LONGEST: Duration = Duration::from_secs(2);
/// Connections that are kept for the next question.
const KEPT: usize = 4;

/// Answers questions about decisions. Never writes, and never holds up who does.
pub struct Index {
    path: PathBuf,
    agents: Option<AgentHash>,
    connections: Mutex<Vec<Connection>>,
}

impl Index {
    /// Opens the index at `path`; where events name agents by their hashes, questions do so by `agents`.
    ///
    /// # Errors
    /// When there is none, or it can't be used; its words say what to do.
    pub fn open(path: &Path, agents: Option<AgentHash>) -> Result<Self, IndexFault> {
        let connection = schema::open_for_reading(path)?;
        Ok(Self { path: path.to_owned(), agents, connections: Mutex::new(vec![connection]) })
    }

    /// The event of the decision `id`. May take two seconds.
    ///
    /// # Errors
    /// When it takes longer, or the database can't be read.
    pub fn get(&self, id: Uuid) -> Result<Option<Box<RawValue>>, LookupFault> {
        self.ask(|connection| search::get(connection, id))
    }

    /// The decisions that `question` wants, the newest first. May take two seconds.
    ///
    /// # Errors
    /// When it takes longer, or the database can't be read.
    pub fn find(&self, question: &Question) -> Result<Page, LookupFault> {
        self.ask(|connection| search::find(connection, question, self.agents.as_ref()))
    }

    /// A connection on which a question has failed is closed.
    fn ask<T>(&self, question: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LookupFault> {
        let kept = self.connections.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match kept {
            Some(connection) => connection,
            None => schema::open_for_reading(&self.path)?,
        };
        schema::limit(&mut connection, LONGEST)?;
        let answer = question(&connection)?;
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        if connections.len() < KEPT {
            connections.push(connection);
        }
        Ok(answer)
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Index").field("path", &self.path).finish_non_exhaustive()
    }
}
