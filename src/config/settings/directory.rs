//! The directory of agents.

use std::path::PathBuf;
use std::time::Duration;

use crate::config::Secret;

/// `[directory]`
#[derive(Debug, Clone)]
pub struct DirectorySettings {
    /// Where agents are kept.
    pub database: DirectoryDatabase,
    /// The most connections to it at a time.
    pub connections: u32,
    /// How long anything asked of it may take.
    pub patience: Duration,
}

/// Where agents are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryDatabase {
    /// A file of SQLite; made if it is not there.
    Sqlite(PathBuf),
    /// PostgreSQL, by a URL that may hold a password.
    Postgres(Secret),
}
