//! How an upload is, for whoever asks while it runs.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::answer::Trouble;
use super::spool::Spool;

/// How an upload is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadStatus {
    /// Events that wait on disk.
    pub waiting_events: u64,
    /// Their size.
    pub waiting_bytes: u64,
    /// When the receiver last took events, in nanoseconds since the Unix epoch; `None` if it has not since the start.
    pub last_success_nanos: Option<i64>,
    /// Why it does not take the oldest ones.
    pub failing: Option<Failing>,
}

/// Why a receiver does not take events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    /// Since when, in nanoseconds since the Unix epoch.
    pub since_nanos: i64,
    /// The last answer, in words for whoever runs the server.
    pub trouble: String,
}

/// An upload that runs: how it is, and when it has to end. The events reach it by its [`UploadSink`](super::UploadSink).
#[derive(Clone)]
pub struct Upload {
    pub(super) name: Arc<str>,
    pub(super) spool: Arc<Spool>,
    pub(super) health: Arc<Health>,
}

impl fmt::Debug for Upload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Upload").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Upload {
    /// Its name in the settings.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How it is.
    #[must_use]
    pub fn status(&self) -> UploadStatus {
        let (waiting_events, waiting_bytes) = self.spool.waiting();
        let state = self.health.state();
        UploadStatus {
            waiting_events,
            waiting_bytes,
            last_success_nanos: state.last_success_nanos,
            failing: state.failing.clone(),
        }
    }

    /// From now on what waits is tried once more; what is not taken until `moment` stays for the next start.
    pub fn end_by(&self, moment: Instant) {
        self.spool.end_by(moment);
    }

    /// Blocks until what was written is taken or the time is over. Nothing may be written any more; then the spool is free
    /// for another server.
    pub fn finish(&self) {
        let _ = self.spool.complete();
        let (events, _) = self.spool.waiting();
        if events > 0 {
            tracing::warn!(upload = &*self.name, events, "events of the journal wait in the spool for the next start");
        }
    }
}

/// What the sender found out last.
#[derive(Debug, Default)]
pub(super) struct Health(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    last_success_nanos: Option<i64>,
    failing: Option<Failing>,
}

impl Health {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The receiver took events; says since when it had not.
    pub(super) fn taken(&self, now_nanos: i64) -> Option<Failing> {
        let mut state = self.state();
        state.last_success_nanos = Some(now_nanos);
        state.failing.take()
    }

    /// The receiver did not take them; says whether that is news.
    pub(super) fn failed(&self, now_nanos: i64, trouble: &Trouble) -> bool {
        let mut state = self.state();
        let trouble = trouble.to_string();
        let since_nanos = state.failing.as_ref().map_or(now_nanos, |failing| failing.since_nanos);
        let is_news = state.failing.as_ref().is_none_or(|failing| failing.trouble != trouble);
        state.failing = Some(Failing { since_nanos, trouble });
        is_news
    }
}
