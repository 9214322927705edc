//! The line that each login leaves: written by a thread of its own, so that no answer waits for the log.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use tracing::Dispatch;
use tracing::dispatcher::{get_default, with_default};

use super::{Pause, TraceIds};
use crate::decision::{Decision, Login};

mod line;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_batches;
mod wording;
mod writer;

use writer::{Message, Writer};

/// How many lines may wait to be written: a burst of a whole shift, in bounded memory.
const QUEUE_LINES: usize = 4096;

/// A login and what was decided about it.
#[derive(Debug, Clone)]
pub struct LoginRecord {
    /// What was asked.
    pub login: Arc<Login>,
    /// What was answered.
    pub decision: Arc<Decision>,
    /// The trace it belongs to, if there is one to look up.
    pub trace: Option<TraceIds>,
}

/// Writes one line a login, away from the request's path: within milliseconds, many at once when many come. Dropping it
/// writes everything that still waits.
#[derive(Debug)]
pub struct LoginLog {
    /// Nothing, where the log's level leaves the lines out.
    thread: Option<WriterThread>,
}

#[derive(Debug)]
struct WriterThread {
    queue: SyncSender<Message>,
    lost: Arc<AtomicU64>,
    pause: Arc<Pause>,
    handle: JoinHandle<()>,
}

impl LoginLog {
    /// Starts the thread; its lines go where the caller's lines go now, so call [`init`](super::init) before. If they
    /// are left out there, no thread is started and nothing is recorded.
    ///
    /// Only with `agents` do lines say who logged in: `user_id`, `username`, `custom_data`, `station`.
    ///
    /// # Errors
    /// When the system has no thread to spare.
    pub fn start(agents: bool) -> io::Result<Self> {
        Self::with_queue(agents, QUEUE_LINES, Pause::BETWEEN_BATCHES)
    }

    fn with_queue(agents: bool, lines: usize, pause: Duration) -> io::Result<Self> {
        if !line::is_wanted() {
            return Ok(Self { thread: None });
        }
        let (queue, messages) = sync_channel(lines);
        let (lost, pause) = (Arc::default(), Arc::new(Pause::new(pause)));
        let dispatch = get_default(Dispatch::clone);
        let mut writer = Writer::new(&dispatch, agents, Arc::clone(&lost), Arc::clone(&pause));
        let handle = std::thread::Builder::new()
            .name("login-log".to_owned())
            .spawn(move || with_default(&dispatch, || writer.run(&messages)))?;
        Ok(Self { thread: Some(WriterThread { queue, lost, pause, handle }) })
    }

    /// Has a line written about `record`. Never waits: while the queue is full, lines are lost, and a warning says how many.
    pub fn record(&self, record: &LoginRecord) {
        let Some(WriterThread { queue, lost, pause, handle }) = &self.thread else { return };
        if queue.try_send(Message::Write(record.clone())).is_err() {
            lost.fetch_add(1, Ordering::Relaxed);
            pause.end(handle.thread());
        }
    }

    /// Returns when a line has been written about every login recorded so far: at the end, when others that share the
    /// log may outlive the process's last breath.
    pub fn flush(&self) {
        let Some(WriterThread { queue, pause, handle, .. }) = &self.thread else { return };
        let (written, wait) = sync_channel(0);
        // A full queue makes this wait for the writer: it shall not pause meanwhile.
        pause.end(handle.thread());
        if queue.send(Message::Flush(written)).is_ok() {
            pause.end(handle.thread());
            // The sender is never used, only dropped.
            let _ = wait.recv();
        }
    }
}

impl Drop for LoginLog {
    fn drop(&mut self) {
        let Some(WriterThread { queue, pause, handle, .. }) = self.thread.take() else { return };
        pause.end(handle.thread());
        let _ = queue.send(Message::End);
        pause.end(handle.thread());
        if handle.join().is_err() {
            tracing::error!("the thread that writes the login log has panicked");
        }
    }
}
