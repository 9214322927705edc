//! What a thread has looked up lately, in front of the cache that all share: a hit here touches nothing that another
//! thread writes to, and little memory at all.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::Entry;
use crate::decision::verdict::{Outcome, Verdict};

/// So many hits here are one use of the shared cache, which forgets first what was not used for long.
const HITS_A_USE: u8 = 63;
/// When there are more, all are forgotten: the shared cache has them still, and knows which of them to keep.
pub(super) const MOST_ENTRIES: usize = 16 * 1024;
/// So many with longer projections, or with reasons, would be too much for each thread.
const MOST_PROJECTION_BYTES: usize = 224;

thread_local! {
    static RECENT: Cell<Option<Recent>> = const { Cell::new(None) };
}

/// Verdicts that were found in one cache by one thread.
#[derive(Debug)]
pub(super) struct Recent {
    /// The number of the cache.
    cache: u64,
    /// The number of each projection. Logins share them, and so do policies that read the same.
    projections: HashMap<Box<[u8]>, usize, foldhash::quality::RandomState>,
    entries: HashMap<Question, Found, foldhash::fast::RandomState>,
}

/// What was asked, by numbers: nobody can choose them to make them collide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Question {
    policy: u64,
    projection: usize,
}

/// A verdict at hand.
#[derive(Debug)]
pub(in crate::decision) struct Found {
    verdict: Arc<Verdict>,
    expires: Duration,
    /// How often it may be found here before the shared cache is asked again.
    left: Cell<u8>,
}

impl Found {
    /// How it came out, whether or not it is young enough.
    pub(in crate::decision) fn outcome(&self) -> Outcome {
        self.verdict.outcome
    }

    /// The verdict, if it is young enough `now` and the shared cache need not learn that it is used.
    pub(in crate::decision) fn get(&self, now: Duration) -> Option<Arc<Verdict>> {
        let left = self.left.get().checked_sub(1).filter(|_| now < self.expires)?;
        self.left.set(left);
        Some(Arc::clone(&self.verdict))
    }
}

impl Recent {
    /// What this thread has of the cache with this number. It goes on having it only once it is put back.
    pub(super) fn take(cache: u64) -> Self {
        let kept = RECENT.take().filter(|recent| recent.cache == cache);
        kept.unwrap_or_else(|| Self { cache, projections: HashMap::default(), entries: HashMap::default() })
    }

    /// Gives the thread back what it had, and what was noted since.
    pub(super) fn put_back(&mut self) {
        let (projections, entries) = (std::mem::take(&mut self.projections), std::mem::take(&mut self.entries));
        RECENT.set(Some(Self { cache: self.cache, projections, entries }));
    }

    /// How many verdicts the thread has at hand.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The number of a projection that something is at hand for, until more is noted.
    pub(super) fn number_of(&self, projection: &[u8]) -> Option<usize> {
        self.projections.get(projection).copied()
    }

    /// What the policy with this number said of the projection with that number.
    pub(super) fn get(&self, policy: u64, projection: usize) -> Option<&Found> {
        self.entries.get(&Question { policy, projection })
    }

    /// Keeps a copy of what was found: of one that were shared, each login would count its users together with those of
    /// all other threads.
    pub(super) fn note(&mut self, policy: u64, projection: &[u8], Entry { verdict, expires }: &Entry) {
        if projection.len() > MOST_PROJECTION_BYTES || !verdict.reasons.is_empty() {
            return;
        }
        if self.entries.len().max(self.projections.len()) >= MOST_ENTRIES {
            self.entries.clear();
            self.projections.clear();
        }
        let projection = self.number(projection);
        let found = self.entries.entry(Question { policy, projection }).or_insert_with(|| Found {
            verdict: Arc::new(Verdict::clone(verdict)),
            expires: *expires,
            left: Cell::new(HITS_A_USE),
        });
        (found.left, found.expires) = (Cell::new(HITS_A_USE), *expires);
        // Of one question there may have been another verdict in between, whose time was over.
        if *found.verdict != **verdict {
            found.verdict = Arc::new(Verdict::clone(verdict));
        }
    }

    /// The number of a projection, be it a new one.
    fn number(&mut self, projection: &[u8]) -> usize {
        self.number_of(projection).unwrap_or_else(|| {
            let number = self.projections.len();
            self.projections.insert(projection.into(), number);
            number
        })
    }
}
