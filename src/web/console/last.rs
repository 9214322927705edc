//! `GET /v1/hooks/{name}/last`: what arrived last at a hook, how it was read, and what came of it.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use super::Tokens;
use arrived::LastArrivals;

use crate::config::Role;
use crate::dialect::Problem;
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::openapi::{Described, OPERATORS, string};
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

pub(super) fn described() -> Vec<Described> {
    let example = json!({
        "hook": "default",
        "last": null,
        "last_refused": {
            "received_at": "2026-11-23T08:00:00.000Z",
            "method": "POST",
            "content_type": "application/json",
            "body_bytes": 29,
            "source": "192.0.2.1",
            "read": {"form": "json", "fields": ["userId"], "passed_over": ["project_id"]},
            "problem": Problem::MissingField { field: "projectId", accepted: "a positive integer" },
        },
        "last_turned_away": null,
    });
    let text = "For whoever sets a platform up. Kept in memory only, and no secret of it; of agents it tells what the \
                journal would.";
    let get = Described::get("last_arrivals", "What arrived last at a hook, how it was read, and what came of it");
    let get = get.tag(OPERATORS).description(text).for_role(Role::Reader).refuses([Problem::NoSuchHook]);
    let get = get.segment("name", string(), "The hook's name in the settings.");
    vec![get.answers::<LastArrivals>(200, "What is known of it since the start", example)]
}
