//! `GET /v1/decisions` and `GET /v1/decisions/{id}`: what was decided, from the index, off the worker.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use utoipa::openapi::SchemaFormat;
use uuid::Uuid;

use super::{Tokens, lookup_query};
use crate::config::Role;
use crate::decision::Platform;
use crate::dialect::{Excerpt, Problem};
use crate::journal::index::{LookupFault, Page, Question};
use crate::journal::{Event, Index};
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::openapi::{Described, OPERATORS, integer, string};
use crate::web::{State, answer, body, refusal};

/// Questions that are looked up at once; further ones wait this long for a place.
const AT_ONCE: usize = 4;
const WAIT: Duration = Duration::from_secs(2);

/// What `outcome` may be.
const OUTCOMES: [&str; 8] = ["granted", "blocked", "allow", "deny", "undefined", "no_policy", "error", "timeout"];

/// Places for questions under way.
pub(super) struct Places(Arc<Semaphore>);

impl Default for Places {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// `GET /v1/decisions`
pub(super) async fn find(
    request: HttpRequest,
    payload: Payload,
    state: Data<State>,
    tokens: Data<Tokens>,
    places: Data<Places>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Decisions, &request);
    body::drain(payload, state.body_read).await;
    let answer = async {
        let index = state.decisions.clone().ok_or(Problem::NoIndex)?;
        let question = lookup_query::read(request.query_string(), state.clock.unix_nanos())?;
        let page = look_up(&places, index, move |index| index.find(&question)).await?;
        serde_json::to_string(&page).map_err(|error| Problem::LookupFailed { reason: error.to_string() })
    };
    measured.end(match admit(&request, &tokens) {
        Ok(()) => told(&request, answer.await),
        Err(refusal) => refusal,
    })
}

/// `GET /v1/decisions/{id}`
pub(super) async fn get(
    request: HttpRequest,
    payload: Payload,
    id: Path<String>,
    state: Data<State>,
    tokens: Data<Tokens>,
    places: Data<Places>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Decision, &request);
    body::drain(payload, state.body_read).await;
    let answer = async {
        let index = state.decisions.clone().ok_or(Problem::NoIndex)?;
        let id: Uuid = id.parse().map_err(|_| Problem::InvalidField {
            field: "id",
            got: Excerpt::of(&id),
            accepted: "a UUID, as the header X-Decision-Id has it",
        })?;
        let event = look_up(&places, index, move |index| index.get(id)).await?;
        event.map(|event| event.get().to_owned()).ok_or(Problem::NoSuchDecision)
    };
    measured.end(match admit(&request, &tokens) {
        Ok(()) => told(&request, answer.await),
        Err(refusal) => refusal,
    })
}

pub(super) fn find_described() -> Vec<Described> {
    let limit = integer().minimum(Some(1)).maximum(Some(Question::MOST));
    let moment = "a time such as 2026-11-23T08:02:00Z, or a duration such as 1h before now.";
    let get = Described::get("find_decisions", "Decisions, the newest first: why could agent 7 not log in?");
    let get = refusals(get)
        .query("userId", string(), "The agent's number.")
        .query("username", string(), "The agent's user name.")
        .query("projectId", string(), "A project that was asked for.")
        .query("platform", string().enum_values(Some(Platform::ALL.map(Platform::as_str))), "The platform that asked.")
        .query("outcome", string().enum_values(Some(OUTCOMES)), "How the login came out, or one of its projects.")
        .query("since", string(), &format!("Not before: {moment}"))
        .query("until", string(), &format!("Not after: {moment}"))
        .query("limit", limit, "The most decisions wanted; 50 where nobody says.")
        .query("cursor", string(), "`next` of the page before.")
        .answers::<Page>(200, "A page of them", json!({"decisions": [], "next": null}))
        .refuses([
            Problem::UnknownParameter { got: Excerpt::of("agent"), accepted: "userId, username, …" },
            Problem::ConflictingValues { field: "userId" },
        ]);
    vec![get]
}

pub(super) fn get_described() -> Vec<Described> {
    let get = refusals(Described::get("get_decision", "One decision"));
    let id = string().format(Some(SchemaFormat::Custom("uuid".to_owned())));
    let get = get.segment("id", id, "As the header `X-Decision-Id` had it.");
    vec![get.answers::<Event>(200, "The decision", example()).refuses([Problem::NoSuchDecision])]
}

fn example() -> Value {
    json!({
        "labels": {"app": "logingate", "id": "01a1ffc6-0000-743f-bbd3-bf566ee0592f", "version": env!("CARGO_PKG_VERSION")},
        "decision_id": "01a1ffc6-ab02-743f-bbd3-bf566ee0592f",
        "path": "logingate/login",
        "input": {
            "platform": "vcc", "hook": "default", "projectId": 3, "primary": true, "projectIds": [3], "userId": 7,
            "customData": {}, "source": {"ip": "192.0.2.1"},
        },
        "result": {"3": false},
        "requested_by": "192.0.2.1",
        "timestamp": "2026-11-23T08:02:00.000000000Z",
        "metrics": {"timer_server_handler_ns": 41_000},
        "nd_builtin_cache": {"time.now_ns": {"[]": 1_795_420_920_000_000_000_i64}},
        "custom": {"platform": "vcc", "hook": "default", "outcome": "blocked", "projects": [{
            "project_id": 3, "outcome": "deny", "reasons": ["the agent is in training"], "cached": false, "microseconds": 38,
            "policy": {"package": "projects[\"3\"]", "file": "projects/3.rego", "revision": "c68c4be5f62f".repeat(5) + "c68c"},
        }]},
    })
}

fn refusals(it: Described) -> Described {
    it.tag(OPERATORS).for_role(Role::Reader).refuses([
        Problem::InvalidField {
            field: "id",
            got: Excerpt::of("7"),
            accepted: "a UUID, as the header X-Decision-Id has it",
        },
        Problem::NoIndex,
        Problem::LookupTooSlow,
        Problem::LookupFailed { reason: String::new() },
    ])
}

/// Readers may GET.
pub(super) fn admit(request: &HttpRequest, tokens: &Tokens) -> Result<(), HttpResponse> {
    match request.method().as_str() {
        "GET" | "HEAD" => tokens.admit(request, Role::Reader).map(drop),
        _ => Err(refusal::other_method(request, None, "GET, HEAD, OPTIONS")),
    }
}

pub(super) fn told(request: &HttpRequest, answer: Result<String, Problem>) -> HttpResponse {
    match answer {
        Ok(json) => answer::begin(request, StatusCode::OK, answer::JSON).body(json),
        Err(problem) => refusal::refuse(request, None, &problem),
    }
}

/// Asks the index on a thread that may wait, for as long as one question may take.
pub(super) async fn look_up<T: Send + 'static>(
    places: &Places,
    index: Arc<Index>,
    question: impl FnOnce(&Index) -> Result<T, LookupFault> + Send + 'static,
) -> Result<T, Problem> {
    let place = tokio::time::timeout(WAIT, Arc::clone(&places.0).acquire_owned()).await;
    let Ok(Ok(place)) = place else { return Err(Problem::LookupTooSlow) };
    let answer = web::block(move || {
        // Held until the thread is done, though the caller may have gone.
        let _place = place;
        question(&index)
    });
    match answer.await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(LookupFault::TooSlow)) => Err(Problem::LookupTooSlow),
        Ok(Err(fault)) => Err(Problem::LookupFailed { reason: fault.to_string() }),
        Err(error) => Err(Problem::LookupFailed { reason: error.to_string() }),
    }
}
