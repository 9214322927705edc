//! What every worker shares.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::web::Data;
use arc_swap::ArcSwap;
use ipnet::IpNet;
use tokio::sync::Semaphore;

use super::{Arrivals, Callers, Platforms};
use crate::decision::{Clock, Decider};
use crate::dialect::vcc::Hook;
use crate::journal::{Index, Journal, Upload};
use crate::policy::{Keeper, PolicySet};
use crate::telemetry::{HookMetrics, LoginLog, Metrics};
use crate::traces::Tracer;
use crate::trial::Desk;

/// A hook and the path it is served under.
#[derive(Debug)]
pub struct HookRoute {
    /// Begins with `/`; may hold the segment `{secret}`.
    pub path: String,
    /// The networks that may call; empty for all.
    pub allow: Vec<IpNet>,
    /// What answers there.
    pub hook: Arc<Hook>,
    /// What is counted of it.
    pub metrics: HookMetrics,
    /// What arrived there last.
    pub arrivals: Arrivals,
}

/// What a worker's handlers take in place of what all workers share: they count who uses it in the worker's own memory.
#[derive(Debug)]
pub(super) struct Own<T>(Arc<T>);

impl<T> Own<T> {
    pub(super) fn of(shared: &Arc<T>) -> Data<Self> {
        Data::new(Self(Arc::clone(shared)))
    }
}

impl<T> Deref for Own<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What every worker shares.
pub struct State {
    /// The hooks served.
    pub hooks: Vec<Arc<HookRoute>>,
    /// The platforms with logins of their own.
    pub platforms: Platforms,
    /// Who calls.
    pub callers: Callers,
    /// Where logins wait for an evaluation.
    pub places: Semaphore,
    /// What decides.
    pub decider: Decider<PolicySet>,
    /// Where each login leaves its line.
    pub login_log: LoginLog,
    /// Where decisions are looked up, if they are.
    pub decisions: Option<Arc<Index>>,
    /// Where logins are tried.
    pub trials: Desk,
    /// Where each login is written down. It ends after those that only look, and leaves one tidy file behind.
    pub journal: Journal,
    /// Where its events are sent to.
    pub uploads: Vec<Upload>,
    /// The time that `since=1h` is counted back from.
    pub clock: Arc<dyn Clock>,
    /// Whether the next login would get a real answer.
    pub readiness: Readiness,
    /// What traces requests, if they are.
    pub tracer: Option<Tracer>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Until a request's body must have arrived.
    pub body_read: Duration,
}

/// Whether the next login would get a real answer, and what is not as it should be.
pub struct Readiness {
    pub(super) policies: Arc<ArcSwap<PolicySet>>,
    pub(super) keeper: Arc<Keeper>,
    is_draining: AtomicBool,
}

impl Readiness {
    /// Ready as soon as the policies are.
    #[must_use]
    pub fn new(policies: Arc<ArcSwap<PolicySet>>, keeper: Arc<Keeper>) -> Self {
        Self { policies, keeper, is_draining: AtomicBool::new(false) }
    }

    /// From now on, load balancers are told to go elsewhere.
    pub fn drain(&self) {
        self.is_draining.store(true, Ordering::Release);
    }

    /// The set in force.
    #[must_use]
    pub fn policies(&self) -> Arc<ArcSwap<PolicySet>> {
        Arc::clone(&self.policies)
    }

    pub(super) fn is_draining(&self) -> bool {
        self.is_draining.load(Ordering::Acquire)
    }
}
