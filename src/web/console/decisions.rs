//! `GET /v1/decisions` and `GET /v1/decisions/{id}`: what was decided, from the index, off the worker.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{Tokens, lookup_query};
use crate::config::Role;
use crate::dialect::{Excerpt, Problem};
use crate::journal::Index;
use crate::journal::index::LookupFault;
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::{State, answer, body, refusal};

/// Questions that are looked up at once; further ones wait this long for a place.
const AT_ONCE: usize = 4;
const WAIT: Duration = Duration::from_secs(2);

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
