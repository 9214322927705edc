//! HTTP for operators and monitoring, on an address of its own: health, metrics, the policies' state and
//! sources, decisions looked up, logins on trial, reloading, the directory of agents.
//!
//! Lives here: who may ask what. To add a route: one handler with the role it needs and its description, one line in
//! `ROUTES`.

mod access;
mod agents;
mod collector;
mod decide;
mod decide_request;
mod decisions;
mod docs;
mod last;
mod lookup_query;
mod policies;
mod policy_documents;
mod receiving;
mod status;

pub use access::Tokens;
pub use collector::Observed;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, HeaderValue};
use actix_web::web::{self, Data, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::path::HttpMethod;

use super::measure::Measured;
use super::openapi::{Described, OPERATORS};
use super::route::Route;
use super::{State, answer, body, health, not_found, refusal};
use crate::config::Role;
use crate::telemetry::metrics::{Exposition, Handler};

/// What only this listener serves.
const ROUTES: &[Route] = &[
    Route { path: "/metrics", to: |at| at.to(metrics), described: metrics_described },
    Route { path: "/v1/status", to: |at| at.to(status::status), described: status::described },
    Route { path: "/v1/reload", to: |at| at.to(reload), described: reload_described },
    Route { path: "/v1/decisions", to: |at| at.to(decisions::find), described: decisions::find_described },
    Route { path: "/v1/decisions/{id}", to: |at| at.to(decisions::get), described: decisions::get_described },
    Route { path: "/v1/policies", to: |at| at.to(policies::list), described: policies::list_described },
    Route { path: "/v1/policies/{id:.*}", to: |at| at.to(policies::get), described: policies::get_described },
    Route { path: "/v1/decide", to: |at| at.to(decide::decide), described: decide::described },
    Route { path: "/v1/hooks/{name}/last", to: |at| at.to(last::last), described: last::described },
    Route { path: "/openapi.json", to: |at| at.to(docs::document), described: docs::document_described },
    Route { path: "/docs", to: |at| at.to(docs::moved), described: docs::moved_described },
    Route { path: "/docs/", to: |at| at.to(docs::page), described: docs::page_described },
    Route { path: "/docs/{file}", to: |at| at.to(docs::file), described: docs::file_described },
];

/// Everything that this listener serves.
pub(super) fn routes() -> impl Iterator<Item = &'static Route> {
    health::ROUTES.iter().chain(ROUTES).chain(agents::ROUTES)
}

/// Adds every route to the application of the admin listener.
pub fn configure(config: &mut ServiceConfig, state: &Data<State>, tokens: &Data<Tokens>) {
    config
        .app_data(state.clone())
        .app_data(tokens.clone())
        .app_data(Data::new(decisions::Places::default()))
        .default_service(web::to(not_found));
    routes().for_each(|route| route.register(config));
}

/// `GET /metrics`
async fn metrics(request: HttpRequest, payload: Payload, state: Data<State>, tokens: Data<Tokens>) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Metrics, &request);
    body::drain(payload, state.body_read).await;
    let answer = || {
        let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        let exposition = Exposition::accepted(accept);
        let Ok(text) = state.metrics.text(exposition) else {
            return HttpResponse::InternalServerError().finish();
        };
        let content_type = HeaderValue::from_static(exposition.content_type());
        answer::begin(&request, StatusCode::OK, content_type).body(text)
    };
    measured.end(match request.method().as_str() {
        "GET" | "HEAD" => tokens.admit(&request, Role::Reader).map_or_else(|problem| problem, |_| answer()),
        _ => refusal::other_method(&request, None, "GET, HEAD, OPTIONS"),
    })
}

fn metrics_described() -> Vec<Described> {
    let text = "Prometheus' own form, or OpenMetrics if `Accept` asks for it";
    let get = Described::get("metrics", "What is counted and measured, for Prometheus").tag(OPERATORS);
    vec![get.for_role(Role::Reader).answers_text(200, text, "text/plain")]
}

/// `POST /v1/reload`: has the policy directory looked at now.
async fn reload(request: HttpRequest, payload: Payload, state: Data<State>, tokens: Data<Tokens>) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Reload, &request);
    body::drain(payload, state.body_read).await;
    let answer = |who: &str| {
        tracing::info!(who, "somebody asks for a look at the policies");
        state.readiness.keeper.reload();
        answer::begin(&request, StatusCode::ACCEPTED, answer::JSON).json(Looking { status: "looking" })
    };
    measured.end(match request.method().as_str() {
        "POST" => tokens.admit(&request, Role::Operator).map_or_else(|problem| problem, answer),
        _ => refusal::other_method(&request, None, "POST, OPTIONS"),
    })
}

/// What is being done.
#[derive(Serialize, ToSchema)]
struct Looking {
    /// `looking`
    status: &'static str,
}

fn reload_described() -> Vec<Described> {
    let post = Described::new(HttpMethod::Post, "reload", "Have the policies' files looked at now").tag(OPERATORS);
    let post = post.description("What comes of it is in `/v1/status`.").for_role(Role::Operator);
    vec![post.answers::<Looking>(202, "They are being looked at", json!({"status": "looking"}))]
}
