//! The house put together: every room built from the settings, run until it is told to stop.
//!
//! Lives here: building, signals, draining. It decides nothing. `main` and the tests start the very same object: tests
//! on port 0 with a clock that stands. To add a room: build it in [`Application::build_at`] and hand it to whoever asks.

mod error;
mod iservice;
mod journal;
mod journal_rules;
mod listener;
mod open_files;
mod platforms;
mod signals;
mod supervisor;
mod tls;
mod traces;

pub use error::BuildError;
pub use signals::Signals;

use std::cell::Cell;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::config::{HookSettings, Settings};
use crate::decision::{
    CacheLimits, Clock, Decider, DeciderParts, DecisionCache, Evaluator, Limits, PoolSize, SystemClock,
};
use crate::dialect::vcc::Hook;
use crate::policy::{Keeper, KeeperSettings, PolicySet};
use crate::telemetry::{LoginLog, Metrics};
use crate::trial::Desk;
use crate::web::console::Observed;
use crate::web::{Arrivals, Callers, HookRoute, Http2Connections, Readiness, State};
use actix_web::dev::Server;
use actix_web::web::Data;
use arc_swap::ArcSwap;
use tls::Endpoints;
use tokio::sync::Semaphore;

/// A server that is bound and ready to run.
pub struct Application {
    server: Server,
    address: SocketAddr,
    admin: Option<(Server, SocketAddr)>,
    tls: Endpoints,
    http2: Http2Connections,
    state: Data<State>,
    keeper: Arc<Keeper>,
    shutdown_delay: Duration,
    shutdown_grace: Duration,
}

impl Application {
    /// Builds everything and binds the address, with the machine's clock.
    ///
    /// # Errors
    /// What can't be used of the settings: the policy directory, the address; or what the system refuses.
    pub fn build(settings: &Settings) -> Result<Self, BuildError> {
        Self::build_at(settings, Arc::new(SystemClock::default()))
    }

    /// The same with another clock.
    ///
    /// # Errors
    /// As [`Application::build`].
    pub fn build_at(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Self, BuildError> {
        let dir = &settings.policies.dir;
        std::fs::read_dir(dir).map_err(|source| BuildError::PolicyDirectory { dir: dir.clone(), source })?;
        let policies = Arc::new(ArcSwap::from_pointee(PolicySet::not_loaded()));
        let cache = DecisionCache::new(CacheLimits {
            capacity: settings.cache.capacity,
            allow_ttl: settings.cache.allow_ttl,
            deny_ttl: settings.cache.deny_ttl,
        });
        let activations = Arc::default();
        let observed = Observed {
            policies: Arc::clone(&policies),
            activations: Arc::clone(&activations),
            cache: cache.clone(),
            clock: Arc::clone(&clock),
            max_projects: settings.metrics.projects,
        };
        let metrics = Arc::new(Metrics::default().with_projects(settings.metrics.projects).with(observed));
        let tls = Endpoints::start(settings, &clock, &metrics)?;
        let keeper = Keeper::start(
            keeper_settings(settings),
            Arc::clone(&policies),
            activations,
            Arc::clone(&metrics),
            Arc::clone(&clock),
        )?;
        let keeper = Arc::new(keeper);
        let tracer = traces::start(&settings.traces, &clock, &metrics)?;
        open_files::allow_for(settings.limits.connections, settings.tls.is_some());
        let rules = journal_rules::of(Arc::clone(&policies));
        let (journal, uploads) = journal::start(&settings.journal, rules, Arc::clone(&clock), &metrics)?;
        let bad_secrets = settings.limits.bad_secrets_per_minute;
        let state = Data::new(State {
            hooks: hooks(settings, &metrics),
            platforms: platforms::open(settings, &clock, &metrics)?,
            callers: Callers::new(&settings.trusted_proxies, bad_secrets, Arc::clone(&clock)),
            places: Semaphore::new(settings.limits.in_flight),
            decider: decider(settings, Arc::clone(&clock), Arc::clone(&policies), cache)?,
            login_log: LoginLog::start(settings.log.agents)?,
            trials: Desk::new(limits(settings)),
            journal,
            uploads,
            decisions: journal::index(&settings.journal)?,
            clock,
            readiness: Readiness::new(policies, Arc::clone(&keeper)),
            tracer,
            metrics,
            body_read: settings.limits.body_read,
        });
        let http2 = Http2Connections::default();
        let (server, address) = listener::for_platforms(settings, tls.platforms.as_ref(), &state, &http2)?;
        let admin = settings.admin.listen;
        let admin = admin.map(|listen| listener::for_operators(settings, listen, tls.operators.as_ref(), &state));
        let admin = admin.transpose()?;
        let (shutdown_delay, shutdown_grace) = (settings.shutdown_delay, settings.shutdown_grace);
        Ok(Self { server, address, admin, tls, http2, state, keeper, shutdown_delay, shutdown_grace })
    }

    /// Where it listens, the port resolved.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where operators and monitoring ask, the port resolved.
    #[must_use]
    pub fn admin_address(&self) -> Option<SocketAddr> {
        self.admin.as_ref().map(|(_, address)| *address)
    }

    /// Serves until `signals` say stop; then tells load balancers, finishes what is under way and writes out the log.
    ///
    /// # Errors
    /// When the server fails.
    pub async fn run(self, mut signals: Signals) -> std::io::Result<()> {
        let Self { mut server, admin, tls: _tls, http2, state, keeper, shutdown_delay, shutdown_grace, .. } = self;
        let handle = server.handle();
        // It answers to the end: whoever drains the server can see how far it is.
        let admin_handle = admin.map(|(admin, _)| {
            let handle = admin.handle();
            actix_web::rt::spawn(admin);
            handle
        });
        let readiness = supervisor::tell_when_ready(state.readiness.policies());
        let ends_by = Cell::new(None);
        let stop = async {
            signals.stop(|| keeper.reload()).await;
            readiness.abort();
            supervisor::tell_of_stop();
            state.readiness.drain();
            tracing::info!("stopping: logins under way are finished");
            tokio::time::sleep(shutdown_delay).await;
            ends_by.set(Some(Instant::now() + shutdown_grace));
            state.platforms.acqueon.close();
            tokio::select! {
                () = handle.stop(true) => {}
                () = http2.close_idle() => {}
            }
        };
        let served = tokio::select! {
            served = &mut server => served,
            () = stop => server.await,
        };
        if let Some(admin) = admin_handle {
            admin.stop(false).await;
        }
        let ends_by = ends_by.get().unwrap_or_else(|| Instant::now() + shutdown_grace);
        journal::finish(&state.journal, &state.uploads, ends_by).await;
        state.callers.flush();
        traces::flush(state.tracer.as_ref(), ends_by).await;
        iservice::flush(state.platforms.iservice.as_ref(), ends_by).await;
        state.login_log.flush();
        let_go(state).await;
        served
    }
}

/// Drops what is served from, and closes its files, as soon as the workers have let go of it: they end on their own,
/// shortly after the server. Whoever embeds it may hold on to it, and is not waited for much longer.
async fn let_go(state: Data<State>) {
    let state = state.into_inner();
    let patience = Instant::now() + Duration::from_secs(1);
    while Arc::strong_count(&state) > 1 && Instant::now() < patience {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

fn keeper_settings(settings: &Settings) -> KeeperSettings {
    KeeperSettings {
        dir: settings.policies.dir.clone(),
        scan_interval: settings.policies.scan_interval,
        file_events: settings.policies.file_events,
        evaluation_limit: settings.limits.evaluation,
    }
}

fn hooks(settings: &Settings, metrics: &Metrics) -> Vec<Arc<HookRoute>> {
    let route = |hook: &HookSettings| HookRoute {
        path: hook.path.clone(),
        allow: hook.allow.clone(),
        hook: Arc::new(Hook::new(hook)),
        metrics: metrics.of_hook(&hook.name),
        arrivals: Arrivals::default(),
    };
    settings.vcc.hooks.iter().map(route).map(Arc::new).collect()
}

fn decider(
    settings: &Settings,
    clock: Arc<dyn Clock>,
    policies: Arc<ArcSwap<PolicySet>>,
    cache: DecisionCache,
) -> std::io::Result<Decider<PolicySet>> {
    Ok(Decider::new(DeciderParts {
        policies,
        cache,
        evaluator: Evaluator::start(PoolSize::default())?,
        clock,
        limits: limits(settings),
    }))
}

fn limits(settings: &Settings) -> Limits {
    let Settings { limits, cache, .. } = settings;
    Limits { login_deadline: limits.login_deadline, clock_resolution: cache.clock_resolution }
}
