//! HTTP for platforms and load balancers, and in [`console`] for operators and monitoring.
//!
//! Lives here: routes, reading bodies within bounds, handing requests to a dialect and its answers back, health. It
//! knows no spelling of any platform and no policy. To add a route: one handler, one line in a list of routes.

mod answer;
mod arrivals;
mod body;
mod callers;
pub mod console;
mod health;
mod hooks;
mod http2;
mod measure;
mod openapi;
mod platforms;
mod refusal;
mod route;
mod standstill;
mod state;
mod trace;

pub use arrivals::Arrivals;
pub use callers::Callers;
pub use http2::{Http2Connections, limit_requests_per_connection};
pub use platforms::{Acqueon, Iservice, IserviceParts, PlatformMetrics, Platforms};
pub use standstill::{Patience, watch};
use state::Own;
pub use state::{HookRoute, Readiness, State};
pub use trace::trace;

use std::sync::Arc;

use actix_web::web::{self, Data, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::dialect::Problem;
use crate::telemetry::SpansOnDemand;
use crate::telemetry::metrics::Handler;
use measure::Measured;

/// Adds every route to an application.
///
/// The router tries one resource after the other: first those that are asked all day, and that one comparison finds.
pub fn configure(config: &mut ServiceConfig, state: &Data<State>) {
    config.app_data(state.clone()).app_data(SpansOnDemand::at(plain_paths(state)));
    config.default_service(web::to(not_found));
    let (plain, patterns): (Vec<_>, Vec<_>) = state.hooks.iter().partition(|route| is_plain(&route.path));
    let own = Own::of(state);
    plain.into_iter().for_each(|route| serve(config, &own, route));
    health::ROUTES.iter().for_each(|route| route.register(config));
    platforms::configure(config, &state.platforms);
    patterns.into_iter().for_each(|route| serve(config, &own, route));
}

fn serve(config: &mut ServiceConfig, state: &Data<Own<State>>, route: &Arc<HookRoute>) {
    let route = Own::of(route);
    // One resource each: a list of paths would be matched as regular expressions.
    for path in both_ends(&route.path) {
        config.service(web::resource(path).app_data(state.clone()).app_data(route.clone()).to(hooks::login));
    }
}

/// With and without a slash at the end.
fn both_ends(path: &str) -> [String; 2] {
    let path = path.trim_end_matches('/');
    [path.to_owned(), format!("{path}/")]
}

/// Whether a path is no pattern.
fn is_plain(path: &str) -> bool {
    !path.contains('{')
}

/// The paths of hooks that hold no secret.
fn plain_paths(state: &State) -> impl Iterator<Item = String> {
    state.hooks.iter().filter(|route| is_plain(&route.path)).flat_map(|route| both_ends(&route.path))
}

async fn not_found(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Unmatched, &request);
    body::drain(payload, state.body_read).await;
    measured.end(refusal::refuse(&request, None, &Problem::NotFound))
}
