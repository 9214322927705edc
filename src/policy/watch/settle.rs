//! Decides which changes are complete: fed with looks at the directory, it gives the tree to act upon.
//!
//! Pure: times are durations since the watch began, passed in.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::hidden::Hidden;
use super::writers::Writers;
use crate::policy::tree::{File, Tree, TreeFault};

#[cfg(test)]
mod tests;

/// Two looks this far apart must have read the same before a new content counts.
pub(super) const SETTLE: Duration = Duration::from_millis(150);
/// How long a file must be gone or empty, or a fault must last: files are often deleted or truncated just before they
/// are written again.
const ABSENCE: Duration = Duration::from_millis(600);
/// While other files keep appearing, as when a folder is being copied back, a file counts as removed only after this.
const ABSENCE_DURING_GROWTH: Duration = Duration::from_secs(3);
/// How long settled files wait for those still moving, so that what was changed together goes live together.
const PATIENCE: Duration = Duration::from_millis(600);

/// One look at the directory.
pub(super) struct Look<'a> {
    /// Before the first file was read.
    pub(super) began: Duration,
    /// After the last file was read.
    pub(super) ended: Duration,
    /// What was seen.
    pub(super) tree: &'a Tree,
    /// Who was writing, as known after the look.
    pub(super) writers: &'a Writers,
}

/// What follows from a look.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The tree to act upon from now on, if it is another one.
    pub(super) accepted: Option<Arc<Tree>>,
    /// When to look again, if something is still moving.
    pub(super) look_again_at: Option<Duration>,
}

/// The last accepted tree, and what has moved since.
pub(super) struct Settle {
    accepted: Arc<Tree>,
    moving: BTreeMap<Arc<str>, Moving>,
    faults: Option<MovingFaults>,
    last_growth: Duration,
}

/// A file that differs from the accepted one.
struct Moving {
    /// Its digest; `None` if it is gone.
    seen: Option<[u8; 32]>,
    since: Duration,
    /// When this difference counts, unless it changes again.
    due: Duration,
}

/// Faults that differ from the accepted ones.
struct MovingFaults {
    seen: Vec<TreeFault>,
    since: Duration,
}

impl Settle {
    /// Starts from a tree that is acted upon already.
    pub(super) fn new(accepted: Arc<Tree>) -> Self {
        Self { accepted, moving: BTreeMap::new(), faults: None, last_growth: Duration::ZERO }
    }

    /// Whether the last look differed from what is accepted.
    pub(super) fn is_moving(&self) -> bool {
        !self.moving.is_empty() || self.faults.is_some()
    }

    /// The root could not be looked at: nothing is known, so nothing has been gone for any time.
    pub(super) fn forget_moving(&mut self) {
        self.moving.clear();
        self.faults = None;
    }

    /// Takes in one look.
    pub(super) fn observe(&mut self, look: &Look<'_>) -> Outcome {
        self.note_files(look);
        self.note_faults(look);
        let accepted = self.accept(look);
        Outcome { accepted, look_again_at: self.next_due(look.began) }
    }

    fn note_files(&mut self, look: &Look<'_>) {
        let mut before = std::mem::take(&mut self.moving);
        for (path, file) in &look.tree.files {
            let accepted = self.accepted.files.get(path);
            let moved = before.remove(path);
            if moved.as_ref().map_or(accepted.is_none(), |moved| moved.seen.is_none()) {
                self.last_growth = look.ended;
            }
            if accepted.is_none_or(|accepted| accepted.digest != file.digest) {
                let since = unchanged_since(moved, Some(file.digest), look);
                let due = due_of_content(path, file, since, look);
                self.moving.insert(path.clone(), Moving { seen: Some(file.digest), since, due });
            }
        }
        let hidden = Hidden::behind(&look.tree.faults);
        for path in self.accepted.files.keys() {
            if !look.tree.files.contains_key(path) && !hidden.contains(path) {
                let since = unchanged_since(before.remove(path), None, look);
                let growing = (self.last_growth + ABSENCE).min(since + ABSENCE_DURING_GROWTH);
                let due = (since + ABSENCE).max(growing);
                self.moving.insert(path.clone(), Moving { seen: None, since, due });
            }
        }
    }

    fn note_faults(&mut self, look: &Look<'_>) {
        let seen = &look.tree.faults;
        let before = self.faults.take();
        if *seen != self.accepted.faults {
            let same = before.filter(|before| before.seen == *seen);
            self.faults = Some(same.unwrap_or_else(|| MovingFaults { seen: seen.clone(), since: look.ended }));
        }
    }

    /// All changes if all are due; else those that are due, once one of them has waited long enough.
    fn accept(&mut self, look: &Look<'_>) -> Option<Arc<Tree>> {
        let faults_due = self.faults.as_ref().is_some_and(|faults| faults.due() <= look.began);
        let all_due = self.is_moving() && self.waits().all(|(_, due)| due <= look.began);
        let patience = self.patience(look.began);
        let patience_over = self.waits().any(|(since, due)| due.max(since + patience) <= look.began);
        if !all_due && !patience_over {
            return None;
        }
        let mut tree = (*self.accepted).clone();
        let due = self.moving.extract_if(.., |_, moving| moving.due <= look.began);
        for (path, _) in due {
            match look.tree.files.get(&path) {
                Some(file) => tree.files.insert(path, file.clone()),
                None => tree.files.remove(&path),
            };
        }
        if faults_due && let Some(faults) = self.faults.take() {
            tree.faults = faults.seen;
        }
        tree.links.clone_from(&look.tree.links);
        tree.links.retain(|path, _| tree.files.contains_key(path));
        self.accepted = Arc::new(tree);
        Some(self.accepted.clone())
    }

    /// How long settled files wait: a moment longer if a removal is about to count, for it may be the other half of a
    /// file's move to another name, and no library may be there twice.
    fn patience(&self, now: Duration) -> Duration {
        let is_near = |moving: &Moving| moving.seen.is_none() && moving.due > now && moving.due <= now + SETTLE;
        if self.moving.values().any(is_near) { PATIENCE + SETTLE } else { PATIENCE }
    }

    /// Since when each difference has been waiting, and when it is due.
    fn waits(&self) -> impl Iterator<Item = (Duration, Duration)> {
        let files = self.moving.values().map(|moving| (moving.since, moving.due));
        files.chain(self.faults.as_ref().map(|faults| (faults.since, faults.due())))
    }

    fn next_due(&self, now: Duration) -> Option<Duration> {
        let patience = self.patience(now);
        self.waits().map(|(since, due)| if due > now { due } else { since + patience }).min()
    }
}

impl MovingFaults {
    fn due(&self) -> Duration {
        self.since + ABSENCE
    }
}

/// Since when looks have read `seen`: from the end of the first of them, because nobody knows when it read this file.
fn unchanged_since(before: Option<Moving>, seen: Option<[u8; 32]>, look: &Look<'_>) -> Duration {
    before.filter(|before| before.seen == seen).map_or(look.ended, |before| before.since)
}

fn due_of_content(path: &str, file: &File, since: Duration, look: &Look<'_>) -> Duration {
    let real = look.tree.links.get(path).map_or(path, |real| real);
    let settled = since + if file.is_empty() { ABSENCE } else { SETTLE };
    settled.max(look.writers.quiet_at(real))
}
