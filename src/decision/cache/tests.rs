//! What is remembered, for how long, and how much of it.

use std::sync::Arc;
use std::time::Duration;

use super::recent::{self, Recent};
use super::{CacheLimits, DecisionCache, LONGEST_TTL};
use crate::decision::testing::verdict;
use crate::decision::{Outcome, Verdict};

const ALLOW_TTL: Duration = Duration::from_secs(30);
const DENY_TTL: Duration = Duration::from_secs(5);
const NANOSECOND: Duration = Duration::from_nanos(1);
/// The number of the policy that all is asked of.
const POLICY: u64 = 7;
/// The monotonic time at which all is asked.
const ASKED: Duration = Duration::from_secs(1000);

fn cache(capacity: u64) -> DecisionCache {
    DecisionCache::new(CacheLimits { capacity, allow_ttl: ALLOW_TTL, deny_ttl: DENY_TTL })
}

fn remember(cache: &DecisionCache, key: &[u8], outcome: Outcome, policy_ttl: Option<Duration>) {
    cache.remember(key.into(), &Arc::new(verdict(outcome)), policy_ttl, ASKED);
}

fn recall(cache: &DecisionCache, key: &[u8], now: Duration) -> Option<Arc<Verdict>> {
    let mut recalling = cache.recalling(now);
    let at_hand = recalling.number_of(key).and_then(|number| recalling.at_hand(POLICY, number)?.get(now));
    recalling.count_hits(usize::from(at_hand.is_some()));
    at_hand.or_else(|| recalling.recall(key, POLICY, key))
}

/// How long a verdict of `outcome` is recalled: exactly so long, not a nanosecond more.
fn assert_lives(outcome: Outcome, policy_ttl: Option<Duration>, ttl: Duration) {
    let cache = cache(10);
    remember(&cache, b"key", outcome, policy_ttl);
    assert!(recall(&cache, b"key", ASKED + ttl.saturating_sub(NANOSECOND)).is_some() || ttl.is_zero(), "{outcome:?}");
    assert!(recall(&cache, b"key", ASKED + ttl).is_none(), "{outcome:?}");
}

#[test]
fn allow_and_the_others_live_each_as_long_as_set() {
    assert_lives(Outcome::Allow, None, ALLOW_TTL);
    assert_lives(Outcome::Deny, None, DENY_TTL);
    assert_lives(Outcome::Undefined, None, DENY_TTL);
}

#[test]
fn a_policy_may_shorten_the_life_of_its_verdicts_but_not_lengthen_it() {
    let second = Duration::from_secs(1);
    assert_lives(Outcome::Allow, Some(second), second);
    assert_lives(Outcome::Deny, Some(second), second);
    assert_lives(Outcome::Allow, Some(2 * ALLOW_TTL), ALLOW_TTL);
    assert_lives(Outcome::Deny, Some(ALLOW_TTL), DENY_TTL);
    assert_lives(Outcome::Allow, Some(Duration::ZERO), Duration::ZERO);
}

#[test]
fn what_would_come_out_differently_next_time_is_not_remembered() {
    for outcome in Outcome::ALL {
        let cache = cache(10);
        remember(&cache, b"key", outcome, None);
        assert_eq!(recall(&cache, b"key", ASKED).is_some(), outcome.is_lasting(), "{outcome:?}");
    }
}

#[test]
fn a_capacity_of_nothing_remembers_nothing() {
    let cache = cache(0);
    remember(&cache, b"key", Outcome::Allow, None);
    assert!(recall(&cache, b"key", ASKED).is_none());
}

#[test]
fn any_length_of_life_can_be_set() {
    let limits = CacheLimits { capacity: 1, allow_ttl: Duration::MAX, deny_ttl: Duration::ZERO };
    let cache = DecisionCache::new(limits);
    remember(&cache, b"allow", Outcome::Allow, None);
    remember(&cache, b"deny", Outcome::Deny, None);
    assert!(recall(&cache, b"allow", LONGEST_TTL).is_some());
    assert!(recall(&cache, b"deny", ASKED).is_none());
}

#[test]
fn hits_misses_and_entries_are_counted() {
    let cache = cache(10);
    remember(&cache, b"key", Outcome::Allow, None);
    for key in [&b"key"[..], b"key", b"key", b"other", b"another"] {
        recall(&cache.clone(), key, ASKED);
    }
    cache.peek(b"key", ASKED);
    assert_eq!((cache.hits(), cache.misses(), cache.entries()), (3, 2, 1));
}

#[test]
fn a_full_cache_forgets_what_was_used_least_recently() {
    let cache = cache(2);
    let remember = |key: &[u8]| {
        remember(&cache, key, Outcome::Allow, None);
        cache.memory.entries.run_pending_tasks();
    };
    remember(b"old");
    remember(b"used");
    // However often something old was asked for, what is new comes in.
    for _ in 0..100 {
        recall(&cache, b"old", ASKED);
    }
    recall(&cache, b"used", ASKED);
    remember(b"new");
    let left = [&b"old"[..], b"used", b"new"].map(|key| cache.peek(key, ASKED).is_some());
    assert_eq!(left, [false, true, true]);
}

#[test]
fn what_a_thread_has_at_hand_and_uses_is_not_forgotten() {
    let cache = cache(2);
    let remember = |key: &[u8]| {
        remember(&cache, key, Outcome::Allow, None);
        cache.memory.entries.run_pending_tasks();
    };
    for key in [&b"used"[..], b"idle"] {
        remember(key);
        recall(&cache, key, ASKED);
    }
    for _ in 0..1000 {
        assert!(recall(&cache, b"used", ASKED).is_some());
    }
    remember(b"new");
    let left = [&b"used"[..], b"idle", b"new"].map(|key| cache.peek(key, ASKED).is_some());
    assert_eq!(left, [true, false, true]);
}

#[test]
fn what_a_thread_has_at_hand_is_of_one_cache() {
    let (one, other) = (cache(10), cache(10));
    remember(&one, b"key", Outcome::Allow, None);
    for _ in 0..3 {
        assert!(recall(&one, b"key", ASKED).is_some());
        assert!(recall(&other, b"key", ASKED).is_none());
    }
}

#[test]
fn what_a_thread_has_at_hand_gives_way_to_what_is_remembered_later() {
    let cache = cache(10);
    remember(&cache, b"key", Outcome::Allow, None);
    recall(&cache, b"key", ASKED);
    let later = ASKED + ALLOW_TTL;
    assert!(recall(&cache, b"key", later).is_none());
    cache.remember(b"key".as_slice().into(), &Arc::new(verdict(Outcome::Deny)), None, later);
    for _ in 0..3 {
        assert_eq!(recall(&cache, b"key", later).unwrap().outcome, Outcome::Deny);
    }
    assert!(recall(&cache, b"key", later + DENY_TTL).is_none());
}

#[test]
fn threads_have_no_more_at_hand_than_there_is_room_for() {
    let cache = cache(1_000_000);
    for number in 0..50_000_u32 {
        let key = number.to_le_bytes();
        remember(&cache, &key, Outcome::Allow, None);
        assert!(recall(&cache, &key, ASKED).is_some());
    }
    let (entries, _) = at_hand(&cache);
    assert!((1..=recent::MOST_ENTRIES).contains(&entries), "{entries}");
    for number in [0, 49_999_u32] {
        assert!(recall(&cache, &number.to_le_bytes(), ASKED).is_some());
    }
}

#[test]
fn threads_have_fewer_at_hand_of_those_who_tell_much_apart() {
    let cache = cache(1_000_000);
    for number in 0..5_000_u32 {
        let mut key = [0; 1024];
        key[..4].copy_from_slice(&number.to_le_bytes());
        remember(&cache, &key, Outcome::Allow, None);
        assert!(recall(&cache, &key, ASKED).is_some());
    }
    let (entries, bytes) = at_hand(&cache);
    assert!(entries > 0 && bytes <= recent::MOST_BYTES, "{entries} {bytes}");
    let huge = [0; 8192];
    remember(&cache, &huge, Outcome::Allow, None);
    assert!(recall(&cache, &huge, ASKED).is_some());
    assert_eq!(at_hand(&cache), (entries, bytes));
}

/// What the thread has at hand of `cache`: how many verdicts, and how many bytes of projections.
fn at_hand(cache: &DecisionCache) -> (usize, usize) {
    let mut recent = Recent::take(cache.memory.number);
    let size = recent.size();
    recent.put_back();
    size
}

#[test]
fn long_keys_and_long_reasons_fill_the_cache_sooner() {
    let cache = cache(10);
    let long = Arc::new(Verdict { reasons: vec!["x".repeat(2048)], ..verdict(Outcome::Deny) });
    for first in 0..100 {
        let mut key = vec![0; 2048];
        key[0] = first;
        cache.remember(key.into(), &long, None, ASKED);
    }
    cache.memory.entries.run_pending_tasks();
    assert_eq!(cache.entries(), 2);
}
