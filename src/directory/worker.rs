//! The thread on which all SQL is run. Whoever asked may leave: what was begun is brought to its end all the same.

use std::io;
use std::thread::JoinHandle;

use futures_util::future::LocalBoxFuture;
use tokio::runtime::{Builder, Handle};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::LocalSet;

use super::fault::Unavailable;

type Job = Box<dyn FnOnce() -> LocalBoxFuture<'static, ()> + Send>;

/// A runtime on a thread of its own. Dropping it waits for what was begun.
pub(super) struct Worker {
    jobs: Option<UnboundedSender<Job>>,
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// `at_end` is run when nothing is to be done any more.
    ///
    /// # Errors
    /// The system has no more threads or files.
    pub(super) fn start(at_end: impl AsyncFnOnce() + Send + 'static) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (jobs, queue) = unbounded_channel();
        let thread = std::thread::Builder::new().name("directory".to_owned()).spawn(move || {
            let tasks = LocalSet::new();
            tasks.block_on(&runtime, begin_all(queue));
            runtime.block_on(tasks);
            runtime.block_on(at_end());
        })?;
        Ok(Self { jobs: Some(jobs), handle, thread: Some(thread) })
    }

    /// Runs `work` there, to its end even if this is no longer awaited.
    pub(super) async fn run<T, W>(&self, work: W) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        W: AsyncFnOnce() -> T + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        // Nobody may be waiting any more.
        self.begin(work, |done| drop(answer.send(done)))?;
        answered.await.map_err(|_| Unavailable)
    }

    /// The same, waited for on any thread, even one of an asynchronous runtime.
    pub(super) fn run_and_wait<T, W>(&self, work: W) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        W: AsyncFnOnce() -> T + Send + 'static,
    {
        let (answer, answered) = std::sync::mpsc::sync_channel(1);
        self.begin(work, move |done| drop(answer.send(done)))?;
        answered.recv().map_err(|_| Unavailable)
    }

    fn begin<T, W>(&self, work: W, answer: impl FnOnce(T) + Send + 'static) -> Result<(), Unavailable>
    where
        T: Send + 'static,
        W: AsyncFnOnce() -> T + Send + 'static,
    {
        let job: Job = Box::new(move || Box::pin(async move { answer(work().await) }));
        self.jobs.as_ref().ok_or(Unavailable)?.send(job).map_err(|_| Unavailable)
    }

    /// Waits for `future` on this thread, which must not be one of an asynchronous runtime.
    pub(super) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.handle.block_on(future)
    }
}

async fn begin_all(mut queue: UnboundedReceiver<Job>) {
    while let Some(job) = queue.recv().await {
        tokio::task::spawn_local(job());
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // It fails only if it has panicked, which the log says.
            let _ = thread.join();
        }
    }
}
