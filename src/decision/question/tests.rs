//! A question that was answered between the look into the cache and its turn.

use std::sync::Arc;
use std::time::Duration;

use super::{Asked, Inquiry, Question};
use crate::decision::testing::{NOW, TestPolicy, id, login, verdict};
use crate::decision::{CacheLimits, DecisionCache, Evaluator, Outcome, PoolSize};

#[tokio::test]
async fn what_was_remembered_meanwhile_is_not_evaluated_again() {
    let hour = Duration::from_hours(1);
    let cache = DecisionCache::new(CacheLimits { capacity: 1, allow_ttl: hour, deny_ttl: hour });
    let remembered = Arc::new(verdict(Outcome::Deny));
    cache.remember(b"key"[..].into(), &remembered, None, Duration::ZERO);
    let policy = Arc::new(TestPolicy::always("policy", Outcome::Allow));
    let asked = Asked { at: Duration::ZERO, now_nanos: NOW };
    let inquiry = Arc::new(Inquiry::new(Arc::new(login(&[1])), asked));
    let evaluator = Arc::new(Evaluator::start(PoolSize::default()).unwrap());
    let question = Question { inquiry, subject: id(1), policy: Arc::clone(&policy) };
    assert!(Arc::ptr_eq(&question.ask_once(evaluator, cache.clone(), b"key"[..].into()).await, &remembered));
    assert_eq!(policy.calls(), 0);
    assert_eq!((cache.hits(), cache.misses()), (0, 0), "the login counted its miss already");
}
