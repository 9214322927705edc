//! How far a long run has come, on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error; nothing at all where that is no terminal. It is gone when this is dropped.
#[derive(Clone)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// For `count` steps of `what`.
    pub(super) fn new(what: &'static str, count: usize) -> Self {
        let bar = ProgressBar::new(count as u64);
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len} {eta}") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what);
        Self(bar)
    }

    /// One more step is done.
    pub(super) fn step(&self) {
        self.0.inc(1);
    }

    /// So many are.
    pub(super) fn reach(&self, done: usize) {
        self.0.set_position(done as u64);
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
