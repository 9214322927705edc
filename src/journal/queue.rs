//! The queue between logins and the thread that writes them down.

use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::runtime::Runtime;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::censor::Censor;
use super::editor::Editor;
use super::event::Event;
use super::privacy::Privacy;
use super::rules::RulesInForce;
use super::sink::Sink;
use crate::config::WhenFull;
use crate::decision::Clock;
use crate::telemetry::metrics::DropReason;
use crate::telemetry::{LoginRecord, Metrics};

/// The most events that are written at once.
const BATCH: usize = 512;

/// Rules recurse on the stack, as policies do.
const STACK_BYTES: usize = 16 << 20;

enum Message {
    Write(LoginRecord),
    /// Everything before this has been written, and made to last: say so.
    Flush(oneshot::Sender<()>),
}

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
#[derive(Debug)]
pub struct Journal {
    queue: Option<mpsc::Sender<Message>>,
    when_full: WhenFull,
    metrics: Arc<Metrics>,
    writer: Option<JoinHandle<()>>,
}

impl Journal {
    /// Starts the thread that writes.
    ///
    /// # Errors
    /// When the system has no thread to spare.
    pub fn start(parts: JournalParts) -> io::Result<Self> {
        let JournalParts { sinks, privacy, rules, queue, when_full, clock, metrics } = parts;
        if sinks.is_empty() {
            return Ok(Self { queue: None, when_full, metrics, writer: None });
        }
        let (sender, messages) = mpsc::channel(queue);
        let instance = Uuid::now_v7();
        let editor = Editor { privacy, censor: Censor::new(rules, Arc::clone(&clock), Arc::clone(&metrics)) };
        let mut writer = Writer { sinks, editor, clock, metrics: Arc::clone(&metrics), instance, lines: Vec::new() };
        // Only for its timer: a sink may want to rest though nothing comes.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let thread = std::thread::Builder::new().name("journal".into()).stack_size(STACK_BYTES);
        let thread = thread.spawn(move || writer.run(&runtime, messages))?;
        Ok(Self { queue: Some(sender), when_full, metrics, writer: Some(thread) })
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
    }

    /// Returns when every login recorded so far is written, and the places that they are written to have rested.
    pub async fn flush(&self) {
        let (written, wait) = oneshot::channel();
        if let Some(queue) = &self.queue
            && queue.send(Message::Flush(written)).await.is_ok()
        {
            // The thread drops the sender only after it has written.
            let _ = wait.await;
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the thread that writes the journal has panicked");
        }
    }
}

/// Runs on the journal's thread.
struct Writer {
    sinks: Vec<Box<dyn Sink>>,
    editor: Editor,
    clock: Arc<dyn Clock>,
    metrics: Arc<Metrics>,
    instance: Uuid,
    lines: Vec<u8>,
}

impl Writer {
    fn run(&mut self, runtime: &Runtime, mut messages: mpsc::Receiver<Message>) {
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let received = runtime.block_on(async {
                let next = messages.recv_many(&mut batch, BATCH);
                match self.sinks.iter().filter_map(|sink| sink.wants_rest_in()).min() {
                    Some(wait) => tokio::time::timeout(wait, next).await.ok(),
                    None => Some(next.await),
                }
            });
            self.write(&mut batch);
            match received {
                Some(0) => return self.rest(),
                Some(_) => {}
                None => self.rest(),
            }
        }
    }

    fn write(&mut self, batch: &mut Vec<Message>) {
        let mut flushed = Vec::new();
        let (mut events, mut written) = (0, 0);
        self.lines.clear();
        self.editor.censor.renew();
        for message in batch.drain(..) {
            match message {
                Message::Write(record) => {
                    events += 1;
                    let start = self.lines.len();
                    match self.editor.write(&Event::new(&record, self.instance), &mut self.lines) {
                        Ok(true) => written += 1,
                        Ok(false) => drop(self.metrics.journal_excluded.inc()),
                        Err(_) => {
                            self.lines.truncate(start);
                            self.metrics.journal_dropped(DropReason::Unwritable, 1);
                        }
                    }
                }
                Message::Flush(written) => flushed.push(written),
            }
        }
        if events > 0 {
            self.metrics.journal_queued.dec_by(events);
        }
        if written > 0 {
            self.put_down(written);
        }
        if !flushed.is_empty() {
            self.rest();
        }
        drop(flushed);
    }

    fn put_down(&mut self, events: u64) {
        let now = self.clock.unix_nanos();
        for sink in &mut self.sinks {
            match sink.write(&self.lines, now) {
                Ok(()) => drop(self.metrics.journal_written.inc_by(events)),
                Err(error) => {
                    self.metrics.journal_dropped(DropReason::of(&error), events);
                    tracing::error!(sink = sink.name(), %error, events, "events of the journal are lost");
                }
            }
        }
    }

    fn rest(&mut self) {
        let now = self.clock.unix_nanos();
        for sink in &mut self.sinks {
            if let Err(error) = sink.rest(now) {
                tracing::error!(sink = sink.name(), %error, "the journal can't be forced to the disk or put aside");
            }
        }
    }
}
