//! Verdicts remembered by the question they answered.

mod recent;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use moka::notification::RemovalCause;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

pub(super) use self::recent::Found;
use self::recent::Recent;
use super::verdict::{Outcome, Verdict};

/// One entry counts once for each such span of its size, so that capacity bounds memory, whatever agents' data holds.
const BYTES_PER_ENTRY: usize = 1024;

/// The longest life moka accepts is a thousand years; whoever sets more gets a century.
const LONGEST_TTL: Duration = Duration::from_hours(100 * 365 * 24);

/// Bounds of the decision cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheLimits {
    /// The most verdicts remembered, each of up to a kibibyte with its key; 0 remembers none.
    pub capacity: u64,
    /// How long an `allow` is remembered, from the moment of its question.
    pub allow_ttl: Duration,
    /// How long any other lasting outcome is remembered.
    pub deny_ttl: Duration,
}

/// How many caches there have been: each has a number of its own.
static CACHES: AtomicU64 = AtomicU64::new(0);

/// Lasting verdicts by key, least recently used out first. Clones share one memory, of which each thread has at hand what it
/// looked up lately; only every so many times that it does is a use.
///
/// Keys are compared in full. Ages are judged by the times that callers pass, which come from one monotonic clock.
#[derive(Debug, Clone)]
pub struct DecisionCache {
    memory: Arc<Memory>,
}

#[derive(Debug)]
struct Memory {
    number: u64,
    limits: CacheLimits,
    entries: Cache<Arc<[u8]>, Entry, foldhash::quality::RandomState>,
    hits: AtomicU64,
    misses: AtomicU64,
    evictions: Arc<AtomicU64>,
}

#[derive(Debug, Clone)]
struct Entry {
    verdict: Arc<Verdict>,
    expires: Duration,
}

impl DecisionCache {
    /// An empty cache.
    #[must_use]
    pub fn new(limits: CacheLimits) -> Self {
        let evictions = Arc::new(AtomicU64::new(0));
        let evicted = Arc::clone(&evictions);
        let entries = Cache::builder()
            .max_capacity(limits.capacity)
            // Not the default TinyLFU, which would turn away the verdicts of a policy that was just reloaded.
            .eviction_policy(EvictionPolicy::lru())
            .weigher(weigh)
            .eviction_listener(move |_, _, cause| {
                if cause == RemovalCause::Size {
                    evicted.fetch_add(1, Ordering::Relaxed);
                }
            })
            .time_to_live(limits.allow_ttl.max(limits.deny_ttl).min(LONGEST_TTL))
            .build_with_hasher(foldhash::quality::RandomState::default());
        let number = CACHES.fetch_add(1, Ordering::Relaxed);
        let memory = Memory { number, limits, entries, hits: AtomicU64::new(0), misses: AtomicU64::new(0), evictions };
        Self { memory: Arc::new(memory) }
    }

    /// How many questions were answered from memory.
    #[must_use]
    pub fn hits(&self) -> u64 {
        self.memory.hits.load(Ordering::Relaxed)
    }

    /// How many questions that could have been remembered were not.
    #[must_use]
    pub fn misses(&self) -> u64 {
        self.memory.misses.load(Ordering::Relaxed)
    }

    /// How many verdicts were forgotten for want of room, a moment ago.
    #[must_use]
    pub fn evictions(&self) -> u64 {
        self.memory.evictions.load(Ordering::Relaxed)
    }

    /// How many verdicts are held; some may be too old to be used. Does the tidying up that waits, so it is not for the
    /// path of a login.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.memory.entries.run_pending_tasks();
        self.memory.entries.entry_count()
    }

    /// Looks up the questions of one login that is asked `now`.
    pub(super) fn recalling(&self, now: Duration) -> Recalling<'_> {
        Recalling { cache: self, now, recent: Recent::take(self.memory.number), hits: 0, misses: 0 }
    }

    /// The verdict remembered under `key`, if it is young enough `now`; counts as nothing.
    pub(super) fn peek(&self, key: &[u8], now: Duration) -> Option<Arc<Verdict>> {
        self.entry(key, now).map(|entry| entry.verdict)
    }

    fn entry(&self, key: &[u8], now: Duration) -> Option<Entry> {
        self.memory.entries.get(key).filter(|entry| now < entry.expires)
    }

    /// Remembers a lasting `verdict` from the moment its question was `asked`, for no longer than `policy_ttl`.
    pub(super) fn remember(
        &self,
        key: Arc<[u8]>,
        verdict: &Arc<Verdict>,
        policy_ttl: Option<Duration>,
        asked: Duration,
    ) {
        let ttl = self.ttl(verdict.outcome).min(policy_ttl.unwrap_or(Duration::MAX));
        if verdict.outcome.is_lasting() && !ttl.is_zero() && self.memory.limits.capacity > 0 {
            let expires = asked.saturating_add(ttl);
            self.memory.entries.insert(key, Entry { verdict: Arc::clone(verdict), expires });
        }
    }

    fn ttl(&self, outcome: Outcome) -> Duration {
        let limits = &self.memory.limits;
        if outcome.is_allow() { limits.allow_ttl } else { limits.deny_ttl }
    }
}

/// Looks up the questions of one login. Hits and misses are counted all at once when it is dropped: every worker counts in
/// the same place.
#[derive(Debug)]
pub(super) struct Recalling<'c> {
    cache: &'c DecisionCache,
    now: Duration,
    recent: Recent,
    hits: u64,
    misses: u64,
}

impl Recalling<'_> {
    /// The number of a projection that this thread may have verdicts at hand for, until more is recalled.
    pub(super) fn number_of(&self, projection: &[u8]) -> Option<u32> {
        self.recent.number_of(projection)
    }

    /// What the policy with this number said of the projection with that number, if this thread has it at hand.
    pub(super) fn at_hand(&self, policy: u64, projection: u32) -> Option<&Found> {
        self.recent.get(policy, projection)
    }

    /// Counts so many verdicts at hand that were young enough.
    pub(super) fn count_hits(&mut self, number: usize) {
        self.hits += number as u64;
    }

    /// The verdict remembered under `key`, if it is young enough; counts as a hit or a miss. From then on this thread has
    /// it at hand, as what the policy with this number said of `projection`.
    pub(super) fn recall(&mut self, key: &[u8], policy: u64, projection: &[u8]) -> Option<Arc<Verdict>> {
        let entry = self.cache.entry(key, self.now);
        let counter = if entry.is_some() { &mut self.hits } else { &mut self.misses };
        *counter += 1;
        entry.map(|entry| {
            self.recent.note(policy, projection, &entry);
            entry.verdict
        })
    }
}

impl Drop for Recalling<'_> {
    fn drop(&mut self) {
        self.recent.put_back();
        let Memory { hits, misses, .. } = &*self.cache.memory;
        for (counter, number) in [(hits, self.hits), (misses, self.misses)] {
            if number > 0 {
                counter.fetch_add(number, Ordering::Relaxed);
            }
        }
    }
}

/// How many entries this one counts as.
// moka asks for these very types.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn weigh(key: &Arc<[u8]>, entry: &Entry) -> u32 {
    let reasons: usize = entry.verdict.reasons.iter().map(String::len).sum();
    u32::try_from((key.len() + reasons).div_ceil(BYTES_PER_ENTRY)).unwrap_or(u32::MAX)
}
