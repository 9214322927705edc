//! `GET /v1/policies` and `GET /v1/policies/{id}`: the files that decide, and their sources.

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::web::{self, Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::{Value, json};

use super::policy_documents::{PolicyAnswer, PolicyFile, PolicyPage, PolicySource};
use super::{Tokens, decisions, lookup_query};
use crate::config::Role;
use crate::decision::{Platform, ProjectId, Subject};
use crate::dialect::{Excerpt, Problem};
use crate::policy::{Keeper, PolicySet};
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::openapi::{Described, OPERATORS, integer, string};
use crate::web::{State, body, refusal};

const PARAMETERS: &str = "projectId, platform, limit, cursor";
const ID: &str = "a positive integer up to 9223372036854775807";
const LIMIT: &str = "an integer from 1 to 1000";
const CURSOR: &str = "`next` of the page before";
const MOST: usize = 1000;
const USUAL: usize = 100;

/// What of the list is wanted.
#[derive(Debug, Default)]
struct Question {
    /// Only what this project is decided by.
    project: Option<ProjectId>,
    /// Only what decides about this platform's agents without projects.
    platform: Option<Platform>,
    limit: Option<usize>,
    /// Only what follows this path.
    after: Option<String>,
}

/// `GET /v1/policies`
pub(super) async fn list(
    request: HttpRequest,
    payload: Payload,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Policies, &request);
    body::drain(payload, state.body_read).await;
    let answer = async {
        let question = read(request.query_string())?;
        told(&state, move |policies, keeper| Ok(page(&question, policies, keeper))).await
    };
    measured.end(match admit(&request, &tokens, Role::Reader) {
        Ok(()) => decisions::told(&request, answer.await),
        Err(refusal) => refusal,
    })
}

/// `GET /v1/policies/{id}`
pub(super) async fn get(
    request: HttpRequest,
    payload: Payload,
    id: Path<String>,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Policy, &request);
    body::drain(payload, state.body_read).await;
    let answer = told(&state, move |policies, keeper| {
        let file = policies.catalogue(|path| *path == **id).pop().ok_or(Problem::NoSuchPolicy)?;
        Ok(PolicyAnswer { result: PolicySource::of(&file, policies, keeper) })
    });
    measured.end(match admit(&request, &tokens, Role::Author) {
        Ok(()) => decisions::told(&request, answer.await),
        Err(refusal) => refusal,
    })
}

fn admit(request: &HttpRequest, tokens: &Tokens, needed: Role) -> Result<(), HttpResponse> {
    match request.method().as_str() {
        "GET" | "HEAD" => tokens.admit(request, needed).map(drop),
        _ => Err(refusal::other_method(request, None, "GET, HEAD, OPTIONS")),
    }
}

/// Asks the policies in force on a thread that may take its time: there may be thousands.
async fn told<T: Serialize>(
    state: &State,
    question: impl FnOnce(&PolicySet, &Keeper) -> Result<T, Problem> + Send + 'static,
) -> Result<String, Problem> {
    let (policies, keeper) = (state.readiness.policies.load_full(), Arc::clone(&state.readiness.keeper));
    let failed = |reason: String| Problem::LookupFailed { reason };
    let answer = web::block(move || {
        let answer = question(&policies, &keeper)?;
        serde_json::to_string(&answer).map_err(|error| failed(error.to_string()))
    });
    answer.await.unwrap_or_else(|error| Err(failed(error.to_string())))
}

fn read(query: &str) -> Result<Question, Problem> {
    let mut question = Question::default();
    lookup_query::each(query, |name, value| match name {
        "projectId" => {
            lookup_query::put(&mut question.project, "projectId", value, ID, |text| text.parse::<ProjectId>().ok())
        }
        "platform" => lookup_query::put(&mut question.platform, "platform", value, lookup_query::PLATFORM, |text| {
            text.parse::<Platform>().ok()
        }),
        "limit" => lookup_query::put(&mut question.limit, "limit", value, LIMIT, |text| {
            text.parse().ok().filter(|limit| (1..=MOST).contains(limit))
        }),
        "cursor" => lookup_query::put(&mut question.after, "cursor", value, CURSOR, |text| Some(text.to_owned())),
        _ => Err(Problem::UnknownParameter { got: Excerpt::of(name), accepted: PARAMETERS }),
    })?;
    if question.project.is_some() && question.platform.is_some() {
        return Err(Problem::ConflictingValues { field: "platform" });
    }
    Ok(question)
}

fn page(question: &Question, policies: &PolicySet, keeper: &Keeper) -> PolicyPage {
    let subject = question.project.map(Subject::Project).or(question.platform.map(Subject::Platform));
    let paths = subject.map_or_else(|| policies.paths(), |subject| policies.paths_of(subject));
    let is_after = |path: &&Arc<str>| question.after.as_deref().is_none_or(|after| ***path > *after);
    let limit = question.limit.unwrap_or(USUAL);
    let mut paths: Vec<_> = paths.into_iter().filter(is_after).take(limit + 1).collect();
    let next = (paths.len() > limit).then(|| {
        paths.truncate(limit);
        paths.last().map(|path| Arc::clone(path))
    });
    let wanted: BTreeSet<&str> = paths.iter().map(|path| &***path).collect();
    let files = policies.catalogue(|path| wanted.contains(path));
    PolicyPage {
        result: files.iter().map(|file| PolicyFile::of(file, policies, keeper)).collect(),
        next: next.flatten(),
    }
}

pub(super) fn list_described() -> Vec<Described> {
    let list = Described::get("list_policies", "The files that decide, and what is in force of them").tag(OPERATORS);
    let list = list.for_role(Role::Reader).refuses([
        Problem::InvalidField { field: "limit", got: Excerpt::of("0"), accepted: LIMIT },
        Problem::UnknownParameter { got: Excerpt::of("project"), accepted: PARAMETERS },
        Problem::ConflictingValues { field: "limit" },
    ]);
    let list = list
        .query("projectId", integer().minimum(Some(1)), "Only the files that this project is decided by.")
        .query(
            "platform",
            string().enum_values(Some(Platform::ALL.map(Platform::as_str))),
            "Only the files that decide about this platform's agents without projects.",
        )
        .query("limit", integer().minimum(Some(1)).maximum(Some(MOST)), "The most files of a page; 100 if left out.")
        .query("cursor", string(), "`next` of the page before.");
    vec![list.answers::<PolicyPage>(200, "A page of files, sorted", json!({"result": [listed()], "next": null}))]
}

pub(super) fn get_described() -> Vec<Described> {
    let get = Described::get("get_policy", "One file, with the text that decides").tag(OPERATORS);
    let get = get.for_role(Role::Author).refuses([Problem::NoSuchPolicy]);
    let get = get.segment("id", string(), "Its path below the policy directory, slashes and all.");
    let mut result = listed();
    result["raw"] = json!("package projects[\"42\"]\n\ndefault allow := false\n");
    result["used_by"] = json!(["projects[\"42\"]"]);
    vec![get.answers::<PolicyAnswer>(200, "The file", json!({"result": result}))]
}

fn listed() -> Value {
    json!({
        "id": "projects/42.rego", "kind": "policy", "package": "projects[\"42\"]", "project_id": 42,
        "decided_by": "current", "active_revision": "c68c4be5f62f",
        "last_successful_activation": "2026-11-23T08:00:00.000Z", "files": ["projects/42.rego"], "policies": 1,
        "in_force": true, "faults": 0,
    })
}
