//! What the thread that sends asks of the spool.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use super::{Spool, time_left};
use crate::journal::upload::segment::Segment;

/// The thread looks again after this long at the latest; it is told of everything earlier.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

impl Spool {
    /// The oldest file; waits for one. `None` when it is time to end.
    pub(in crate::journal::upload) fn next(&self) -> Option<Segment> {
        let mut state = self.state();
        loop {
            if time_left(&state).is_some_and(|left| left.is_zero()) {
                return None;
            }
            if let Some(segment) = state.sealed.front().cloned() {
                state.sending = Some(segment.number);
                return Some(segment);
            }
            if state.is_complete {
                return None;
            }
            let wait = time_left(&state).unwrap_or(LONGEST_WAIT);
            let waited = self.changed.wait_timeout(state, wait);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Every event of the file was taken or is lost.
    pub(in crate::journal::upload) fn remove(&self, segment: &Segment) {
        let mut state = self.state();
        state.sending = None;
        if state.sealed.front() == Some(segment) {
            state.sealed.pop_front();
            state.forget(segment);
            self.measure(&state);
            // Locked, for after the end these files are another process'.
            self.unlink(segment);
        }
    }

    /// Waits for this long, or until it is to end.
    pub(in crate::journal::upload) fn pause(&self, wait: Duration) {
        drop(self.changed.wait_timeout_while(self.state(), wait, |state| state.ends_by.is_none()));
    }

    /// How long the sender may go on; `None` while the server runs.
    pub(in crate::journal::upload) fn time_left(&self) -> Option<Duration> {
        time_left(&self.state())
    }

    /// The sender ends.
    pub(in crate::journal::upload) fn end(&self) {
        self.state().is_over = true;
        self.changed.notify_all();
    }

    /// From now on each batch is tried once, and nothing more after `moment`.
    pub(in crate::journal::upload) fn end_by(&self, moment: Instant) {
        self.state().ends_by = Some(moment);
        self.changed.notify_all();
    }
}
