//! What databases say when something is wrong with them, and what is done about it.

use std::time::Duration;

use super::open::OpenError;

/// The database does not answer, or not in time. Where that happened the log says why, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the directory of agents does not answer")]
pub struct Unavailable;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("{0}")]
    Database(#[from] sqlx::Error),
    #[error("no answer within {}", humantime::format_duration(*.0))]
    Patience(Duration),
}

impl Fault {
    /// As the log says it; `what` was to be done.
    pub(super) fn told(&self, what: &str) -> String {
        match self {
            Self::Open(error) => format!("{error} ({what})"),
            Self::Database(_) | Self::Patience(_) => {
                format!("the directory of agents does not answer ({what}): {self}")
            }
        }
    }
}

/// What a database asks for in these codes is that the same be tried again: none of it was done.
/// SQLite: busy, also while it recovers or with an old snapshot, and locked by another connection. PostgreSQL:
/// `serialization_failure`, `deadlock_detected`.
const TRY_AGAIN: [&str; 7] = ["5", "6", "261", "262", "517", "40001", "40P01"];

/// What was in the way is gone when it is looked at.
#[derive(Debug, thiserror::Error)]
#[error("others were faster each time")]
struct Again;

/// Ends a transaction that is to be tried again.
pub(super) fn again() -> sqlx::Error {
    sqlx::Error::Decode(Box::new(Again))
}

/// Whether the database, or the transaction itself, asks for another try.
pub(super) fn asks_for_another_try(error: &sqlx::Error) -> bool {
    if let sqlx::Error::Decode(inner) = error {
        return inner.is::<Again>();
    }
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| TRY_AGAIN.contains(&&*code))
}
