//! The tables, and how they become what this program expects.

use std::borrow::Cow;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, Connection as _, SqlSafeStr as _};

/// Every step, in order. A step that was published is never changed.
const STEPS: [(i64, &str, &str); 2] = [
    (1, "directory", include_str!("migrations/0001_directory.sql")),
    (2, "generation", include_str!("migrations/0002_generation.sql")),
];

fn migrator() -> Migrator {
    let step = |(version, description, sql): (i64, &'static str, &'static str)| {
        Migration::new(version, Cow::Borrowed(description), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(STEPS.into_iter().map(step).collect())
}

/// Brings the tables of PostgreSQL up to date. Servers that start at once wait for each other; whoever ends while it holds
/// the lock loses it with the connection, which is not to be used again after an error.
pub(super) async fn on_postgres(connection: &mut AnyConnection) -> Result<(), MigrateError> {
    migrator().run_direct(None, connection, false).await
}

/// Brings the tables of SQLite up to date, in one transaction that nobody else writes beside.
pub(super) async fn on_sqlite(connection: &mut AnyConnection) -> Result<(), MigrateError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    migrator().run_direct(None, &mut *transaction, false).await?;
    Ok(transaction.commit().await?)
}
