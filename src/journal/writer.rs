//! The thread that writes events: batch by batch, each line edited before it goes to all places.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::runtime::Runtime;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::editor::Editor;
use super::event::Event;
use super::sink::Sink;
use crate::decision::Clock;
use crate::telemetry::metrics::DropReason;
use crate::telemetry::{LoginRecord, Metrics, Pause};

/// The most events that are written at once.
const BATCH: usize = 512;

/// What the thread is told.
pub(super) enum Message {
    Write(LoginRecord),
    /// Everything before this has been written, and made to last: say so.
    Flush(oneshot::Sender<()>),
}

/// Writes what arrives until nobody can send any more.
pub(super) struct Writer {
    pub(super) sinks: Vec<Box<dyn Sink>>,
    pub(super) editor: Editor,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) instance: Uuid,
    pub(super) lines: Vec<u8>,
    /// Whether every place took what was written last.
    pub(super) is_complete: Arc<AtomicBool>,
    /// Between batches, so that logins need not wake the thread one by one.
    pub(super) pause: Arc<Pause>,
}

impl Writer {
    pub(super) fn run(&mut self, runtime: &Runtime, mut messages: mpsc::Receiver<Message>) {
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
                // More may wait already.
                Some(BATCH..) => {}
                Some(_) => self.pause.take(),
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
        let mut is_complete = true;
        for sink in &mut self.sinks {
            match sink.write(&self.lines, now) {
                Ok(()) => drop(self.metrics.journal_written.inc_by(events)),
                Err(error) => {
                    is_complete = false;
                    self.metrics.journal_dropped(DropReason::of(&error), events);
                    tracing::error!(sink = sink.name(), %error, events, "events of the journal are lost");
                }
            }
        }
        self.is_complete.store(is_complete, Ordering::Relaxed);
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
