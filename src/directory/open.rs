//! From settings to a database that can be asked.

mod error;
mod file;

pub use error::OpenError;

use std::str::FromStr as _;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::MigrateError;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};
use tokio::sync::OnceCell;
use tokio::time::timeout;

use super::migrations;
use crate::config::{DirectoryDatabase, DirectorySettings};

/// How long to wait while another server brings the tables up to date.
const MIGRATION: Duration = Duration::from_mins(1);

/// Where the directory is, and the connections to it once there are any.
pub(super) struct Database {
    settings: DirectorySettings,
    pool: OnceCell<AnyPool>,
}

impl Database {
    pub(super) fn new(settings: &DirectorySettings) -> Self {
        Self { settings: settings.clone(), pool: OnceCell::new() }
    }

    /// How long anything may take.
    pub(super) fn patience(&self) -> Duration {
        self.settings.patience
    }

    /// What a transaction that changes something begins with. SQLite's own `BEGIN` would find out only at the first change
    /// that somebody else was faster, and then waiting does not help.
    pub(super) fn begin(&self) -> &'static str {
        match self.settings.database {
            DirectoryDatabase::Sqlite(_) => "BEGIN IMMEDIATE",
            DirectoryDatabase::Postgres(_) => "BEGIN",
        }
    }

    /// Whether there is something to open; if not, whether a file can be made.
    pub(super) fn is_there(&self) -> Result<bool, OpenError> {
        let DirectoryDatabase::Sqlite(path) = &self.settings.database else { return Ok(true) };
        let refused = |error| OpenError::File { path: path.clone(), error };
        file::folder(path).canonicalize().map_err(refused)?;
        path.try_exists().map_err(refused)
    }

    /// The connections; the first call opens the database. A call that fails leaves it to the next to try again.
    pub(super) async fn pool(&self) -> Result<&AnyPool, OpenError> {
        self.pool.get_or_try_init(|| self.open()).await
    }

    /// Takes leave of the database, which then has everything in one file; one that does not answer is left alone.
    pub(super) async fn close(&self) {
        if let Some(pool) = self.pool.get() {
            let _ = timeout(self.patience(), pool.close()).await;
        }
    }

    /// What people know it by; no password is in it.
    fn place(&self) -> String {
        match &self.settings.database {
            DirectoryDatabase::Sqlite(path) => format!("the file {}", path.display()),
            DirectoryDatabase::Postgres(url) => {
                let options = PgConnectOptions::from_str(&String::from_utf8_lossy(url.expose())).unwrap_or_default();
                match options.get_socket() {
                    Some(socket) => format!("PostgreSQL at {}", socket.display()),
                    None => format!("PostgreSQL at {}:{}", options.get_host(), options.get_port()),
                }
            }
        }
    }

    async fn open(&self) -> Result<AnyPool, OpenError> {
        sqlx::any::install_default_drivers();
        let refused = |error| OpenError::Database { database: self.place(), error };
        let options = self.connect_options()?.disable_statement_logging();
        let greeting = self.greeting();
        let waited = self.patience();
        let late = |_| OpenError::Patience { database: self.place(), waited };
        let mut connection =
            timeout(waited, AnyConnection::connect_with(&options)).await.map_err(late)?.map_err(refused)?;
        let late = |_| OpenError::Patience { database: self.place(), waited: MIGRATION };
        timeout(MIGRATION, self.migrate(&mut connection)).await.map_err(late)?.map_err(|error| self.unfit(error))?;
        connection.close().await.map_err(refused)?;
        let pool = AnyPoolOptions::new()
            .max_connections(self.settings.connections)
            .acquire_timeout(self.patience())
            .after_connect(move |connection, _| {
                let greeting = AssertSqlSafe(greeting.clone());
                Box::pin(async move { connection.execute(greeting).await.map(|_| ()) })
            });
        Ok(pool.connect_lazy_with(options))
    }

    fn connect_options(&self) -> Result<AnyConnectOptions, OpenError> {
        let url = match &self.settings.database {
            DirectoryDatabase::Sqlite(path) => {
                let path = file::made(path).map_err(|error| OpenError::File { path: path.clone(), error })?;
                format!("sqlite:{}", percent_encode(path.as_os_str().as_encoded_bytes(), NON_ALPHANUMERIC))
            }
            DirectoryDatabase::Postgres(url) => String::from_utf8_lossy(url.expose()).into_owned(),
        };
        url.parse().map_err(|error| OpenError::Database { database: self.place(), error })
    }

    /// What each connection is told first.
    fn greeting(&self) -> String {
        let millis = self.patience().as_millis();
        match self.settings.database {
            DirectoryDatabase::Sqlite(_) => format!(
                "PRAGMA busy_timeout = {millis}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
                 PRAGMA foreign_keys = ON;"
            ),
            // Whoever asked has left by then: neither may what they asked go on, nor hold anything up.
            DirectoryDatabase::Postgres(_) => format!(
                "SET statement_timeout = {millis}; SET idle_in_transaction_session_timeout = {millis}; \
                 SET default_transaction_isolation = 'read committed';"
            ),
        }
    }

    async fn migrate(&self, connection: &mut AnyConnection) -> Result<(), MigrateError> {
        match self.settings.database {
            DirectoryDatabase::Sqlite(_) => {
                connection.execute(AssertSqlSafe(self.greeting())).await?;
                migrations::on_sqlite(connection).await
            }
            DirectoryDatabase::Postgres(_) => migrations::on_postgres(connection).await,
        }
    }

    fn unfit(&self, error: MigrateError) -> OpenError {
        match error {
            MigrateError::Execute(error) => OpenError::Database { database: self.place(), error },
            MigrateError::VersionMissing(version) => OpenError::Tables(format!(
                "its tables are of a newer version of this program (step {version} is not known here): start that one, or \
                 go back to a copy of the database from before"
            )),
            MigrateError::VersionMismatch(version) => OpenError::Tables(format!(
                "its tables were not made by this program: step {version} is another one there. Name an empty database"
            )),
            other => OpenError::Tables(other.to_string()),
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.place())
    }
}
