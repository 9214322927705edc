//! How far a long run has come, on a terminal.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A run that takes no longer shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
/// Between two updates.
const INTERVAL: Duration = Duration::from_millis(100);

/// A line on standard error that says how many tests have run; it is gone when this is dropped.
pub(super) struct Progress {
    started: Instant,
    shown: Option<Mutex<Option<Instant>>>,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { started: Instant::now(), shown: stderr().is_terminal().then(Mutex::default) }
    }

    /// Says that `done` tests have run, if it is time to say something.
    pub(super) fn show(&self, done: usize) {
        let Some(Ok(mut shown)) = self.shown.as_ref().map(Mutex::lock) else { return };
        if self.started.elapsed() < PATIENCE || shown.is_some_and(|shown| shown.elapsed() < INTERVAL) {
            return;
        }
        *shown = Some(Instant::now());
        let _ = write!(stderr(), "\r{done} tests have run …");
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        let was_shown = self.shown.as_ref().and_then(|shown| shown.lock().ok().map(|shown| shown.is_some()));
        if was_shown == Some(true) {
            let _ = write!(stderr(), "\r{:40}\r", "");
        }
    }
}
