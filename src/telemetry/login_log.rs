//! The line that each login leaves: written by a thread of its own, so that no answer waits for the log.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use tracing::Dispatch;
use tracing::dispatcher::{get_default, with_default};

use super::TraceIds;
use crate::decision::{Decision, Login};

mod line;
#[cfg(test)]
mod tests;

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

/// What the writing thread is told.
enum Message {
    Write(LoginRecord),
    /// Everything before this has been written: say so by dropping the sender.
    Flush(SyncSender<()>),
}

/// Writes one line a login, away from the request's path. Dropping it writes everything that still waits.
#[derive(Debug)]
pub struct LoginLog {
    queue: Option<SyncSender<Message>>,
    lost: Arc<AtomicU64>,
    writer: Option<JoinHandle<()>>,
}

impl LoginLog {
    /// Starts the thread; its lines go where the caller's lines go now, so call [`init`](super::init) before.
    ///
    /// Only with `agents` do lines say who logged in: `user_id`, `username`, `custom_data`.
    ///
    /// # Errors
    /// When the system has no thread to spare.
    pub fn start(agents: bool) -> io::Result<Self> {
        Self::with_queue(agents, QUEUE_LINES)
    }

    fn with_queue(agents: bool, lines: usize) -> io::Result<Self> {
        let (queue, messages) = sync_channel(lines);
        let lost = Arc::new(AtomicU64::new(0));
        let lost_so_far = Arc::clone(&lost);
        let dispatch = get_default(Dispatch::clone);
        let writer = std::thread::Builder::new()
            .name("login-log".to_owned())
            .spawn(move || with_default(&dispatch, || write_all(&messages, &lost_so_far, agents)))?;
        Ok(Self { queue: Some(queue), lost, writer: Some(writer) })
    }

    /// Has a line written about `record`. Never waits: while the queue is full, lines are lost, and a warning says how many.
    pub fn record(&self, record: LoginRecord) {
        let refused = self.queue.as_ref().is_none_or(|queue| queue.try_send(Message::Write(record)).is_err());
        if refused {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Returns when a line has been written about every login recorded so far: at the end, when others that share the
    /// log may outlive the process's last breath.
    pub fn flush(&self) {
        let (written, wait) = sync_channel(0);
        if let Some(queue) = &self.queue
            && queue.send(Message::Flush(written)).is_ok()
        {
            // The sender is never used, only dropped.
            let _ = wait.recv();
        }
    }
}

impl Drop for LoginLog {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the thread that writes the login log has panicked");
        }
    }
}

/// Writes until the queue is closed and empty.
fn write_all(messages: &Receiver<Message>, lost: &AtomicU64, agents: bool) {
    while let Ok(message) = messages.recv() {
        let flushed = match message {
            Message::Write(record) => {
                line::write(&record, agents);
                None
            }
            Message::Flush(written) => Some(written),
        };
        report_lost(lost);
        drop(flushed);
    }
    report_lost(lost);
}

fn report_lost(lost: &AtomicU64) {
    if lost.load(Ordering::Relaxed) > 0 {
        let lines = lost.swap(0, Ordering::Relaxed);
        tracing::warn!(target: "logingate::login", lines, "lines of logins were lost: they came faster than they could be written");
    }
}
