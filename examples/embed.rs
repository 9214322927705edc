//! The core inside another program: reads a directory of policies and decides one login, without a server.
//!
//! `cargo run --example embed`

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use logingate::decision::{
    Agent, CacheLimits, Clock, Decider, DeciderParts, DecisionCache, Evaluator, Limits, Login, Platform, PoolSize,
    Projects, SystemClock,
};
use logingate::policy::{PolicySet, Workshop, tree};

/// One evaluation of one policy.
const EVALUATION_LIMIT: Duration = Duration::from_millis(500);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let decider = decider(Path::new("policies"), Arc::new(SystemClock::default()))?;
    let decision = decider.decide(Arc::new(login()?)).await;
    for it in &decision.verdicts {
        println!("{}: {} {:?}", it.subject.described(), it.verdict.outcome.as_str(), it.verdict.reasons);
    }
    Ok(())
}

/// What decides by the policies in `directory`; a program keeps one for all logins.
///
/// # Errors
/// When the directory can't be read, or the system has no threads to spare.
pub fn decider(directory: &Path, clock: Arc<dyn Clock>) -> Result<Decider<PolicySet>, Box<dyn Error>> {
    let tree = tree::scan(directory, None)?;
    let update = Workshop::new(EVALUATION_LIMIT).update(&tree);
    for fault in &update.faults {
        eprintln!("{fault}");
    }
    let cache = CacheLimits { capacity: 100_000, allow_ttl: Duration::from_mins(5), deny_ttl: Duration::from_secs(30) };
    Ok(Decider::new(DeciderParts {
        // Storing another set in here puts it in force; logins under way keep the one they began with.
        policies: Arc::new(ArcSwap::from(update.set)),
        cache: DecisionCache::new(cache),
        evaluator: Evaluator::start(PoolSize::default())?,
        clock,
        limits: Limits { login_deadline: Duration::from_secs(1), clock_resolution: Duration::from_secs(1) },
    }))
}

/// Agent 7 of group 4 asks for the projects 1 and 3.
///
/// # Errors
/// When an id is none: 1 to 2^63-1 in plain decimal digits.
pub fn login() -> Result<Login, Box<dyn Error>> {
    Ok(Login {
        platform: Platform::Vcc,
        hook: "embedded".into(),
        projects: Projects::new("1".parse()?, ["3".parse()?])?,
        agent: Agent::new(Some("7".parse()?), None).ok_or("an agent has an id or a name")?,
        group_id: Some("4".parse()?),
        custom_data: serde_json::Map::new(),
        source_ip: None,
        station: None,
    })
}
