//! HTTP for operators and monitoring, on an address of its own: health, metrics, the policies' state and
//! sources, decisions looked up, logins on trial, reloading.
//!
//! Lives here: who may ask what. To add a route: one handler with the role it needs, one line in [`configure`].

mod access;
mod collector;
mod decide;
mod decide_request;
mod decisions;
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

use super::measure::Measured;
use super::{State, answer, body, health, not_found, refusal};
use crate::config::Role;
use crate::telemetry::metrics::{Exposition, Handler};

/// Adds every route to the application of the admin listener.
pub fn configure(config: &mut ServiceConfig, state: &Data<State>, tokens: &Data<Tokens>) {
    config
        .app_data(state.clone())
        .app_data(tokens.clone())
        .app_data(Data::new(decisions::Places::default()))
        .service(web::resource("/health").to(health::opa::health))
        .service(web::resource("/health/live").to(health::live))
        .service(web::resource("/health/ready").to(health::ready))
        .service(web::resource("/metrics").to(metrics))
        .service(web::resource("/v1/status").to(status::status))
        .service(web::resource("/v1/reload").to(reload))
        .service(web::resource("/v1/decisions").to(decisions::find))
        .service(web::resource("/v1/decisions/{id}").to(decisions::get))
        .service(web::resource("/v1/policies").to(policies::list))
        .service(web::resource("/v1/policies/{id:.*}").to(policies::get))
        .service(web::resource("/v1/decide").to(decide::decide))
        .service(web::resource("/v1/hooks/{name}/last").to(last::last))
        .default_service(web::to(not_found));
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

/// `POST /v1/reload`: has the policy directory looked at now.
async fn reload(request: HttpRequest, payload: Payload, state: Data<State>, tokens: Data<Tokens>) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Reload, &request);
    body::drain(payload, state.body_read).await;
    let answer = |who: &str| {
        tracing::info!(who, "somebody asks for a look at the policies");
        state.readiness.keeper.reload();
        answer::begin(&request, StatusCode::ACCEPTED, answer::JSON).body(r#"{"status":"looking"}"#)
    };
    measured.end(match request.method().as_str() {
        "POST" => tokens.admit(&request, Role::Operator).map_or_else(|problem| problem, answer),
        _ => refusal::other_method(&request, None, "POST, OPTIONS"),
    })
}
