//! `/v1/agents`: the directory of agents. Whoever sets passwords can be anybody, so nothing is answered without a token,
//! not even on an address that only this machine reaches.
//!
//! Lives here: reading what is asked, telling what the directory says. To add a route: one handler with the role it needs
//! and its description, one line in [`ROUTES`].

mod change;
mod documents;
mod import;
mod list;
mod one;
mod sessions;

use actix_web::http::StatusCode;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::Tokens;
use crate::config::Role;
use crate::dialect::{Excerpt, Problem};
use crate::directory::{AgentId, AgentRecord, Unavailable};
use crate::web::openapi::{Described, integer};
use crate::web::route::Route;
use crate::web::{State, answer, body, refusal};

/// Before what `{id}` would match.
pub(super) const ROUTES: &[Route] = &[
    Route { path: "/v1/agents", to: |at| at.to(list::agents), described: list::described },
    Route { path: "/v1/agents/import", to: |at| at.to(import::import), described: import::described },
    Route { path: "/v1/agents/{id}", to: |at| at.to(one::get), described: one::described },
    Route { path: "/v1/agents/{id}/password", to: |at| at.to(change::password), described: change::password_described },
    Route { path: "/v1/agents/{id}/activate", to: |at| at.to(change::activate), described: change::activate_described },
    Route {
        path: "/v1/agents/{id}/deactivate",
        to: |at| at.to(change::deactivate),
        described: change::deactivate_described,
    },
    Route { path: "/v1/agents/{id}/unlock", to: |at| at.to(change::unlock), described: change::unlock_described },
    Route { path: "/v1/agents/{id}/sessions", to: |at| at.to(sessions::sessions), described: sessions::described },
];

/// Who reads, and who changes something.
const READS: Role = Role::Operator;
const CHANGES: Role = Role::Administrator;

const NUMBER: &str = "the directory's number for the agent, a positive integer";

/// The name of whoever asks by `method`, if they may; else the refusal. The body is read to its end in that case.
async fn admit<'t>(
    request: &HttpRequest,
    payload: Payload,
    (state, tokens): (&State, &'t Tokens),
    needed: Option<Role>,
    allowed: &'static str,
) -> Result<(&'t str, Payload), HttpResponse> {
    let admitted = match needed {
        Some(needed) => tokens.admit_bearer(request, needed),
        None => Err(refusal::other_method(request, None, allowed)),
    };
    match admitted {
        Ok(who) => Ok((who, payload)),
        Err(refusal) => {
            body::drain(payload, state.body_read).await;
            Err(refusal)
        }
    }
}

/// What is told, or why not.
fn told<T: Serialize>(request: &HttpRequest, status: StatusCode, told: Result<T, Problem>) -> HttpResponse {
    match told {
        Ok(document) => answer::begin(request, status, answer::JSON).json(document),
        Err(problem) => refusal::refuse(request, None, &problem),
    }
}

/// The number in the path.
fn number(text: &str) -> Result<AgentId, Problem> {
    let invalid = || Problem::InvalidField { field: "id", got: Excerpt::of(text), accepted: NUMBER };
    text.parse().ok().and_then(AgentId::new).ok_or_else(invalid)
}

/// The agent with this number.
async fn record(state: &State, id: AgentId) -> Result<AgentRecord, Problem> {
    state.platforms.directory.get(id).await?.ok_or(Problem::NoSuchAgent)
}

impl From<Unavailable> for Problem {
    fn from(Unavailable: Unavailable) -> Self {
        Self::DirectoryUnavailable
    }
}

/// An operation on one agent.
fn of_one(described: Described) -> Described {
    described.segment("id", integer().minimum(Some(1)), "The directory's number for the agent.").refuses([
        Problem::InvalidField { field: "id", got: Excerpt::of("ana"), accepted: NUMBER },
        Problem::NoSuchAgent,
    ])
}
