//! How far the measurement is, on a terminal.

use std::cell::Cell;
use std::io::{IsTerminal, stderr};

/// How far the measurement is. Writes to standard error if that is a terminal.
pub struct Progress {
    cases: usize,
    begun: Cell<usize>,
    is_shown: bool,
}

impl Progress {
    /// Before the first of `cases` cases.
    pub fn new(cases: usize) -> Self {
        Self { cases, begun: Cell::new(0), is_shown: stderr().is_terminal() }
    }

    /// The next case begins.
    pub fn begin(&self) {
        self.begun.set(self.begun.get() + 1);
    }

    /// What of the case is being done.
    pub fn show(&self, case: &str, step: &str) {
        if self.is_shown {
            // To the line's beginning, and without what stood there before.
            eprint!("\r\x1b[K[{}/{}] {case}: {step}", self.begun.get(), self.cases);
        }
    }

    /// Takes the line away.
    pub fn end(&self) {
        if self.is_shown {
            eprint!("\r\x1b[K");
        }
    }
}
