//! The addresses that are listened on, and what their connections may cost.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::thread::available_parallelism;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Condition, from_fn};
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use tracing_actix_web::TracingLogger;

use super::BuildError;
use crate::config::{LimitSettings, Settings};
use crate::telemetry::RequestSpan;
use crate::tls::Tls;
use crate::web::console::{self, Tokens};
use crate::web::{self, Http2Connections, Patience, State};

/// Until TLS must be agreed on.
const HANDSHAKE: Duration = Duration::from_secs(5);
/// Connections that may wait to be accepted: a whole shift at once.
const BACKLOG: u32 = 1024;
/// Operators and monitoring are few.
const ADMIN_CONNECTIONS: usize = 256;

/// Starts the workers for platforms; logins are accepted from here on, and answered once the server is polled.
pub(super) fn for_platforms(
    settings: &Settings,
    tls: Option<&Tls>,
    state: &Data<State>,
    http2: &Http2Connections,
) -> Result<(Server, SocketAddr), BuildError> {
    let state = state.clone();
    let app = move || {
        let app =
            App::new().wrap(from_fn(web::limit_requests_per_connection)).wrap(TracingLogger::<RequestSpan>::new());
        let app = app.wrap(Condition::new(state.tracer.is_some(), from_fn(web::trace)));
        app.configure(|config| web::configure(config, &state))
    };
    let http2 = http2.clone();
    let limits = &settings.limits;
    let workers = settings.workers.unwrap_or_else(|| available_parallelism().map_or(1, NonZeroUsize::get));
    let patience = patience(limits, (limits.connections / workers).max(1));
    let grace_seconds = settings.shutdown_grace.as_millis().div_ceil(1000);
    let server = HttpServer::new(app)
        .disable_signals()
        .workers(workers)
        .backlog(BACKLOG)
        // Further ones wait in the backlog. One of HTTP/1 takes 16 KiB when idle, while its request is under way 0.3 MiB at
        // most; one of HTTP/2 may have a hundred under way.
        .max_connections(patience.connections_per_worker)
        // What a connection costs is bounded above; fewer handshakes at once would let slow ones keep others waiting.
        .max_connection_rate(patience.connections_per_worker)
        .tcp_nodelay(true)
        .on_connect(move |connection, extensions| {
            http2.note(connection, extensions);
            web::watch(connection, extensions, patience);
        })
        .keep_alive(limits.idle)
        .client_request_timeout(limits.head_read)
        .shutdown_timeout(u64::try_from(grace_seconds).unwrap_or(u64::MAX));
    let listen = settings.listen;
    let bound = match tls {
        Some(tls) => server.tls_handshake_timeout(HANDSHAKE).bind_rustls_0_23(listen, tls.server_config()),
        None => server.bind(listen),
    };
    let server = bound.map_err(|source| BuildError::Bind { setting: "listen", address: listen, source })?;
    let address = server.addrs().first().copied().unwrap_or(listen);
    Ok((server.run(), address))
}

/// The same for operators and monitoring: one worker, so that they never take a platform's place.
pub(super) fn for_operators(
    settings: &Settings,
    listen: SocketAddr,
    tls: Option<&Tls>,
    state: &Data<State>,
) -> Result<(Server, SocketAddr), BuildError> {
    let (state, tokens) = (state.clone(), Data::new(Tokens::new(settings.admin.tokens.clone())));
    let app = move || {
        let app =
            App::new().wrap(from_fn(web::limit_requests_per_connection)).wrap(TracingLogger::<RequestSpan>::new());
        let app = app.wrap(Condition::new(state.tracer.is_some(), from_fn(web::trace)));
        app.configure(|config| console::configure(config, &state, &tokens))
    };
    let http2 = Http2Connections::default();
    let patience = patience(&settings.limits, ADMIN_CONNECTIONS);
    let server = HttpServer::new(app)
        .disable_signals()
        .workers(1)
        .on_connect(move |connection, extensions| {
            http2.note(connection, extensions);
            web::watch(connection, extensions, patience);
        })
        .max_connections(patience.connections_per_worker)
        .keep_alive(settings.limits.idle)
        .client_request_timeout(settings.limits.head_read);
    let bound = match tls {
        Some(tls) => server.tls_handshake_timeout(HANDSHAKE).bind_rustls_0_23(listen, tls.server_config()),
        None => server.bind(listen),
    };
    let server = bound.map_err(|source| BuildError::Bind { setting: "admin.listen", address: listen, source })?;
    let address = server.addrs().first().copied().unwrap_or(listen);
    Ok((server.run(), address))
}

fn patience(limits: &LimitSettings, connections_per_worker: usize) -> Patience {
    Patience { standstill: limits.idle + limits.head_read, connections_per_worker }
}
