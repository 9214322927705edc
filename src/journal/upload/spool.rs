//! What waits on disk, shared by the journal's thread, which adds to it, and the thread that sends it.
//!
//! Nobody holds the lock while anything is written or sent.

mod sending;

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::segment::Segment;
use crate::telemetry::metrics::UploadMetrics;

/// How long the last try may take when nobody said.
const FAREWELL: Duration = Duration::from_millis(500);

/// The files that wait, in their order.
pub(super) struct Spool {
    directory: PathBuf,
    most_bytes: u64,
    metrics: UploadMetrics,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Nothing is added to these any more; the oldest first.
    sealed: VecDeque<Segment>,
    /// What all that waits holds.
    events: u64,
    bytes: u64,
    /// The one that is being sent.
    sending: Option<u64>,
    /// When the sender has to have ended; `None` while the server runs.
    ends_by: Option<Instant>,
    /// Keeps other servers out, as long as anything here may be changed.
    lock: Option<File>,
    /// Whether nothing is added any more.
    is_complete: bool,
    /// Whether the sender has ended.
    is_over: bool,
}

impl Spool {
    /// Begins with what was left behind in `directory`.
    pub(super) fn new(
        directory: PathBuf,
        lock: File,
        most_bytes: u64,
        found: Vec<Segment>,
        metrics: UploadMetrics,
    ) -> Self {
        let mut state = State { lock: Some(lock), ..State::default() };
        for segment in &found {
            state.events = state.events.saturating_add(segment.events);
            state.bytes = state.bytes.saturating_add(segment.bytes);
        }
        state.sealed = found.into();
        let spool = Self { directory, most_bytes, metrics, state: Mutex::new(state), changed: Condvar::new() };
        spool.measure(&spool.state());
        spool
    }

    /// Where its files are.
    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    /// How many events wait, and how many bytes they take.
    pub(super) fn waiting(&self) -> (u64, u64) {
        let state = self.state();
        (state.events, state.bytes)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn measure(&self, state: &State) {
        self.metrics.waiting_events.set(state.events.cast_signed());
        self.metrics.waiting_bytes.set(state.bytes.cast_signed());
    }

    fn unlink(&self, segment: &Segment) {
        let removed = fs::remove_file(segment.path(&self.directory));
        if let Err(error) = removed
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::error!(file = %segment.path(&self.directory).display(), %error, "events can't be removed from the spool and will be sent again after a restart");
        }
    }
}

/// What the journal's thread asks for.
impl Spool {
    /// Removes the oldest files until there is room for `more` bytes; how many events are lost for it, and whether it was
    /// enough.
    pub(super) fn make_room(&self, more: u64) -> (u64, bool) {
        let mut lost = 0;
        loop {
            let oldest = {
                let mut state = self.state();
                if state.bytes.saturating_add(more) <= self.most_bytes {
                    return (lost, true);
                }
                // The one that is being sent may have been taken already.
                let at = usize::from(state.sealed.front().is_some_and(|it| state.sending == Some(it.number)));
                let Some(oldest) = state.sealed.remove(at) else { return (lost, false) };
                state.forget(&oldest);
                self.measure(&state);
                oldest
            };
            lost += oldest.events;
            self.unlink(&oldest);
        }
    }

    /// Events were added.
    pub(super) fn grew(&self, events: u64, bytes: u64) {
        let mut state = self.state();
        state.events += events;
        state.bytes += bytes;
        self.measure(&state);
    }

    /// Hands a file over, whose events [`Spool::grew`] has told of.
    pub(super) fn add(&self, segment: Segment) {
        self.state().sealed.push_back(segment);
        self.changed.notify_all();
    }

    /// Whether the sender has nothing else to send.
    pub(super) fn is_empty_handed(&self) -> bool {
        self.state().sealed.is_empty()
    }

    /// Whether nothing may be added any more.
    pub(super) fn is_complete(&self) -> bool {
        self.state().is_complete
    }

    /// Nothing is added any more. Waits until the sender has ended, or its time is over: then it removes nothing more, and
    /// the files are free for another server. Says whether it has ended.
    pub(super) fn complete(&self) -> bool {
        let mut state = self.state();
        state.is_complete = true;
        let ends_by = *state.ends_by.get_or_insert_with(|| Instant::now() + FAREWELL);
        self.changed.notify_all();
        let patience = ends_by.saturating_duration_since(Instant::now());
        let waited = self.changed.wait_timeout_while(state, patience, |state| !state.is_over);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.sealed.clear();
        state.lock = None;
        state.is_over
    }
}

impl State {
    fn forget(&mut self, segment: &Segment) {
        self.events = self.events.saturating_sub(segment.events);
        self.bytes = self.bytes.saturating_sub(segment.bytes);
    }
}

fn time_left(state: &State) -> Option<Duration> {
    state.ends_by.map(|moment| moment.saturating_duration_since(Instant::now()))
}
