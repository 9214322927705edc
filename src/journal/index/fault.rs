//! Why the index can't be used, and why it gives no answer.

use rusqlite::ErrorCode;

/// Why a file can't be used as the index.
#[derive(Debug, thiserror::Error)]
pub enum IndexFault {
    /// It can't be opened, or the system fails.
    #[error("can't be opened: {0}; set `journal.index.path`, make its folder, or let this user read and write it")]
    Unusable(rusqlite::Error),
    /// It is something else.
    #[error("is not an index of decisions but something else; set another `journal.index.path`")]
    Foreign,
    /// Its content is broken.
    #[error("is damaged: {0}; put it and its -wal and -shm files aside: the next start begins a new one")]
    Damaged(String),
    /// A newer version of this program made it.
    #[error(
        "was made by a newer version of this program (its version is {found}, this program knows {known}); \
         run that one, or set another `journal.index.path`"
    )]
    Newer {
        /// Its version.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// It can't be read and written at once.
    #[error("is on a file system that can't share memory, as those over the network; set another `journal.index.path`")]
    NoSharedMemory,
}

impl From<rusqlite::Error> for IndexFault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            _ => Self::Unusable(error),
        }
    }
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum LookupFault {
    /// It took longer than it may.
    #[error("the question takes too long")]
    TooSlow,
    /// The database can't be read.
    #[error("the index can't be read: {0}")]
    Failed(rusqlite::Error),
    /// The file is no index any more.
    #[error("the index {0}")]
    Unusable(#[from] IndexFault),
}

impl From<rusqlite::Error> for LookupFault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => Self::TooSlow,
            _ => Self::Failed(error),
        }
    }
}
