//! `GET /v1/hooks/{name}/last`: what arrived last at a hook, how it was read, and what came of it.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::Tokens;
use arrived::LastArrivals;

use crate::config::Role;
use crate::dialect::Problem;
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::{HookRoute, State, answer, body, refusal};

mod arrived;

/// `GET /v1/hooks/{name}/last`
pub(super) async fn last(
    request: HttpRequest,
    payload: Payload,
    name: Path<String>,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::LastArrivals, &request);
    body::drain(payload, state.body_read).await;
    let answer = async {
        let named = |route: &&Arc<HookRoute>| **route.hook.name() == **name;
        let route = state.hooks.iter().find(named).cloned().ok_or(Problem::NoSuchHook)?;
        // Rules about the journal's events take their time.
        let state = state.clone();
        let last = move || LastArrivals::of(&route.hook, &route.arrivals.slots(), &state.journal);
        web::block(last).await.map_err(|error| Problem::LookupFailed { reason: error.to_string() })
    };
    let answer = async {
        match answer.await {
            Ok(last) => answer::begin(&request, StatusCode::OK, answer::JSON).json(last),
            Err(problem) => refusal::refuse(&request, None, &problem),
        }
    };
    measured.end(match request.method().as_str() {
        "GET" | "HEAD" => match tokens.admit(&request, Role::Reader) {
            Ok(_) => answer.await,
            Err(refusal) => refusal,
        },
        _ => refusal::other_method(&request, None, "GET, HEAD, OPTIONS"),
    })
}
