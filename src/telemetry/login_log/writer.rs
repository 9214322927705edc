//! The thread that writes the lines: all that wait with one call, then a pause in which others gather.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};

use tracing::Dispatch;

use super::LoginRecord;
use super::line::Line;
use crate::telemetry::Pause;
use crate::telemetry::output::Output;
use crate::telemetry::timestamp::Moments;

/// The most lines that are written at once: of long ones, a megabyte.
const BATCH_LINES: usize = 256;

/// What the thread is told.
pub(super) enum Message {
    Write(LoginRecord),
    /// Everything before this has been written: say so by dropping the sender.
    Flush(SyncSender<()>),
    /// Nothing comes after this: end without another pause.
    End,
}

/// Writes what arrives until it is told to end.
pub(super) struct Writer {
    /// Where lines go; `None` if the subscriber is somebody else's, who is told line by line.
    output: Option<Output>,
    agents: bool,
    lost: Arc<AtomicU64>,
    pause: Arc<Pause>,
    /// Lines of JSON; lines of text are gathered elsewhere.
    lines: String,
    moments: Moments,
    gathered: Vec<u8>,
}

impl Writer {
    /// A writer of lines that go where those of `dispatch` go. It has to run with `dispatch` as its default.
    pub(super) fn new(dispatch: &Dispatch, agents: bool, lost: Arc<AtomicU64>, pause: Arc<Pause>) -> Self {
        let (lines, moments, gathered) = (String::new(), Moments::default(), Vec::new());
        Self { output: Output::of(dispatch), agents, lost, pause, lines, moments, gathered }
    }

    pub(super) fn run(&mut self, messages: &Receiver<Message>) {
        let (mut records, mut flushed) = (Vec::with_capacity(BATCH_LINES), Vec::new());
        let mut is_last = false;
        // Only this wait can make a login wake the thread.
        while !is_last && let Ok(first) = messages.recv() {
            let waiting = std::iter::once(first).chain(messages.try_iter());
            for message in waiting.take(BATCH_LINES) {
                match message {
                    Message::Write(record) => records.push(record),
                    Message::Flush(written) => flushed.push(written),
                    Message::End => is_last = true,
                }
            }
            let is_all = records.len() + flushed.len() < BATCH_LINES;
            self.write(&records);
            records.clear();
            self.report_lost();
            flushed.clear();
            if is_all && !is_last {
                self.pause.take();
            }
        }
    }

    fn write(&mut self, records: &[LoginRecord]) {
        let Self { output, agents, lines, moments, gathered, .. } = self;
        let told = records.iter().map(|record| Line { record, agents: *agents });
        match output {
            None => told.for_each(Line::log),
            Some(output) if output.is_json() => {
                lines.clear();
                told.for_each(|line| line.write_json(lines, moments));
                output.write(lines.as_bytes());
            }
            Some(output) => output.gather(gathered, || told.for_each(Line::log)),
        }
    }

    fn report_lost(&self) {
        if self.lost.load(Ordering::Relaxed) > 0 {
            let lines = self.lost.swap(0, Ordering::Relaxed);
            tracing::warn!(target: "logingate::login", lines, "lines of logins were lost: they came faster than they could be written");
        }
    }
}
