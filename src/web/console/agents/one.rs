//! `GET /v1/agents/{id}`

use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use super::documents::{AgentAnswer, ana};
use super::{READS, Tokens, admit, number, of_one, record, told};
use crate::decision::Platform;
use crate::dialect::Problem;
use crate::directory::LoginNameKind;
use crate::roster::{AgentDocument, moment};
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::openapi::{AGENTS, Described};
use crate::web::{State, body};

/// `GET /v1/agents/{id}`
pub(super) async fn get(
    request: HttpRequest,
    payload: Payload,
    id: Path<String>,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Agent, &request);
    let needed = matches!(*request.method(), Method::GET | Method::HEAD).then_some(READS);
    let payload = match admit(&request, payload, (&state, &tokens), needed, "GET, HEAD, OPTIONS").await {
        Ok((_, payload)) => payload,
        Err(refusal) => return measured.end(refusal),
    };
    body::drain(payload, state.body_read).await;
    measured.end(told(&request, StatusCode::OK, shown(&id, &state).await))
}

async fn shown(id: &str, state: &State) -> Result<AgentAnswer, Problem> {
    let record = record(state, number(id)?).await?;
    let username = &record.agent.username;
    // Nobody has another name there.
    let found = state.platforms.directory.find(Platform::Vcc, &LoginNameKind::Name, username).await?;
    let found = found.filter(|found| found.record.id == record.id).ok_or(Problem::NoSuchAgent)?;
    let locked_until = found.locked_until.filter(|until| state.clock.unix_nanos() < *until).map(moment);
    Ok(AgentAnswer { agent: AgentDocument::from(&record), has_password: found.password.is_some(), locked_until })
}

pub(super) fn described() -> Vec<Described> {
    let get = Described::get("get_agent", "One agent, and whether it can log in").tag(AGENTS).for_role(READS);
    let example = json!({"agent": ana(), "hasPassword": true, "lockedUntil": null});
    let get = of_one(get).refuses([Problem::DirectoryUnavailable]);
    vec![get.answers::<AgentAnswer>(200, "The agent", example)]
}
