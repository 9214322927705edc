//! The house put together: every room built from the settings, run until it is told to stop.
//!
//! Lives here: building, signals, draining. It decides nothing. `main` and the tests start the very same object: tests
//! on port 0 with a clock that stands. To add a room: build it in [`Application::build_at`] and hand it to whoever asks.

mod error;
mod signals;

pub use error::BuildError;
pub use signals::Signals;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use arc_swap::ArcSwap;
use tracing_actix_web::TracingLogger;

use crate::config::{HookSettings, Settings};
use crate::decision::{
    CacheLimits, Clock, Decider, DeciderParts, DecisionCache, Evaluator, Limits, PoolSize, SystemClock,
};
use crate::dialect::vcc::Hook;
use crate::policy::{Keeper, KeeperSettings, PolicySet};
use crate::telemetry::{LoginLog, RequestSpan};
use crate::web::{self, HookRoute, Readiness, State};

/// How long an idle connection is kept: longer than the pools of the platforms that call.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// Until a request's head must have arrived.
const HEAD_READ: Duration = Duration::from_secs(5);
/// Connections that may wait to be accepted: a whole shift at once.
const BACKLOG: u32 = 1024;
/// Connections a worker keeps open; further ones wait in the backlog until one closes. This is what bounds the logins
/// under way, for a connection has one at a time, and their memory: 16 KiB a connection when idle, 0.3 MiB at most.
const CONNECTIONS_PER_WORKER: usize = 4096;

/// A server that is bound and ready to run.
pub struct Application {
    server: Server,
    address: SocketAddr,
    state: Data<State>,
    keeper: Arc<Keeper>,
    shutdown_delay: Duration,
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
        let keeper = Arc::new(Keeper::start(keeper_settings(settings), Arc::clone(&policies))?);
        let state = Data::new(State {
            hooks: hooks(settings),
            decider: decider(settings, clock, Arc::clone(&policies))?,
            login_log: LoginLog::start(settings.log.agents)?,
            readiness: Readiness::new(policies, Arc::clone(&keeper)),
            body_read: settings.limits.body_read,
        });
        let (server, address) = bind(settings, &state)?;
        Ok(Self { server, address, state, keeper, shutdown_delay: settings.shutdown_delay })
    }

    /// Where it listens, the port resolved.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `signals` say stop; then tells load balancers, finishes what is under way and writes out the log.
    ///
    /// # Errors
    /// When the server fails.
    pub async fn run(self, mut signals: Signals) -> std::io::Result<()> {
        let Self { mut server, state, keeper, shutdown_delay, .. } = self;
        let handle = server.handle();
        let stop = async {
            signals.stop(|| keeper.reload()).await;
            state.readiness.drain();
            tracing::info!("stopping: logins under way are finished");
            tokio::time::sleep(shutdown_delay).await;
            handle.stop(true).await;
        };
        let served = tokio::select! {
            served = &mut server => served,
            () = stop => server.await,
        };
        state.login_log.flush();
        served
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

fn hooks(settings: &Settings) -> Vec<HookRoute> {
    let route = |hook: &HookSettings| HookRoute { path: hook.path.clone(), hook: Arc::new(Hook::new(hook)) };
    settings.vcc.hooks.iter().map(route).collect()
}

fn decider(
    settings: &Settings,
    clock: Arc<dyn Clock>,
    policies: Arc<ArcSwap<PolicySet>>,
) -> std::io::Result<Decider<PolicySet>> {
    let cache = CacheLimits {
        capacity: settings.cache.capacity,
        allow_ttl: settings.cache.allow_ttl,
        deny_ttl: settings.cache.deny_ttl,
    };
    Ok(Decider::new(DeciderParts {
        policies,
        cache: DecisionCache::new(cache),
        evaluator: Evaluator::start(PoolSize::default())?,
        clock,
        limits: Limits {
            login_deadline: settings.limits.login_deadline,
            clock_resolution: settings.cache.clock_resolution,
        },
    }))
}

/// Starts the workers; logins are accepted from here on, and answered once the server is polled.
fn bind(settings: &Settings, state: &Data<State>) -> Result<(Server, SocketAddr), BuildError> {
    let state = state.clone();
    let app =
        move || App::new().wrap(TracingLogger::<RequestSpan>::new()).configure(|config| web::configure(config, &state));
    let grace_seconds = settings.shutdown_grace.as_millis().div_ceil(1000);
    let mut server = HttpServer::new(app)
        .disable_signals()
        .backlog(BACKLOG)
        .max_connections(CONNECTIONS_PER_WORKER)
        .tcp_nodelay(true)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEAD_READ)
        .shutdown_timeout(u64::try_from(grace_seconds).unwrap_or(u64::MAX));
    if let Some(workers) = settings.workers {
        server = server.workers(workers);
    }
    let listen = settings.listen;
    let server = server.bind(listen).map_err(|source| BuildError::Bind { address: listen, source })?;
    let address = server.addrs().first().copied().unwrap_or(listen);
    Ok((server.run(), address))
}
