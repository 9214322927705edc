//! The queue between logins and the thread that writes them down.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::{fmt, io};

use serde_json::value::RawValue;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::censor::Censor;
use super::editor::Editor;
use super::event::Event;
use super::privacy::Privacy;
use super::rules::RulesInForce;
use super::sink::Sink;
use super::writer::{Message, Writer};
use crate::config::WhenFull;
use crate::decision::Clock;
use crate::telemetry::metrics::DropReason;
use crate::telemetry::{LoginRecord, Metrics, Pause};

/// Rules recurse on the stack, as policies do.
const STACK_BYTES: usize = 16 << 20;

/// What a journal is made of.
pub struct JournalParts {
    /// Where events go; without any, nothing is taken note of.
    pub sinks: Vec<Box<dyn Sink>>,
    /// What no event says.
    pub privacy: Privacy,
    /// What policy authors say of events.
    pub rules: RulesInForce,
    /// The most events that wait to be written.
    pub queue: usize,
    /// What happens to an event that finds no place to wait.
    pub when_full: WhenFull,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where events are counted.
    pub metrics: Arc<Metrics>,
}

/// Takes note of every login, away from its path. Dropping it writes everything that still waits.
pub struct Journal {
    queue: Option<mpsc::Sender<Message>>,
    when_full: WhenFull,
    metrics: Arc<Metrics>,
    writer: Option<JoinHandle<()>>,
    pause: Arc<Pause>,
    privacy: Privacy,
    rules: RulesInForce,
    clock: Arc<dyn Clock>,
    instance: Uuid,
    /// Whether every place took what was written last.
    is_complete: Arc<AtomicBool>,
}

impl Journal {
    /// Starts the thread that writes.
    ///
    /// # Errors
    /// When the system has no thread to spare.
    pub fn start(parts: JournalParts) -> io::Result<Self> {
        let JournalParts { sinks, privacy, rules, queue, when_full, clock, metrics } = parts;
        let instance = Uuid::now_v7();
        let is_complete = Arc::new(AtomicBool::new(true));
        let pause = Arc::new(Pause::new(Pause::BETWEEN_BATCHES));
        let mut journal =
            Self { queue: None, when_full, metrics, writer: None, pause, privacy, rules, clock, instance, is_complete };
        if sinks.is_empty() {
            return Ok(journal);
        }
        let (sender, messages) = mpsc::channel(queue);
        let mut writer = Writer {
            sinks,
            editor: journal.editor(),
            clock: Arc::clone(&journal.clock),
            metrics: Arc::clone(&journal.metrics),
            instance,
            lines: Vec::new(),
            is_complete: Arc::clone(&journal.is_complete),
            pause: Arc::clone(&journal.pause),
        };
        // Only for its timer: a sink may want to rest though nothing comes.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let thread = thread::Builder::new().name("journal".into()).stack_size(STACK_BYTES);
        journal.writer = Some(thread.spawn(move || writer.run(&runtime, messages))?);
        journal.queue = Some(sender);
        Ok(journal)
    }

    fn editor(&self) -> Editor {
        let censor = Censor::new(Arc::clone(&self.rules), Arc::clone(&self.clock), Arc::clone(&self.metrics));
        Editor { privacy: self.privacy.clone(), censor }
    }

    /// Why events are being lost, if they are: what was written last, or the thread itself.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        if self.writer.as_ref().is_some_and(JoinHandle::is_finished) {
            return Some("the thread that writes events has ended");
        }
        (!self.is_complete.load(Ordering::Relaxed)).then_some("the last events could not be written")
    }

    /// The event of `record` as it is written, whether or not anything is; `None` where rules leave it out. Takes as long
    /// as the rules do.
    #[must_use]
    pub fn event(&self, record: &LoginRecord) -> Option<Box<RawValue>> {
        let edited = || {
            let (mut editor, mut line) = (self.editor(), Vec::new());
            editor.censor.renew();
            let is_told = editor.write(&Event::new(record, self.instance), &mut line).ok()?;
            if is_told { serde_json::from_slice(&line).ok() } else { None }
        };
        let on_large_stack = thread::Builder::new().stack_size(STACK_BYTES);
        thread::scope(|scope| on_large_stack.spawn_scoped(scope, edited).ok()?.join().ok()?)
    }

    /// What no event says.
    #[must_use]
    pub fn privacy(&self) -> &Privacy {
        &self.privacy
    }

    /// Takes note of `record` before its answer goes out. While the queue is full it is dropped and counted, or waits,
    /// as the settings say.
    pub async fn record(&self, record: LoginRecord) {
        let Some(queue) = &self.queue else { return };
        // Counted before it can be written, so that the count never falls below nothing.
        self.metrics.journal_queued.inc();
        let is_queued = match self.when_full {
            WhenFull::Drop => queue.try_send(Message::Write(record)).is_ok(),
            WhenFull::Wait => queue.send(Message::Write(record)).await.is_ok(),
        };
        if !is_queued {
            self.metrics.journal_queued.dec();
            self.metrics.journal_dropped(DropReason::QueueFull, 1);
        }
        // Before it is full: logins would wait, or events be lost, only for a pause.
        if queue.capacity() <= queue.max_capacity() / 2 {
            self.end_pause();
        }
    }

    fn end_pause(&self) {
        if let Some(writer) = &self.writer {
            self.pause.end(writer.thread());
        }
    }

    /// Returns when every login recorded so far is written, and the places that they are written to have rested.
    pub async fn flush(&self) {
        let (written, wait) = oneshot::channel();
        if let Some(queue) = &self.queue
            && queue.send(Message::Flush(written)).await.is_ok()
        {
            self.end_pause();
            // The thread drops the sender only after it has written.
            let _ = wait.await;
        }
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Journal").field("queue", &self.queue).finish_non_exhaustive()
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        drop(self.queue.take());
        self.end_pause();
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the thread that writes the journal has panicked");
        }
    }
}
