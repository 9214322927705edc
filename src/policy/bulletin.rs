//! What the log tells about the policies: each fault once, whom it touches, and what was mended.

use std::collections::BTreeSet;
use std::time::Duration;

use super::fault::Fault;
use super::set::{BrokenPolicy, PolicySet};
use super::workshop::Update;

/// How many names one line holds.
const NAMED: usize = 20;

/// Remembers what was told, so that nothing is told twice.
#[derive(Default)]
pub(super) struct Bulletin {
    faults: BTreeSet<Fault>,
    touched: Touched,
}

/// The packages that the faults touch.
#[derive(Default, PartialEq, Eq)]
struct Touched {
    /// Those whose last good version decides.
    kept: Vec<String>,
    /// Policies that never had one.
    denied: Vec<String>,
    /// The journal's rules, if they never had one.
    is_journal_blind: bool,
}

impl Touched {
    fn of(set: &PolicySet) -> Self {
        let named = |is_meant: fn(&&BrokenPolicy) -> bool| {
            set.broken().iter().filter(is_meant).map(|broken| broken.entry.to_string()).collect()
        };
        let is_blind = |broken: &BrokenPolicy| !broken.has_last_good && !broken.is_denying();
        Self {
            kept: named(|broken| broken.has_last_good),
            denied: named(|broken| broken.is_denying()),
            is_journal_blind: set.broken().iter().any(is_blind),
        }
    }
}

impl Bulletin {
    /// Tells of a set that was put in force, `took` after the look at the directory.
    pub(super) fn loaded(&mut self, update: &Update, took: Duration) {
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let (active, broken) = (update.set.active(), update.set.broken().len());
        tracing::info!(active, rebuilt = update.rebuilt, broken, milliseconds, "policies loaded");
        let faults: BTreeSet<Fault> = update.faults.iter().cloned().collect();
        for fault in faults.difference(&self.faults) {
            let (kind, file, hint) = (fault.kind.as_str(), &*fault.file, fault.hint.as_deref());
            tracing::error!(kind, file, hint, "policy fault: {fault}");
        }
        self.mended(&faults);
        self.faults = faults;
        self.touches(Touched::of(&update.set));
    }

    /// Tells whoever asked for a look that nothing has changed, and what is still wrong.
    pub(super) fn unchanged(&self, set: &PolicySet) {
        let (active, broken, faults) = (set.active(), set.broken().len(), self.faults.len());
        tracing::info!(active, broken, faults, "policies are as they were");
    }

    fn mended(&self, faults: &BTreeSet<Fault>) {
        let files =
            |faults: &BTreeSet<Fault>| faults.iter().map(|fault| fault.file.to_string()).collect::<BTreeSet<_>>();
        let mended: Vec<_> = files(&self.faults).difference(&files(faults)).cloned().collect();
        if !mended.is_empty() {
            tracing::info!(files = list(&mended), left = faults.len(), "policy faults mended");
        }
    }

    fn touches(&mut self, touched: Touched) {
        if touched == self.touched {
            return;
        }
        let Touched { kept, denied, is_journal_blind } = &touched;
        if !kept.is_empty() {
            tracing::warn!(policies = list(kept), "faulty policies: their last good versions go on deciding");
        }
        if !denied.is_empty() {
            tracing::error!(policies = list(denied), "faulty policies without a good version: they deny everybody");
        }
        if *is_journal_blind {
            tracing::error!(
                "faulty rules of the journal without a good version: events are written without their input"
            );
        }
        self.touched = touched;
    }
}

/// `texts` on one line, as many as it holds.
fn list(texts: &[String]) -> String {
    let listed = texts.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match texts.len().saturating_sub(NAMED) {
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}
