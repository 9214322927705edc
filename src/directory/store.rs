//! The directory itself: how statements reach the database, within bounds of time.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use sqlx::{AnyConnection, AnyPool, Connection as _};
use tokio::time::{Instant, sleep, timeout_at};

use super::fault::{Fault, Unavailable, asks_for_another_try};
use super::open::{Database, OpenError};
use super::worker::Worker;
use crate::config::DirectorySettings;

/// How often the same is tried when the database asks for it.
const TRIES: u32 = 10;
/// Before the second try; longer before each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(2);

/// Everything that is known of agents. Cheap to clone; all clones share one set of connections.
///
/// Every question is bounded by `directory.patience` and answered [`Unavailable`] when it can't be answered. A caller who
/// stops waiting never leaves anything half done. Moments are nanoseconds since the Unix epoch, passed in.
#[derive(Clone)]
pub struct Directory {
    database: Arc<Database>,
    worker: Arc<Worker>,
}

/// How a transaction ends.
pub(super) enum End<T> {
    /// What was changed is kept.
    Keep(T),
    /// Nothing was changed.
    Undo(T),
}

impl Directory {
    /// Opens the directory and brings its tables up to date. A file of SQLite that does not exist is made by the first
    /// question, not now.
    ///
    /// # Errors
    /// The database can't be reached or used.
    pub fn open(settings: &DirectorySettings) -> Result<Self, OpenError> {
        let database = Arc::new(Database::new(settings));
        let closing = Arc::clone(&database);
        let worker = Worker::start(async move || closing.close().await).map_err(OpenError::Thread)?;
        let directory = Self { database, worker: Arc::new(worker) };
        if directory.database.is_there()? {
            let database = Arc::clone(&directory.database);
            let opened = directory.worker.run_and_wait(async move || database.pool().await.map(|_| ()));
            opened.unwrap_or(Err(OpenError::Ended))?;
        }
        Ok(directory)
    }

    /// Waits for the answer to one of the questions below, for commands, which have no asynchronous runtime.
    pub fn wait<T>(&self, question: impl Future<Output = T>) -> T {
        self.worker.wait(question)
    }

    /// Runs statements that need no transaction: one that changes something at most, read to its end.
    pub(super) async fn ask<T, W>(&self, what: &'static str, work: W) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        W: AsyncFn(&mut AnyConnection) -> Result<T, sqlx::Error> + Send + 'static,
    {
        self.run(self.database.patience(), what, async move |_, connection| work(connection).await).await
    }

    /// Runs statements of which all count or none.
    pub(super) async fn change<T, W>(&self, what: &'static str, work: W) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        W: AsyncFn(&mut AnyConnection) -> Result<End<T>, sqlx::Error> + Send + 'static,
    {
        self.change_within(self.database.patience(), what, work).await
    }

    /// The same, for as long as this.
    pub(super) async fn change_within<T, W>(
        &self,
        limit: Duration,
        what: &'static str,
        work: W,
    ) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        W: AsyncFn(&mut AnyConnection) -> Result<End<T>, sqlx::Error> + Send + 'static,
    {
        self.run(limit, what, async move |begin, connection| {
            let mut transaction = connection.begin_with(begin).await?;
            match work(&mut transaction).await? {
                End::Keep(answer) => transaction.commit().await.map(|()| answer),
                End::Undo(answer) => transaction.rollback().await.map(|()| answer),
            }
        })
        .await
    }

    async fn run<T, W>(&self, limit: Duration, what: &'static str, work: W) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        W: AsyncFn(&'static str, &mut AnyConnection) -> Result<T, sqlx::Error> + Send + 'static,
    {
        let database = Arc::clone(&self.database);
        self.worker
            .run(async move || {
                database.until_done(limit, &work).await.map_err(|fault| {
                    tracing::error!("{}", fault.told(what));
                    Unavailable
                })
            })
            .await?
    }
}

impl Database {
    /// Runs `work` as often as the database asks for it, within bounds.
    async fn until_done<T, W>(&self, limit: Duration, work: &W) -> Result<T, Fault>
    where
        W: AsyncFn(&'static str, &mut AnyConnection) -> Result<T, sqlx::Error>,
    {
        let pool = self.pool().await?;
        let end = Instant::now() + limit;
        let mut pause = FIRST_PAUSE;
        for _ in 1..TRIES {
            match self.once(pool, limit, end, work).await {
                Err(Fault::Database(error)) if asks_for_another_try(&error) && Instant::now() + pause < end => {}
                ended => return ended,
            }
            sleep(pause).await;
            pause *= 2;
        }
        self.once(pool, limit, end, work).await
    }

    async fn once<T, W>(&self, pool: &AnyPool, limit: Duration, end: Instant, work: &W) -> Result<T, Fault>
    where
        W: AsyncFn(&'static str, &mut AnyConnection) -> Result<T, sqlx::Error>,
    {
        let late = |_| Fault::Patience(limit);
        let mut connection = match timeout_at(end, pool.acquire()).await.map_err(late)? {
            Err(sqlx::Error::PoolTimedOut) => return Err(Fault::Patience(limit)),
            acquired => acquired?,
        };
        match timeout_at(end, work(self.begin(), &mut connection)).await {
            Ok(answer) => Ok(answer?),
            Err(elapsed) => {
                // It still waits for an answer, and would make the next one wait for it too.
                drop(connection.detach());
                Err(late(elapsed))
            }
        }
    }
}

impl fmt::Debug for Directory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Directory").field("database", &self.database).finish_non_exhaustive()
    }
}
