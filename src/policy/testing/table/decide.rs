//! Decides the logins of tables, exactly as the server does.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use futures_util::{StreamExt as _, stream};

use super::TestLogin;
use crate::decision::{
    CacheLimits, Decider, DeciderParts, Decision, DecisionCache, Evaluator, Limits, PoolSize, StandingClock,
};
use crate::policy::set::PolicySet;

/// Each evaluation has its own limit; together they may take their time.
const LOGIN_DEADLINE: Duration = Duration::from_hours(24);
/// The step of the server's clock, by default.
const CLOCK_RESOLUTION: Duration = Duration::from_secs(1);
/// How many logins are under way at once.
const AT_ONCE: usize = 16;

/// A decision, and how long it took.
pub(in crate::policy::testing) type Decided = (Decision, Duration);

/// Decides each of `logins`, in their order, with an empty memory; those without a moment of their own at `now_nanos`.
///
/// # Errors
/// When the system refuses threads.
pub(in crate::policy::testing) fn decide(
    logins: &[&TestLogin],
    policies: &Arc<PolicySet>,
    now_nanos: i64,
    is_done: &(dyn Fn(usize) + Sync),
) -> io::Result<Vec<Decided>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let mut moments: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, login) in logins.iter().enumerate() {
        moments.entry(login.now_nanos(now_nanos)).or_default().push(at);
    }
    let mut decided: Vec<(usize, Decided)> = Vec::new();
    for (moment, indexes) in moments {
        let decider = decider(policies, moment)?;
        let decide = async |at: usize| {
            let started = Instant::now();
            let decision = decider.decide(Arc::clone(&logins[at].login)).await;
            is_done(logins[at].questions.len());
            (at, (decision, started.elapsed()))
        };
        let all = stream::iter(indexes).map(decide).buffer_unordered(AT_ONCE).collect::<Vec<_>>();
        decided.extend(runtime.block_on(all));
    }
    decided.sort_unstable_by_key(|(at, _)| *at);
    Ok(decided.into_iter().map(|(_, decided)| decided).collect())
}

/// What the server decides with, but for its memory, at a moment that stands still.
fn decider(policies: &Arc<PolicySet>, moment: i64) -> io::Result<Decider<PolicySet>> {
    let nothing = CacheLimits { capacity: 0, allow_ttl: Duration::ZERO, deny_ttl: Duration::ZERO };
    Ok(Decider::new(DeciderParts {
        policies: Arc::new(ArcSwap::from(Arc::clone(policies))),
        cache: DecisionCache::new(nothing),
        evaluator: Evaluator::start(PoolSize::default())?,
        clock: Arc::new(StandingClock::at(moment)),
        limits: Limits { login_deadline: LOGIN_DEADLINE, clock_resolution: CLOCK_RESOLUTION },
    }))
}
