//! `GET /v1/agents` and `POST /v1/agents`: all agents, and one more.

use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use utoipa::openapi::path::HttpMethod;

use super::documents::{AgentPage, ana};
use super::{CHANGES, READS, Tokens, admit, told};
use crate::admission::Password;
use crate::dialect::{Excerpt, Problem};
use crate::directory::{AddError, AgentId, LoginNameKind, PasswordHash};
use crate::roster::{self, AgentDocument, Credential, Faults, NewAgentDocument};
use crate::telemetry::metrics::Handler;
use crate::web::console::lookup_query;
use crate::web::measure::Measured;
use crate::web::openapi::{AGENTS, Described, integer, string};
use crate::web::{State, body};

const ALLOWED: &str = "GET, HEAD, POST, OPTIONS";
const PARAMETERS: &str = "username, limit, cursor";
const USERNAME: &str = "a username";
const LIMIT: &str = "an integer from 1 to 1000";
const CURSOR: &str = "`next` of the page before";
const MOST: u32 = 1000;
const USUAL: u32 = 100;

/// What of the list is wanted.
#[derive(Debug, Default)]
struct Question {
    username: Option<String>,
    limit: Option<u32>,
    after: Option<AgentId>,
}

/// `GET /v1/agents`, `POST /v1/agents`
pub(super) async fn agents(
    request: HttpRequest,
    payload: Payload,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Agents, &request);
    let needed = match *request.method() {
        Method::GET | Method::HEAD => Some(READS),
        Method::POST => Some(CHANGES),
        _ => None,
    };
    let (who, payload) = match admit(&request, payload, (&state, &tokens), needed, ALLOWED).await {
        Ok(admitted) => admitted,
        Err(refusal) => return measured.end(refusal),
    };
    if needed == Some(READS) {
        body::drain(payload, state.body_read).await;
        return measured.end(told(&request, StatusCode::OK, page(request.query_string(), &state).await));
    }
    let added = match body::read(payload, state.body_read).await {
        Ok(body) => add(&body, &state).await,
        Err(problem) => Err(problem),
    };
    if added.is_ok() {
        tracing::info!(who, "somebody has added an agent");
    }
    measured.end(told(&request, StatusCode::CREATED, added))
}

async fn page(query: &str, state: &State) -> Result<AgentPage, Problem> {
    let question = read(query)?;
    let directory = &state.platforms.directory;
    if let Some(username) = question.username {
        // Nobody has another name there.
        let found = directory.find(crate::decision::Platform::Vcc, &LoginNameKind::Name, &username).await?;
        let agents = found.iter().map(|found| AgentDocument::from(&found.record)).collect();
        return Ok(AgentPage { agents, next: None });
    }
    let limit = question.limit.unwrap_or(USUAL);
    let mut records = directory.list(question.after, limit + 1).await?;
    let has_more = records.len() > limit as usize;
    records.truncate(limit as usize);
    let next = records.last().filter(|_| has_more).map(|record| record.id.to_string());
    Ok(AgentPage { agents: records.iter().map(AgentDocument::from).collect(), next })
}

fn read(query: &str) -> Result<Question, Problem> {
    let mut question = Question::default();
    let username = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let limit = |text: &str| text.parse().ok().filter(|limit| (1..=MOST).contains(limit));
    lookup_query::each(query, |name, value| match name {
        "username" => lookup_query::put(&mut question.username, "username", value, USERNAME, username),
        "limit" => lookup_query::put(&mut question.limit, "limit", value, LIMIT, limit),
        "cursor" => lookup_query::put(&mut question.after, "cursor", value, CURSOR, |text| {
            text.parse().ok().and_then(AgentId::new)
        }),
        _ => Err(Problem::UnknownParameter { got: Excerpt::of(name), accepted: PARAMETERS }),
    })?;
    Ok(question)
}

async fn add(body: &[u8], state: &State) -> Result<AgentDocument, Problem> {
    let row = roster::read_one(body).map_err(|faults| faulty(&faults))?;
    let hash = hashed(row.credential, state).await?;
    let id = state.platforms.directory.add(row.agent, hash).await.map_err(not_added)?;
    super::record(state, id).await.map(|record| AgentDocument::from(&record))
}

/// What the directory keeps of `credential`.
pub(super) async fn hashed(credential: Option<Credential>, state: &State) -> Result<Option<PasswordHash>, Problem> {
    match credential {
        None => Ok(None),
        Some(Credential::Hash(hash)) => Ok(Some(hash)),
        Some(Credential::Password(password)) => hash(password, state).await.map(Some),
    }
}

/// The hash of a password, in its turn among logins.
pub(super) async fn hash(password: Password, state: &State) -> Result<PasswordHash, Problem> {
    state.platforms.admission.hash(password).await.map_err(|_| Problem::Overloaded)
}

fn not_added(error: AddError) -> Problem {
    match error {
        AddError::Taken(taken) => Problem::NameTaken { why: Excerpt::of_sentence(&taken.to_string()) },
        AddError::Unfit(unfit) => Problem::InvalidBody { why: Excerpt::of_sentence(&unfit.to_string()) },
        AddError::NoSuchAgent => Problem::NoSuchAgent,
        AddError::Unavailable(unavailable) => unavailable.into(),
    }
}

/// Everything that is wrong with agents who were to be added.
pub(super) fn faulty(faults: &Faults) -> Problem {
    let told = serde_json::to_value(faults.first()).unwrap_or_default();
    Problem::FaultyAgents { faults: told, count: faults.count() }
}

pub(super) fn described() -> Vec<Described> {
    let list = Described::get("list_agents", "Agents, in the order of their numbers").tag(AGENTS).for_role(READS);
    let list = list
        .query("username", string(), "Only the agent with this username, whatever its case.")
        .query("limit", integer().minimum(Some(1)).maximum(Some(MOST as usize)), "The most of a page; 100 if left out.")
        .query("cursor", string(), "`next` of the page before.")
        .refuses([
            Problem::InvalidField { field: "limit", got: Excerpt::of("0"), accepted: LIMIT },
            Problem::UnknownParameter { got: Excerpt::of("project"), accepted: PARAMETERS },
            Problem::ConflictingValues { field: "limit" },
            Problem::DirectoryUnavailable,
        ])
        .answers::<AgentPage>(200, "A page of them", json!({"agents": [ana()], "next": null}));
    let add = Described::new(HttpMethod::Post, "add_agent", "Add an agent").tag(AGENTS).for_role(CHANGES);
    let add = add
        .takes::<NewAgentDocument>(json!({"username": "ana", "userId": 7, "projectId": 42, "password": "…"}))
        .refuses([faulty(&Faults::default()), name_taken(), Problem::Overloaded, Problem::DirectoryUnavailable])
        .refuses([Problem::BodyTooLarge { limit_bytes: crate::dialect::MAX_BODY_BYTES }, Problem::BodyTooSlow])
        .answers::<AgentDocument>(201, "The agent with its number", ana());
    vec![list, add]
}

fn name_taken() -> Problem {
    Problem::NameTaken { why: Excerpt::of("another agent has the username \"ana\"") }
}
