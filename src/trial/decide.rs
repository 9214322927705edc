//! Deciding as the server does, with nothing remembered and a clock that policies see standing.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;

use super::policies::TrialPolicies;
use crate::decision::{
    CacheLimits, Clock, Decider, DeciderParts, Decision, DecisionCache, Evaluator, Limits, Login, PoolSize,
};
use crate::policy::PolicySet;

/// The most threads that one trial evaluates on.
const MOST_THREADS: usize = 4;
const IDLE: Duration = Duration::from_secs(1);
/// More than the projects of any login.
const QUEUED: usize = 512;

/// A login and what it is decided under.
#[derive(Debug, Clone)]
pub struct Trial {
    /// Who logs in to what.
    pub login: Arc<Login>,
    /// What decides.
    pub policies: Arc<PolicySet>,
    /// What `time.now_ns()` answers.
    pub now_nanos: i64,
    /// From the login to its answer; what is undecided by then is a `timeout`.
    pub login_deadline: Duration,
}

/// Decides by the same code as the server, and leaves no trace. Blocks for as long as the deadline at most.
///
/// # Errors
/// When the system has no thread to spare.
pub fn decide(trial: &Trial) -> io::Result<Decision> {
    let nothing = CacheLimits { capacity: 0, allow_ttl: Duration::ZERO, deny_ttl: Duration::ZERO };
    let policies = TrialPolicies::of(&trial.policies, &trial.login);
    let size = PoolSize { kept: 1, most: MOST_THREADS, idle: IDLE, queued: QUEUED };
    let decider = Decider::new(DeciderParts {
        policies: Arc::new(ArcSwap::from_pointee(policies)),
        cache: DecisionCache::new(nothing),
        evaluator: Evaluator::start(size)?,
        clock: Arc::new(HeldClock { unix_nanos: trial.now_nanos, started: Instant::now() }),
        limits: Limits { login_deadline: trial.login_deadline, clock_resolution: Duration::ZERO },
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    Ok(runtime.block_on(decider.decide(Arc::clone(&trial.login))))
}

/// A clock whose hands stand still while its stop watch runs.
#[derive(Debug)]
struct HeldClock {
    unix_nanos: i64,
    started: Instant,
}

impl Clock for HeldClock {
    fn unix_nanos(&self) -> i64 {
        self.unix_nanos
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}
