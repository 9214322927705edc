//! What a thread has looked up lately, in front of the cache that all share: a hit here touches nothing that another
//! thread writes to.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::Entry;
use crate::decision::verdict::Verdict;

/// So many hits here are one use of the shared cache, which forgets first what was not used for long.
const HITS_A_USE: u8 = 63;
/// When there are more, all are forgotten: the shared cache has them still, and knows which of them to keep.
pub(super) const MOST_ENTRIES: usize = 16 * 1024;
/// So many with longer keys, or with reasons, would be too much for each thread.
const MOST_KEY_BYTES: usize = 256;

thread_local! {
    static RECENT: Cell<Option<Recent>> = const { Cell::new(None) };
}

/// Verdicts that were found in one cache by one thread.
#[derive(Debug)]
pub(super) struct Recent {
    /// The number of the cache.
    cache: u64,
    entries: HashMap<Box<[u8]>, Found, foldhash::quality::RandomState>,
}

#[derive(Debug)]
struct Found {
    verdict: Arc<Verdict>,
    expires: Duration,
    /// How often it may be found here before the shared cache is asked again.
    left: u8,
}

impl Recent {
    /// What this thread has of the cache with this number. It goes on having it only once it is put back.
    pub(super) fn take(cache: u64) -> Self {
        let kept = RECENT.take().filter(|recent| recent.cache == cache);
        kept.unwrap_or_else(|| Self { cache, entries: HashMap::default() })
    }

    /// Gives the thread back what it had, and what was noted since.
    pub(super) fn put_back(&mut self) {
        let entries = std::mem::take(&mut self.entries);
        RECENT.set(Some(Self { cache: self.cache, entries }));
    }

    /// How many verdicts the thread has at hand.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The verdict under `key`, if it is young enough `now` and the shared cache need not learn that it is used.
    pub(super) fn get(&mut self, key: &[u8], now: Duration) -> Option<Arc<Verdict>> {
        let found = self.entries.get_mut(key).filter(|found| now < found.expires)?;
        found.left = found.left.checked_sub(1)?;
        Some(Arc::clone(&found.verdict))
    }

    /// Keeps a copy of what was found under `key`: of one that were shared, each login would count its users together with
    /// those of all other threads.
    pub(super) fn note(&mut self, key: &[u8], Entry { verdict, expires }: &Entry) {
        if key.len() > MOST_KEY_BYTES || !verdict.reasons.is_empty() {
            return;
        }
        if let Some(found) = self.entries.get_mut(key) {
            (found.left, found.expires) = (HITS_A_USE, *expires);
            // Of one key there may have been another verdict in between, whose time was over.
            if *found.verdict != **verdict {
                found.verdict = Arc::new(Verdict::clone(verdict));
            }
            return;
        }
        if self.entries.len() >= MOST_ENTRIES {
            self.entries.clear();
        }
        let verdict = Arc::new(Verdict::clone(verdict));
        self.entries.insert(key.into(), Found { verdict, expires: *expires, left: HITS_A_USE });
    }
}
