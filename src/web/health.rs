//! Health for load balancers and orchestrators: alive is not ready, and degraded is ready.

mod opa;

use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::measure::Measured;
use super::openapi::{Described, HEALTH};
use super::route::Route;
use super::state::{Readiness, State};
use super::{answer, body, refusal};
use crate::policy::BrokenPolicy;
use crate::telemetry::metrics::Handler;

/// How many broken policies are named; the rest is counted.
const NAMED: usize = 100;
const NOT_READY: &str = "not_ready";
const ALLOWED: &str = "GET, HEAD, OPTIONS";

/// What both listeners serve.
pub(super) const ROUTES: &[Route] = &[
    Route { path: "/health", to: |at| at.to(opa::health), described: opa::described },
    Route { path: "/health/live", to: |at| at.to(live), described: live_described },
    Route { path: "/health/ready", to: |at| at.to(ready), described: ready_described },
];

/// How the server is.
#[derive(Serialize, ToSchema, Default)]
struct Health {
    /// `live`, `ready`, `degraded`: ready, while something is not as it should be; or `not_ready`.
    status: &'static str,
    /// What is not as it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// How many policies decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    policies: Option<usize>,
    /// How many policies have faulty files.
    #[serde(skip_serializing_if = "Option::is_none")]
    broken: Option<usize>,
    /// The first hundred of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    degraded: Vec<Degraded>,
}

/// A policy whose files are faulty.
#[derive(Serialize, ToSchema)]
struct Degraded {
    policy: String,
    /// What decides meanwhile.
    decided_by: &'static str,
    file: String,
    fault: &'static str,
}

impl From<&BrokenPolicy> for Degraded {
    fn from(broken: &BrokenPolicy) -> Self {
        let first = broken.faults.first();
        Self {
            policy: broken.entry.to_string(),
            decided_by: match broken.has_last_good {
                true => "last good version",
                false if broken.is_denying() => "nobody: denied",
                false => "nobody: events are written without their input",
            },
            file: first.map_or_else(String::new, |fault| match fault.place {
                Some(place) => format!("{}:{}", fault.file, place.line),
                None => fault.file.to_string(),
            }),
            fault: first.map_or("engine", |fault| fault.kind.as_str()),
        }
    }
}

/// `GET /health/live`: the process runs.
pub(super) async fn live(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    let live = || Health { status: "live", ..Health::default() };
    tell(&request, payload, &state, Handler::Live, live).await
}

fn live_described() -> Vec<Described> {
    let get = Described::get("live", "Does the process run?").tag(HEALTH);
    vec![get.answers::<Health>(200, "It does", json!({"status": "live"}))]
}

/// `GET /health/ready`: the next login would get a real answer.
pub(super) async fn ready(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    tell(&request, payload, &state, Handler::Ready, || readiness(&state.readiness)).await
}

fn ready_described() -> Vec<Described> {
    let ready = json!({"status": "ready", "policies": 7, "broken": 0});
    let not_ready = json!({"status": "not_ready", "reason": "the policies are not loaded yet"});
    let get = Described::get("ready", "Would the next login get a real answer?").tag(HEALTH);
    let get = get.answers::<Health>(200, "It would; what is broken is told", ready);
    vec![get.answers::<Health>(503, "Not yet, or no more", not_ready)]
}

async fn tell(
    request: &HttpRequest,
    payload: Payload,
    state: &State,
    handler: Handler,
    health: impl FnOnce() -> Health,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, handler, request);
    body::drain(payload, state.body_read).await;
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return measured.end(refusal::other_method(request, None, ALLOWED));
    }
    let health = health();
    let status = if health.status == NOT_READY { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    measured.end(answer::begin(request, status, answer::JSON).json(health))
}

fn readiness(readiness: &Readiness) -> Health {
    let policies = readiness.policies.load();
    let not_ready = |reason: &str| Health { status: NOT_READY, reason: Some(reason.into()), ..Health::default() };
    if readiness.is_draining() {
        return not_ready("the server is shutting down");
    }
    if !policies.is_loaded() {
        return not_ready("the policies are not loaded yet");
    }
    let broken = policies.broken();
    let reason = readiness.keeper.root_fault().map(|fault| fault.to_string()).or_else(|| {
        let faults = policies.faults();
        (broken.is_empty() && faults > 0).then(|| format!("files that no policy in force needs have faults: {faults}"))
    });
    let status = if broken.is_empty() && reason.is_none() { "ready" } else { "degraded" };
    let degraded = broken.iter().take(NAMED).map(Degraded::from).collect();
    Health { status, reason, policies: Some(policies.active()), broken: Some(broken.len()), degraded }
}
