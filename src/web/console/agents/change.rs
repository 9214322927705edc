//! `PUT /v1/agents/{id}/password`, `POST /v1/agents/{id}/activate`, `…/deactivate` and `…/unlock`.

use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use utoipa::openapi::path::HttpMethod;

use super::documents::{NewPassword, ana};
use super::{CHANGES, Tokens, admit, list, number, of_one, record, told};
use crate::admission::Password;
use crate::dialect::{Excerpt, MAX_BODY_BYTES, Problem};
use crate::directory::AgentId;
use crate::roster::AgentDocument;
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::openapi::{AGENTS, Described};
use crate::web::{State, body};

/// What can be done to an agent.
#[derive(Debug, Clone, Copy)]
enum Change {
    Activate,
    Deactivate,
    Unlock,
}

impl Change {
    fn handler(self) -> Handler {
        match self {
            Self::Activate => Handler::AgentActivate,
            Self::Deactivate => Handler::AgentDeactivate,
            Self::Unlock => Handler::AgentUnlock,
        }
    }

    async fn make(self, id: AgentId, state: &State) -> Result<AgentDocument, Problem> {
        let directory = &state.platforms.directory;
        let is_known = match self {
            Self::Activate => directory.set_active(id, true).await?,
            Self::Deactivate => directory.set_active(id, false).await?,
            Self::Unlock => directory.unlock(id).await?,
        };
        if !is_known {
            return Err(Problem::NoSuchAgent);
        }
        record(state, id).await.map(|record| AgentDocument::from(&record))
    }
}

/// `PUT /v1/agents/{id}/password`
pub(super) async fn password(
    request: HttpRequest,
    payload: Payload,
    id: Path<String>,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::AgentPassword, &request);
    let needed = (*request.method() == Method::PUT).then_some(CHANGES);
    let (who, payload) = match admit(&request, payload, (&state, &tokens), needed, "PUT, OPTIONS").await {
        Ok(admitted) => admitted,
        Err(refusal) => return measured.end(refusal),
    };
    let set = match body::read(payload, state.body_read).await {
        Ok(body) => set_password(&id, &body, &state).await,
        Err(problem) => Err(problem),
    };
    if set.is_ok() {
        tracing::info!(who, "somebody has set an agent's password");
    }
    measured.end(told(&request, StatusCode::OK, set))
}

async fn set_password(id: &str, body: &[u8], state: &State) -> Result<AgentDocument, Problem> {
    let id = number(id)?;
    // The library's own words may quote the password.
    let invalid = || Problem::InvalidBody { why: Excerpt::of("expected a JSON object with `password` alone") };
    let NewPassword { password } = serde_json::from_slice(body).map_err(|_| invalid())?;
    let unfit = |error: crate::admission::UnfitPassword| Problem::InvalidBody { why: Excerpt::of(&error.to_string()) };
    let password = Password::new(password).map_err(unfit)?;
    record(state, id).await?;
    let hash = list::hash(password, state).await?;
    if !state.platforms.directory.set_password(id, hash).await? {
        return Err(Problem::NoSuchAgent);
    }
    record(state, id).await.map(|record| AgentDocument::from(&record))
}

/// `POST /v1/agents/{id}/activate`
pub(super) async fn activate(
    request: HttpRequest,
    payload: Payload,
    id: Path<String>,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    change(Change::Activate, &request, payload, &id, (&state, &tokens)).await
}

/// `POST /v1/agents/{id}/deactivate`
pub(super) async fn deactivate(
    request: HttpRequest,
    payload: Payload,
    id: Path<String>,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    change(Change::Deactivate, &request, payload, &id, (&state, &tokens)).await
}

/// `POST /v1/agents/{id}/unlock`
pub(super) async fn unlock(
    request: HttpRequest,
    payload: Payload,
    id: Path<String>,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    change(Change::Unlock, &request, payload, &id, (&state, &tokens)).await
}

async fn change(
    change: Change,
    request: &HttpRequest,
    payload: Payload,
    id: &str,
    (state, tokens): (&State, &Tokens),
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, change.handler(), request);
    let needed = (*request.method() == Method::POST).then_some(CHANGES);
    let (who, payload) = match admit(request, payload, (state, tokens), needed, "POST, OPTIONS").await {
        Ok(admitted) => admitted,
        Err(refusal) => return measured.end(refusal),
    };
    body::drain(payload, state.body_read).await;
    let changed = match number(id) {
        Ok(id) => change.make(id, state).await,
        Err(problem) => Err(problem),
    };
    if changed.is_ok() {
        tracing::info!(who, change = change.handler().as_str(), "somebody has changed whether an agent may log in");
    }
    measured.end(told(request, StatusCode::OK, changed))
}

pub(super) fn password_described() -> Vec<Described> {
    let put = Described::new(HttpMethod::Put, "set_password", "Give an agent another password").tag(AGENTS);
    let put = put.description("All sessions of the agent end, and so do links to reset the password.");
    let put = of_one(put.for_role(CHANGES)).takes::<NewPassword>(json!({"password": "…"})).refuses([
        Problem::InvalidBody { why: Excerpt::of("expected a JSON object with `password` alone") },
        Problem::BodyTooLarge { limit_bytes: MAX_BODY_BYTES },
        Problem::BodyTooSlow,
        Problem::Overloaded,
        Problem::DirectoryUnavailable,
    ]);
    vec![put.answers::<AgentDocument>(200, "The agent", ana())]
}

pub(super) fn activate_described() -> Vec<Described> {
    described("activate_agent", "Let an agent who was deactivated log in again", "Sessions that were ended stay so.")
}

pub(super) fn deactivate_described() -> Vec<Described> {
    let text = "On every platform at once: all sessions end, presence too, and the next login is refused.";
    described("deactivate_agent", "Put an agent out everywhere", text)
}

pub(super) fn unlock_described() -> Vec<Described> {
    let text = "Too many failures in a row lock an agent for `lockout.lasts`; this ends it now.";
    described("unlock_agent", "Forget an agent's failures", text)
}

fn described(id: &str, summary: &str, text: &str) -> Vec<Described> {
    let post = Described::new(HttpMethod::Post, id, summary).tag(AGENTS).description(text).for_role(CHANGES);
    let post = of_one(post).refuses([Problem::DirectoryUnavailable]);
    vec![post.answers::<AgentDocument>(200, "The agent", ana())]
}
