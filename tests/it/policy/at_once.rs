//! Policies evaluated on the thread that serves the login: those that run away, and those that recurse.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use futures_util::FutureExt as _;
use logingate::decision::{
    Agent, CacheLimits, Decider, DeciderParts, DecisionCache, Evaluator, Limits, Login, Outcome, Platform,
    Policies as _, Policy as _, PoolSize, Projects, SystemClock,
};
use logingate::policy::{CompiledPolicy, PolicySet, Workshop};
use tokio::runtime::{Builder, Runtime};

use super::support::{Files, LARGE_STACK_BYTES, with_stack};

/// The most that one evaluation of these tests may take.
const EVALUATION_LIMIT: Duration = Duration::from_millis(500);

/// Short enough to be evaluated at once, and how long a test waits until a policy is.
const SHORT: Duration = Duration::from_micros(220);
const PATIENCE: Duration = Duration::from_mins(1);

/// The agent for whom policies of these tests take seconds.
const RUNAWAY: u64 = 9000;

/// How many functions call one another, and the stack of a worker on which they could not.
const DEEP: usize = 5;
const SMALL_STACK_BYTES: usize = 192 << 10;

/// A worker with one policy, for project 1.
struct Worker {
    runtime: Runtime,
    decider: Decider<PolicySet>,
    policy: Arc<CompiledPolicy>,
}

impl Worker {
    fn with(rules: &str) -> Self {
        let files = Files::default().with("projects/1.rego", format!("package projects[\"1\"]\n\n{rules}"));
        let update = with_stack(LARGE_STACK_BYTES, || Workshop::new(EVALUATION_LIMIT).update(&files.tree()));
        assert_eq!(update.faults, []);
        let policy = update.set.find("1".parse().unwrap()).map(|it| Arc::clone(it)).unwrap();
        let ttl = Duration::from_hours(1);
        // Nothing is remembered, so that every login is evaluated.
        let decider = Decider::new(DeciderParts {
            policies: Arc::new(ArcSwap::from(update.set)),
            cache: DecisionCache::new(CacheLimits { capacity: 0, allow_ttl: ttl, deny_ttl: ttl }),
            evaluator: Evaluator::start(PoolSize::default()).unwrap(),
            clock: Arc::new(SystemClock::default()),
            limits: Limits { login_deadline: Duration::from_secs(20), clock_resolution: Duration::from_secs(1) },
        });
        Self { runtime: Builder::new_current_thread().enable_time().build().unwrap(), decider, policy }
    }

    fn outcome(&self, user: u64) -> Outcome {
        self.runtime.block_on(self.decider.decide(login(user))).verdicts[0].verdict.outcome
    }

    /// What comes of a login before any other thread can have a part in it; `None` when it waits for one.
    fn outcome_at_once(&self, user: u64) -> Option<Outcome> {
        let _inside = self.runtime.enter();
        Some(self.decider.decide(login(user)).now_or_never()?.verdicts[0].verdict.outcome)
    }

    /// Lets agent 1 log in until that is known to be short enough.
    fn prove(&self) {
        let began = Instant::now();
        while self.policy.usual_time().is_none_or(|time| time > SHORT) {
            assert!(began.elapsed() < PATIENCE, "{:?}", self.policy.usual_time());
            assert_eq!(self.outcome(1), Outcome::Allow);
        }
    }
}

fn login(user: u64) -> Arc<Login> {
    Arc::new(Login {
        platform: Platform::Vcc,
        hook: "default".into(),
        projects: Projects::new("1".parse().unwrap(), []).unwrap(),
        agent: Agent::new(Some(user.to_string().parse().unwrap()), None).unwrap(),
        group_id: None,
        custom_data: serde_json::Map::new(),
        source_ip: None,
        station: None,
    })
}

#[test]
fn a_policy_that_runs_away_holds_up_who_serves_the_login_once_and_briefly() {
    let squares = "numbers.range(1, x); some j in numbers.range(1, x)";
    let many = squares.replace('x', "input.userId");
    for rules in [
        format!("allow if count([1 | some i in {many}]) > 0\n"),
        format!("allow := true\ndeny contains \"slow\" if count([1 | some i in {many}]) == 0\n"),
        // What runs out of time in one definition of a function is forgotten for another.
        format!("f(x) if count([1 | some i in {squares}]) == 0\nf(x) := false if x\nallow if not f(input.userId)\n"),
    ] {
        let worker = Worker::with(&rules);
        worker.prove();
        let began = Instant::now();
        assert_eq!(worker.outcome_at_once(RUNAWAY), None, "{rules}");
        let held_up = began.elapsed();
        assert!(held_up < EVALUATION_LIMIT / 4, "{held_up:?}: {rules}");
        assert_eq!(worker.policy.usual_time(), None, "{rules}");
        assert_eq!(worker.outcome(RUNAWAY), Outcome::Timeout, "{rules}");
        assert_eq!(worker.outcome(1), Outcome::Allow, "{rules}");
        assert_eq!(worker.policy.usual_time(), None, "{rules}");
    }
}

#[test]
fn a_policy_may_recurse_at_once_deeper_than_the_stack_of_who_serves_the_login() {
    let functions: String = (0..DEEP).map(|at| format!("f{at}(x) := [y | some y in [f{}(x)]]\n", at + 1)).collect();
    let rules = format!("{functions}f{DEEP}(x) := x\nallow if f0(input.userId)\n");
    let small = thread::Builder::new().stack_size(SMALL_STACK_BYTES);
    let outcome = small.spawn(move || {
        let worker = Worker::with(&rules);
        worker.prove();
        worker.outcome_at_once(1)
    });
    assert_eq!(outcome.unwrap().join().unwrap(), Some(Outcome::Allow));
}
