//! Where evaluations run that may be long: on threads of their own with large stacks, so that a slow policy holds up
//! nobody else.

mod pool;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;
use std::{io, thread};

use tokio::sync::{Semaphore, oneshot};

use self::pool::Pool;

/// How many threads evaluate, and how much may wait for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolSize {
    /// Threads that are always there.
    pub kept: usize,
    /// The most threads, reached only while evaluations stand still.
    pub most: usize,
    /// How long a thread beyond `kept` stays without work.
    pub idle: Duration,
    /// The most evaluations that may wait for a thread.
    pub queued: usize,
}

impl Default for PoolSize {
    /// One thread a core, and room for policies that burn their whole limit on many projects at once.
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self { kept: cores, most: 16 + 4 * cores, idle: Duration::from_secs(10), queued: 8192 }
    }
}

/// Why an evaluation has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    #[error("the evaluation queue is full")]
    QueueFull,
    #[error("the evaluation failed unexpectedly")]
    Panicked,
    #[error("evaluations have stopped")]
    Stopped,
}

/// Runs evaluations. Dropping it drops what waits and ends each thread after the evaluation it is in.
#[derive(Debug)]
pub struct Evaluator {
    pool: Arc<Pool>,
}

impl Evaluator {
    /// Starts the threads that are always there.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn start(size: PoolSize) -> io::Result<Self> {
        // Made first, so that dropping it ends the threads that did start.
        let evaluator = Self { pool: Arc::new(Pool::new(size)) };
        Pool::start(&evaluator.pool)?;
        Ok(evaluator)
    }

    /// Runs `work` with one permit of `slots`, which it keeps until it really ends, awaited or not.
    ///
    /// Dropping the future before a thread took the work up takes the work back.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        slots: Arc<Semaphore>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let permit = slots.acquire_owned().await.map_err(|_| Failure::Stopped)?;
        let (answer, answered) = oneshot::channel();
        self.pool.submit(Box::new(move || {
            if answer.is_closed() {
                return;
            }
            let result = catch_unwind(AssertUnwindSafe(work)).map_err(|_| Failure::Panicked);
            drop(permit);
            // Whoever asked may have left meanwhile.
            let _ = answer.send(result);
        }))?;
        answered.await.unwrap_or(Err(Failure::Stopped))
    }
}

impl Drop for Evaluator {
    fn drop(&mut self) {
        self.pool.stop();
    }
}
