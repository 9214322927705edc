//! The addresses that are listened on, and what their connections may cost.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use tracing_actix_web::TracingLogger;

use super::BuildError;
use crate::config::Settings;
use crate::telemetry::RequestSpan;
use crate::tls::Tls;
use crate::web::console::{self, Tokens};
use crate::web::{self, Http2Connections, State};

/// How long an idle connection is kept: longer than the pools of the platforms that call.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// Until a request's head must have arrived.
const HEAD_READ: Duration = Duration::from_secs(5);
/// Until TLS must be agreed on.
const HANDSHAKE: Duration = Duration::from_secs(5);
/// Connections that may wait to be accepted: a whole shift at once.
const BACKLOG: u32 = 1024;
/// Connections a worker keeps open; further ones wait in the backlog until one closes. This is what bounds the logins
/// under way, for a connection has one at a time, or a hundred with HTTP/2, and their memory: 16 KiB a connection of
/// HTTP/1 when idle, 0.3 MiB at most.
const CONNECTIONS_PER_WORKER: usize = 4096;

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
        app.configure(|config| web::configure(config, &state))
    };
    let http2 = http2.clone();
    let grace_seconds = settings.shutdown_grace.as_millis().div_ceil(1000);
    let mut server = HttpServer::new(app)
        .disable_signals()
        .backlog(BACKLOG)
        .max_connections(CONNECTIONS_PER_WORKER)
        // What a connection costs is bounded above; fewer handshakes at once would let slow ones keep others waiting.
        .max_connection_rate(CONNECTIONS_PER_WORKER)
        .tcp_nodelay(true)
        .on_connect(move |connection, extensions| http2.note(connection, extensions))
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEAD_READ)
        .shutdown_timeout(u64::try_from(grace_seconds).unwrap_or(u64::MAX));
    if let Some(workers) = settings.workers {
        server = server.workers(workers);
    }
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
        app.configure(|config| console::configure(config, &state, &tokens))
    };
    let http2 = Http2Connections::default();
    let server = HttpServer::new(app)
        .disable_signals()
        .workers(1)
        .on_connect(move |connection, extensions| http2.note(connection, extensions))
        .max_connections(ADMIN_CONNECTIONS)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEAD_READ);
    let bound = match tls {
        Some(tls) => server.tls_handshake_timeout(HANDSHAKE).bind_rustls_0_23(listen, tls.server_config()),
        None => server.bind(listen),
    };
    let server = bound.map_err(|source| BuildError::Bind { setting: "admin.listen", address: listen, source })?;
    let address = server.addrs().first().copied().unwrap_or(listen);
    Ok((server.run(), address))
}
