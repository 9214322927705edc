//! Why a directory can't be opened.

use std::path::PathBuf;
use std::time::Duration;

/// Why a directory can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The system has no more threads.
    #[error("the directory of agents: no thread for it: {0}")]
    Thread(#[source] std::io::Error),
    /// The file or the folder it is in.
    #[error("the directory of agents: the file {path} cannot be used: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        error: std::io::Error,
    },
    /// What was said by the database, or by the network on the way to it.
    #[error("the directory of agents: {database} cannot be opened: {error}")]
    Database {
        /// Which.
        database: String,
        /// Why; it holds no password.
        #[source]
        error: sqlx::Error,
    },
    /// The tables are not those of this program.
    #[error("the directory of agents: {0}")]
    Tables(String),
    /// Somebody else has locked it, or the network swallows what is sent.
    #[error("the directory of agents: {database} does not answer within {}", humantime::format_duration(*.waited))]
    Patience {
        /// Which.
        database: String,
        /// So long was waited.
        waited: Duration,
    },
    /// The thread of the directory has ended.
    #[error("the directory of agents has ended")]
    Ended,
}
