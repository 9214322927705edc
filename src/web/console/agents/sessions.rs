//! `GET /v1/agents/{id}/sessions` and `DELETE /v1/agents/{id}/sessions`.

use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use utoipa::openapi::path::HttpMethod;

use super::documents::Ended;
use super::{CHANGES, READS, Tokens, admit, number, of_one, record, told};
use crate::dialect::Problem;
use crate::directory::SessionFilter;
use crate::roster::Attendance;
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::openapi::{AGENTS, Described};
use crate::web::{State, body};

const ALLOWED: &str = "GET, HEAD, DELETE, OPTIONS";
/// The most that are told.
const MOST: u32 = 1000;

/// `GET /v1/agents/{id}/sessions`, `DELETE /v1/agents/{id}/sessions`
pub(super) async fn sessions(
    request: HttpRequest,
    payload: Payload,
    id: Path<String>,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::AgentSessions, &request);
    let needed = match *request.method() {
        Method::GET | Method::HEAD => Some(READS),
        Method::DELETE => Some(CHANGES),
        _ => None,
    };
    let (who, payload) = match admit(&request, payload, (&state, &tokens), needed, ALLOWED).await {
        Ok(admitted) => admitted,
        Err(refusal) => return measured.end(refusal),
    };
    body::drain(payload, state.body_read).await;
    if needed == Some(READS) {
        return measured.end(told(&request, StatusCode::OK, attendance(&id, &state).await));
    }
    let ended = end(&id, &state).await;
    if ended.is_ok() {
        tracing::info!(who, "somebody has ended an agent's sessions");
    }
    measured.end(told(&request, StatusCode::OK, ended))
}

async fn attendance(id: &str, state: &State) -> Result<Attendance, Problem> {
    let id = record(state, number(id)?).await?.id;
    let filter = SessionFilter { agent: Some(id), platform: None };
    let directory = &state.platforms.directory;
    let presences = directory.presences(filter, MOST).await?;
    let sessions = directory.sessions(filter, state.clock.unix_nanos(), MOST).await?;
    Ok(Attendance::of(&presences, &sessions))
}

async fn end(id: &str, state: &State) -> Result<Ended, Problem> {
    let id = record(state, number(id)?).await?.id;
    let directory = &state.platforms.directory;
    let signed_out = directory.sign_out_of(id, None).await?;
    let sessions = directory.end_sessions_of(id, None).await?;
    Ok(Ended { signed_out, sessions })
}

pub(super) fn described() -> Vec<Described> {
    let get = Described::get("get_sessions", "Where an agent is signed in, and its sessions").tag(AGENTS);
    let get = of_one(get.for_role(READS)).refuses([Problem::DirectoryUnavailable]);
    let example = json!({
        "signedIn": [{
            "agent": 1, "username": "ana", "platform": "ozonetel", "since": "2026-11-23T08:00:00Z", "state": "READY",
            "stateSince": "2026-11-23T08:00:00Z", "station": {"phone": "+15550100001"},
        }],
        "sessions": [{
            "agent": 1, "username": "ana", "platform": "iservice", "opened": "2026-11-23T08:00:00Z",
            "used": "2026-11-23T08:20:00Z", "expires": "2026-11-23T09:50:00Z",
        }],
    });
    let end = Described::new(HttpMethod::Delete, "end_sessions", "Sign an agent out everywhere, and end its sessions");
    let end = of_one(end.tag(AGENTS).for_role(CHANGES)).refuses([Problem::DirectoryUnavailable]);
    vec![
        get.answers::<Attendance>(200, "Where, since when, on which station", example),
        end.answers::<Ended>(200, "What has ended", json!({"signedOut": 1, "sessions": 1})),
    ]
}
