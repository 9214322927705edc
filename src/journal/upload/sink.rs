//! The spool as a place that events are written to.

use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::back_off::BackOff;
use super::fault::UploadFault;
use super::filling::Filling;
use super::health::{Health, Upload};
use super::lock;
use super::receiver::Receiver;
use super::reminder::Reminder;
use super::segment;
use super::sender::Sender;
use super::spool::Spool;
use crate::config::{Fsync, JournalUploadSettings};
use crate::decision::Clock;
use crate::journal::Sink;
use crate::telemetry::Metrics;
use crate::telemetry::metrics::{DropReason, UploadMetrics};

/// A full spool loses a part of it at a time: one of so many files.
const FILES: u64 = 16;
/// A file is read whole to be sent.
const LONGEST_FILE_BYTES: u64 = 8 << 20;
const SECOND: Duration = Duration::from_secs(1);

/// Writes events into a spool, from which a thread of its own sends them. Dropping it gives that thread a last try.
pub struct UploadSink {
    name: Arc<str>,
    spool: Arc<Spool>,
    filling: Option<Filling>,
    next_number: u64,
    file_bytes: u64,
    file_nanos: i64,
    delay: Duration,
    fsync: Fsync,
    losses: Reminder,
    metrics: UploadMetrics,
    sender: Option<JoinHandle<()>>,
}

impl UploadSink {
    /// Opens the spool, and starts the thread that sends what is in it.
    ///
    /// # Errors
    /// When the spool or the authorities can't be used; its words say what to do.
    pub fn start(
        settings: &JournalUploadSettings,
        clock: Arc<dyn Clock>,
        metrics: &Metrics,
    ) -> Result<(Self, Upload), UploadFault> {
        let receiver = Receiver::new(settings)?;
        let lock = lock::take(&settings.spool)?;
        let unusable = |source| UploadFault::Spool { path: settings.spool.clone(), source };
        let found = segment::left_behind(&settings.spool).map_err(unusable)?;
        let next_number = found.last().map_or(0, |last| last.number.saturating_add(1));
        let most_bytes = settings.keep_mebibytes.saturating_mul(1 << 20);
        let metrics = metrics.of_upload(&settings.name);
        let name: Arc<str> = settings.name.as_str().into();
        let spool = Arc::new(Spool::new(settings.spool.clone(), lock, most_bytes, found, metrics.clone()));
        let health = Arc::<Health>::default();
        let upload = Upload { name: Arc::clone(&name), spool: Arc::clone(&spool), health: Arc::clone(&health) };
        let sender = Sender {
            name: Arc::clone(&name),
            spool: Arc::clone(&spool),
            receiver,
            health,
            clock,
            metrics: metrics.clone(),
            batch_bytes: settings.batch_bytes,
            keep_age: settings.keep_age + file_span(settings),
            back_off: BackOff::default(),
            failures: Reminder::default(),
            losses: Reminder::default(),
        };
        let thread = thread::Builder::new().name(format!("upload {name}")).spawn(move || sender.run())?;
        let sink = Self {
            name,
            spool,
            filling: None,
            next_number,
            file_bytes: (most_bytes / FILES).min(LONGEST_FILE_BYTES),
            file_nanos: i64::try_from(file_span(settings).as_nanos()).unwrap_or(i64::MAX),
            delay: settings.delay,
            fsync: settings.fsync,
            losses: Reminder::default(),
            metrics,
            sender: Some(thread),
        };
        Ok((sink, upload))
    }

    /// Makes room by losing the oldest events.
    fn make_room(&mut self, bytes: u64) -> io::Result<()> {
        let (lost, has_room) = self.spool.make_room(bytes);
        if lost > 0 {
            self.metrics.dropped(DropReason::SpoolFull, lost);
            if let Some(events) = self.losses.due(lost) {
                let (upload, reason) = (&*self.name, DropReason::SpoolFull.as_str());
                tracing::error!(
                    upload,
                    events,
                    reason,
                    "the oldest events of the journal are lost: they are not uploaded"
                );
            }
        }
        if has_room { Ok(()) } else { Err(io::Error::new(io::ErrorKind::QuotaExceeded, "the spool is full")) }
    }

    fn append(&mut self, lines: &[u8], now_nanos: i64) -> io::Result<()> {
        if self.filling.is_none() {
            self.filling = Some(Filling::create(self.spool.directory(), self.next_number, now_nanos)?);
            self.next_number = self.next_number.saturating_add(1);
        }
        let Some(filling) = &mut self.filling else { return Ok(()) };
        let events = segment::whole_lines(lines);
        let appended = filling.append(lines, events);
        if appended.is_err() {
            // What stands there in part can't be added to.
            self.seal();
            return appended;
        }
        self.spool.grew(events, lines.len() as u64);
        self.force_if_due()
    }

    fn force_if_due(&mut self) -> io::Result<()> {
        let Some(filling) = &mut self.filling else { return Ok(()) };
        let Some(since) = filling.dirty_since else { return Ok(()) };
        match self.fsync {
            Fsync::Never => Ok(()),
            Fsync::EverySecond if since.elapsed() < SECOND => Ok(()),
            Fsync::EverySecond | Fsync::Always => filling.force(),
        }
    }

    /// Hands the file over if it holds enough, or has waited for long enough and the sender has nothing else to send, or
    /// the end is near.
    fn seal_if_due(&mut self, more: u64, now_nanos: i64) {
        let Some(filling) = &self.filling else { return };
        let is_full = filling.bytes().saturating_add(more) > self.file_bytes;
        let is_old = now_nanos.saturating_sub(filling.began_nanos) > self.file_nanos;
        let has_waited = filling.began.elapsed() >= self.delay && self.spool.is_empty_handed();
        if is_full || is_old || has_waited || self.spool.time_left().is_some() {
            self.seal();
        }
    }

    fn seal(&mut self) {
        let Some(mut filling) = self.filling.take() else { return };
        let forced = if self.fsync == Fsync::Never { Ok(()) } else { filling.force() };
        match forced.and_then(|()| filling.seal(self.spool.directory())) {
            Ok(Some(segment)) => self.spool.add(segment),
            Ok(None) => {}
            Err(error) => {
                tracing::error!(upload = &*self.name, %error, "a file of the spool can't be handed over; it is sent after a restart");
            }
        }
    }
}

impl Sink for UploadSink {
    fn name(&self) -> &str {
        &self.name
    }

    fn write(&mut self, lines: &[u8], now_nanos: i64) -> io::Result<()> {
        let bytes = lines.len() as u64;
        self.seal_if_due(bytes, now_nanos);
        if self.spool.is_complete() {
            return Err(io::Error::other("the upload has ended"));
        }
        self.make_room(bytes)?;
        self.append(lines, now_nanos)?;
        self.seal_if_due(0, now_nanos);
        Ok(())
    }

    fn rest(&mut self, now_nanos: i64) -> io::Result<()> {
        self.seal_if_due(0, now_nanos);
        self.force_if_due()
    }

    fn wants_rest_in(&self) -> Option<Duration> {
        self.filling.as_ref()?;
        Some(if self.spool.is_empty_handed() { self.delay.min(SECOND) } else { SECOND })
    }
}

impl Drop for UploadSink {
    fn drop(&mut self) {
        self.seal();
        // A receiver that does not answer is not waited for: what it did not take is sent after the next start.
        if self.spool.complete()
            && let Some(sender) = self.sender.take()
            && sender.join().is_err()
        {
            tracing::error!(upload = &*self.name, "the thread that uploads the journal has panicked");
        }
    }
}

/// The longest time between the first and the last event of one file.
fn file_span(settings: &JournalUploadSettings) -> Duration {
    settings.keep_age / 16
}
