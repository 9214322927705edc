//! What a thread has looked up lately, in front of the cache that all share: a hit here touches nothing that another
//! thread writes to, and little memory at all.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::sync::Arc;
use std::time::Duration;

use hashbrown::{HashTable, hash_table};

use super::Entry;
use crate::decision::verdict::{Outcome, Verdict};

/// After so many hits here, the next is a use of the shared cache, which forgets first what was not used for long. What it
/// forgets though it was used here is evaluated once more for each so many hits.
const HITS_A_USE: u8 = u8::MAX;
/// When there are more, all are forgotten: the shared cache has them still, and knows which of them to keep.
pub(super) const MOST_ENTRIES: usize = 16 * 1024;
/// The same for their projections, all together.
pub(super) const MOST_BYTES: usize = 4 * 1024 * 1024;
/// A longer projection is at no thread's hand.
const LONGEST_PROJECTION_BYTES: usize = 4096;

thread_local! {
    static RECENT: Cell<Option<Recent>> = const { Cell::new(None) };
}

/// Verdicts that were found in one cache by one thread.
#[derive(Debug)]
pub(super) struct Recent {
    /// The number of the cache.
    cache: u64,
    /// The number of each projection. Logins share them, and so do policies that read the same.
    projections: HashMap<Box<[u8]>, u32, foldhash::quality::RandomState>,
    /// How long they are together.
    bytes: usize,
    entries: HashTable<Found>,
}

/// A verdict at hand. Two fit into what a processor fetches at a time, with their questions.
#[derive(Debug)]
pub(in crate::decision) struct Found {
    /// The number of the policy.
    policy: u64,
    /// The number of its projection of the login.
    projection: u32,
    /// How often it may be found here before the shared cache is asked again.
    left: Cell<u8>,
    /// In nanoseconds.
    expires: u64,
    verdict: Arc<Verdict>,
}

impl Found {
    /// How it came out, whether or not it is young enough.
    pub(in crate::decision) fn outcome(&self) -> Outcome {
        self.verdict.outcome
    }

    /// The verdict, if it is young enough `now` and the shared cache need not learn that it is used.
    pub(in crate::decision) fn get(&self, now: Duration) -> Option<Arc<Verdict>> {
        let left = self.left.get().checked_sub(1).filter(|_| nanoseconds(now) < self.expires)?;
        self.left.set(left);
        Some(Arc::clone(&self.verdict))
    }

    fn answers(&self, policy: u64, projection: u32) -> bool {
        (self.policy, self.projection) == (policy, projection)
    }

    fn hash(&self) -> u64 {
        hash_of(self.policy, self.projection)
    }
}

impl Recent {
    /// What this thread has of the cache with this number. It goes on having it only once it is put back.
    pub(super) fn take(cache: u64) -> Self {
        let kept = RECENT.take().filter(|recent| recent.cache == cache);
        kept.unwrap_or_else(|| Self::of(cache))
    }

    /// Gives the thread back what it had, and what was noted since.
    pub(super) fn put_back(&mut self) {
        let cache = self.cache;
        RECENT.set(Some(std::mem::replace(self, Self::of(cache))));
    }

    /// Nothing of the cache with this number.
    fn of(cache: u64) -> Self {
        Self { cache, projections: HashMap::default(), bytes: 0, entries: HashTable::new() }
    }

    /// How many verdicts the thread has at hand, and how many bytes of projections.
    #[cfg(test)]
    pub(super) fn size(&self) -> (usize, usize) {
        assert_eq!(self.bytes, self.projections.keys().map(|projection| projection.len()).sum::<usize>());
        (self.entries.len(), self.bytes)
    }

    /// The number of a projection that something is at hand for, until more is noted.
    pub(super) fn number_of(&self, projection: &[u8]) -> Option<u32> {
        self.projections.get(projection).copied()
    }

    /// What the policy with this number said of the projection with that number.
    pub(super) fn get(&self, policy: u64, projection: u32) -> Option<&Found> {
        self.entries.find(hash_of(policy, projection), |found| found.answers(policy, projection))
    }

    /// Keeps a copy of what was found: of one that were shared, each login would count its users together with those of
    /// all other threads.
    pub(super) fn note(&mut self, policy: u64, projection: &[u8], entry: &Entry) {
        // Reasons may be of any length.
        if projection.len() > LONGEST_PROJECTION_BYTES || !entry.verdict.reasons.is_empty() {
            return;
        }
        if self.entries.len() >= MOST_ENTRIES || self.bytes + projection.len() > MOST_BYTES {
            self.entries.clear();
            self.projections.clear();
            self.bytes = 0;
        }
        let Some(projection) = self.number(projection) else { return };
        let found = Found {
            policy,
            projection,
            left: Cell::new(HITS_A_USE),
            expires: nanoseconds(entry.expires),
            verdict: Arc::new(Verdict::clone(&entry.verdict)),
        };
        match self.entries.entry(found.hash(), |it| it.answers(policy, projection), Found::hash) {
            // There may have been another verdict in between, whose time was over.
            hash_table::Entry::Occupied(mut before) => *before.get_mut() = found,
            hash_table::Entry::Vacant(vacant) => drop(vacant.insert(found)),
        }
    }

    /// The number of a projection, be it a new one.
    fn number(&mut self, projection: &[u8]) -> Option<u32> {
        self.number_of(projection).or_else(|| {
            let number = u32::try_from(self.projections.len()).ok()?;
            self.projections.insert(projection.into(), number);
            self.bytes += projection.len();
            Some(number)
        })
    }
}

/// Of numbers that nobody can choose so that they collide.
fn hash_of(policy: u64, projection: u32) -> u64 {
    foldhash::fast::FixedState::default().hash_one((policy, projection))
}

/// So many, or centuries.
fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
