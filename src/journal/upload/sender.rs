//! The thread that empties a spool: it sends the oldest file until every event of it was taken or is lost.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use super::answer::{Answer, Trouble};
use super::back_off::BackOff;
use super::batch::{self, Batch};
use super::health::Health;
use super::receiver::Receiver;
use super::reminder::Reminder;
use super::segment::Segment;
use super::spool::Spool;
use crate::decision::Clock;
use crate::telemetry::metrics::{DropReason, UploadMetrics};

const NANOS_A_SECOND: i64 = 1_000_000_000;

/// Runs on the upload's own thread.
pub(super) struct Sender {
    pub(super) name: Arc<str>,
    pub(super) spool: Arc<Spool>,
    pub(super) receiver: Receiver,
    pub(super) health: Arc<Health>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) metrics: UploadMetrics,
    pub(super) batch_bytes: usize,
    pub(super) keep_age: Duration,
    pub(super) back_off: BackOff,
    pub(super) failures: Reminder,
    pub(super) losses: Reminder,
}

/// There is no time left: what waits stays for the next start.
struct Ended;

/// What became of a batch.
enum Fate {
    Taken,
    Lost(DropReason),
    /// It has to be sent in parts.
    TooLong,
}

impl Sender {
    /// Sends until it has to end.
    pub(super) fn run(mut self) {
        while let Some(segment) = self.spool.next() {
            if self.send(&segment).is_err() {
                break;
            }
            self.spool.remove(&segment);
        }
        self.spool.end();
    }

    fn send(&mut self, segment: &Segment) -> Result<(), Ended> {
        let Some(content) = self.content(segment)? else { return Ok(()) };
        let (events, damaged) = batch::events(&content);
        self.lose(DropReason::SpoolDamaged, damaged, None);
        let mut batches = batch::batches(&events, self.batch_bytes);
        while let Some(batch) = batches.pop_front() {
            match self.deliver(batch, segment)? {
                Fate::Taken => drop(self.metrics.taken_events.inc_by(batch.len() as u64)),
                Fate::Lost(reason) => self.metrics.dropped(reason, batch.len() as u64),
                Fate::TooLong => halve(batch, &mut batches),
            }
        }
        Ok(())
    }

    /// What the file holds; `None` if it has gone, or is too old to be sent.
    fn content(&mut self, segment: &Segment) -> Result<Option<Vec<u8>>, Ended> {
        loop {
            if self.is_too_old(segment) {
                self.lose(DropReason::SpoolTooOld, segment.events, None);
                return Ok(None);
            }
            let error = match fs::read(segment.path(self.spool.directory())) {
                Ok(content) => return Ok(Some(content)),
                Err(error) => error,
            };
            if error.kind() == io::ErrorKind::NotFound {
                self.lose(DropReason::SpoolDamaged, segment.events, Some("somebody removed a file of the spool"));
                return Ok(None);
            }
            self.wait(&Trouble::Spool(error.to_string()), None)?;
        }
    }

    /// Sends a batch until something final becomes of it.
    fn deliver(&mut self, batch: Batch<'_>, segment: &Segment) -> Result<Fate, Ended> {
        let body = match batch::body(batch) {
            Ok(body) => body,
            Err(error) => {
                self.lose(DropReason::SpoolDamaged, 0, Some(&error.to_string()));
                return Ok(Fate::Lost(DropReason::SpoolDamaged));
            }
        };
        loop {
            if self.is_too_old(segment) {
                self.tell_loss(DropReason::SpoolTooOld, batch.len() as u64, None);
                return Ok(Fate::Lost(DropReason::SpoolTooOld));
            }
            let left = self.spool.time_left();
            if left.is_some_and(|left| left.is_zero()) {
                return Err(Ended);
            }
            let answer = self.receiver.send(&body, left);
            self.metrics.sent(answer.result());
            match answer {
                Answer::Taken => {
                    self.taken();
                    return Ok(Fate::Taken);
                }
                Answer::TooLong if batch.len() > 1 => return Ok(Fate::TooLong),
                Answer::TooLong => return Ok(self.refused(DropReason::TooLong, batch, &Trouble::Status(413))),
                Answer::Refused(trouble) => return Ok(self.refused(DropReason::Refused, batch, &trouble)),
                Answer::Later(trouble, after) => self.wait(&trouble, after)?,
            }
        }
    }

    fn taken(&mut self) {
        let now = self.clock.unix_nanos();
        self.metrics.last_success_seconds.set(now / NANOS_A_SECOND);
        self.back_off.forget();
        self.losses.forget();
        if let Some(failing) = self.health.taken(now) {
            let seconds = now.saturating_sub(failing.since_nanos) / NANOS_A_SECOND;
            tracing::info!(upload = &*self.name, seconds, "the receiver takes events of the journal again");
        }
    }

    fn refused(&mut self, reason: DropReason, batch: Batch<'_>, trouble: &Trouble) -> Fate {
        let _ = self.health.failed(self.clock.unix_nanos(), trouble);
        self.tell_loss(reason, batch.len() as u64, Some(&trouble.to_string()));
        Fate::Lost(reason)
    }

    /// Tells of a failure, and waits before the next try.
    fn wait(&mut self, trouble: &Trouble, asked: Option<Duration>) -> Result<(), Ended> {
        if self.health.failed(self.clock.unix_nanos(), trouble) {
            self.failures.forget();
        }
        if self.failures.due(1).is_some() {
            let (waiting, _) = self.spool.waiting();
            tracing::error!(upload = &*self.name, %trouble, waiting, "the receiver does not take events of the journal; they wait in the spool");
        }
        if self.spool.time_left().is_some() {
            return Err(Ended);
        }
        self.spool.pause(self.back_off.next(asked));
        Ok(())
    }

    /// Whether even the last event of the file is older than events are kept: files are no longer than that.
    fn is_too_old(&self, segment: &Segment) -> bool {
        let now_seconds = u64::try_from(self.clock.unix_nanos() / NANOS_A_SECOND).unwrap_or_default();
        now_seconds.saturating_sub(segment.began_seconds) > self.keep_age.as_secs()
    }

    fn lose(&mut self, reason: DropReason, events: u64, why: Option<&str>) {
        if events > 0 || why.is_some() {
            self.metrics.dropped(reason, events);
            self.tell_loss(reason, events, why);
        }
    }

    fn tell_loss(&mut self, reason: DropReason, events: u64, why: Option<&str>) {
        if let Some(events) = self.losses.due(events) {
            let reason = reason.as_str();
            tracing::error!(
                upload = &*self.name,
                events,
                reason,
                why,
                "events of the journal are lost: they are not uploaded"
            );
        }
    }
}

fn halve<'l>(batch: Batch<'l>, batches: &mut VecDeque<Batch<'l>>) {
    let (first, second) = batch.split_at(batch.len() / 2);
    batches.push_front(second);
    batches.push_front(first);
}
