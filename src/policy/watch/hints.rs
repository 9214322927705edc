//! What others tell the watching thread: coalesced, so that nothing is lost however long it is busy.

use std::collections::BTreeSet;
use std::mem;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::writers::Writers;

/// What can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Signal {
    /// Something below the root may have changed.
    Hint,
    /// Events were lost: anything may have changed.
    Overflow,
    /// The folder that is being watched was removed or renamed.
    RootGone,
    /// No events will come any longer.
    EventsFailed,
    /// Somebody asked for a look.
    Reload,
    /// The thread is to end.
    Stop,
}

/// The mailbox of the watching thread.
#[derive(Debug)]
pub(super) struct Hints {
    began: Instant,
    state: Mutex<State>,
    arrived: Condvar,
}

#[derive(Debug, Default)]
struct State {
    signals: BTreeSet<Signal>,
    writers: Writers,
    failure: String,
}

impl Hints {
    pub(super) fn new() -> Self {
        Self { began: Instant::now(), state: Mutex::default(), arrived: Condvar::new() }
    }

    /// Time since the watch began.
    pub(super) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// Leaves a signal.
    pub(super) fn tell(&self, signal: Signal) {
        self.lock().signals.insert(signal);
        self.arrived.notify_one();
    }

    /// Notes what writers did, and that there is something to see.
    pub(super) fn note(&self, signal: Signal, change: impl FnOnce(&mut Writers, Duration)) {
        let now = self.now();
        change(&mut self.lock().writers, now);
        self.tell(signal);
    }

    /// Leaves word that events have failed, and why.
    pub(super) fn fail(&self, failure: String) {
        self.lock().failure = failure;
        self.tell(Signal::EventsFailed);
    }

    /// Why events failed last.
    pub(super) fn failure(&self) -> String {
        self.lock().failure.clone()
    }

    /// Takes the signals, waiting for one until `deadline`.
    pub(super) fn wait_until(&self, deadline: Duration) -> BTreeSet<Signal> {
        let timeout = deadline.saturating_sub(self.now());
        let (mut state, _) = self
            .arrived
            .wait_timeout_while(self.lock(), timeout, |state| state.signals.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        mem::take(&mut state.signals)
    }

    /// Who was writing, as known by now.
    pub(super) fn writers(&self) -> Writers {
        let now = self.now();
        let mut state = self.lock();
        state.writers.prune(now);
        state.writers.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
