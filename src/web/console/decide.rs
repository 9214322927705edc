//! `POST /v1/decide`: a login on trial. Nobody takes note of it: no journal, no log line, no count, no memory.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use utoipa::openapi::path::HttpMethod;

use super::Tokens;
use super::decide_request::{DecideRequest, Subject};
use super::decisions::{Places, look_up};
use crate::config::Role;
use crate::decision::quantised;
use crate::dialect::{Excerpt, Problem};
use crate::policy::{Fault, PolicySet};
use crate::telemetry::metrics::Handler;
use crate::trial::{Answer, DeskFault, Recorded, Trial};
use crate::web::measure::Measured;
use crate::web::openapi::{Described, OPERATORS};
use crate::web::{State, answer, body, refusal};

/// The longest body, which is also the longest module.
const MAX_DECIDE_BODY_BYTES: usize = 1 << 20;
/// The most faults that one answer tells.
const MAX_FAULTS: usize = 100;

/// `POST /v1/decide`
pub(super) async fn decide(
    request: HttpRequest,
    payload: Payload,
    state: Data<State>,
    tokens: Data<Tokens>,
    places: Data<Places>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Decide, &request);
    let admitted = match request.method().as_str() {
        "POST" => tokens.admit(&request, Role::Author).map(drop),
        _ => Err(refusal::other_method(&request, None, "POST, OPTIONS")),
    };
    // Only of whoever may ask, so much is kept.
    if let Err(refusal) = admitted {
        body::drain(payload, state.body_read).await;
        return measured.end(refusal);
    }
    let body = body::read_up_to(MAX_DECIDE_BODY_BYTES, payload, state.body_read).await;
    let tried = match body {
        Ok(body) => tried(&body, &state, &places).await,
        Err(problem) => Err(problem),
    };
    measured.end(match tried {
        Ok(tried) => answer::begin(&request, StatusCode::OK, answer::JSON).json(tried),
        Err(problem) => refusal::refuse(&request, None, &problem),
    })
}

async fn tried(body: &[u8], state: &State, places: &Places) -> Result<Answer, Problem> {
    let asked = DecideRequest::read(body)?;
    let policies = state.readiness.policies.load_full();
    let at = asked.moment()?;
    let hooks: Vec<&str> = state.hooks.iter().map(|route| &**route.hook.name()).collect();
    let (login, recorded) = match asked.subject(&hooks)? {
        Subject::Sent(login) => (login, None),
        Subject::Recorded(id) => {
            let index = state.decisions.clone().ok_or(Problem::NoIndex)?;
            let event = look_up(places, index, move |index| index.get(id)).await?.ok_or(Problem::NoSuchDecision)?;
            let recorded = Recorded::read(event.get());
            let recorded = recorded.map_err(|fault| Problem::LookupFailed { reason: fault.to_string() })?;
            (recorded.login.clone(), Some(recorded))
        }
    };
    let recorded_at = recorded.as_ref().map(|recorded| recorded.now_nanos);
    let unix_nanos = at.or(recorded_at).unwrap_or_else(|| state.clock.unix_nanos());
    let limits = state.trials.limits;
    let trial = Trial {
        login: Arc::new(login),
        policies,
        now_nanos: quantised(unix_nanos, limits.clock_resolution),
        login_deadline: limits.login_deadline,
    };
    let run = state.trials.run(move || run(trial, &asked, recorded.as_ref()));
    run.await.unwrap_or_else(|fault| match fault {
        DeskFault::Busy => Err(Problem::TooManyTrials),
        DeskFault::Failed => Err(Problem::TrialFailed { reason: fault.to_string() }),
    })
}

/// On a thread that may take its time.
fn run(trial: Trial, asked: &DecideRequest, recorded: Option<&Recorded>) -> Result<Answer, Problem> {
    let candidates = asked.candidates(&trial.policies)?;
    let policies = PolicySet::draft(&trial.policies, &candidates, &trial.login.subjects().collect::<Vec<_>>());
    let policies = policies.map_err(|faults| faulty(&faults))?;
    let tried = Answer::of(&Trial { policies, ..trial }, recorded, asked.explain);
    tried.map_err(|error| Problem::TrialFailed { reason: error.to_string() })
}

fn faulty(faults: &[Fault]) -> Problem {
    let told = &faults[..faults.len().min(MAX_FAULTS)];
    Problem::FaultyCandidates { errors: serde_json::to_value(told).unwrap_or_default() }
}

pub(super) fn described() -> Vec<Described> {
    let decide = Described::new(HttpMethod::Post, "try_login", "What the policies would say to a login").tag(OPERATORS);
    let text = "Nobody takes note of it: it is not in the journal, the log or the metrics, and nothing is remembered.";
    let asked = json!({"login": {"projectId": 42, "userId": 7}, "at": "2026-12-24T08:00:00+01:00", "explain": false});
    let decide = decide.description(text).for_role(Role::Author).takes::<DecideRequest>(asked).refuses(refusals());
    let policy = json!({"package": "projects[\"42\"]", "file": "projects/42.rego", "revision": "c68c4be5f62f"});
    let told = json!({
        "answer": {"42": false}, "outcome": "blocked", "now": "2026-12-24T07:00:00Z",
        "projects": [{
            "projectId": 42, "outcome": "deny", "reasons": ["the agent is in training"], "policy": policy,
            "microseconds": 41, "cached": false,
        }],
    });
    vec![decide.answers::<Answer>(200, "What would come of it", told)]
}

fn refusals() -> [Problem; 16] {
    let fault = json!([{
        "file": "projects/42.rego", "line": 5, "column": 10, "severity": "fault", "kind": "unsafe",
        "message": "there is no `inptu` here", "hint": "did you mean `input`?", "snippet": "allow if inptu.userId == 7",
    }]);
    [
        Problem::BodyNotUnderstood { why: "it is not JSON: expected value at line 1 column 1".to_owned() },
        Problem::InvalidBody { why: Excerpt::of_sentence("unknown field `explian`") },
        Problem::InvalidField { field: "decisionId", got: Excerpt::of("7"), accepted: "a UUID" },
        Problem::MissingField { field: "login", accepted: "a login as VCC Live sends it in JSON" },
        Problem::ConflictingValues { field: "groupId" },
        Problem::TooManyProjects,
        Problem::TooDeep,
        Problem::NoIndex,
        Problem::NoSuchDecision,
        Problem::BodyTooLarge { limit_bytes: MAX_DECIDE_BODY_BYTES },
        Problem::BodyTooSlow,
        Problem::FaultyCandidates { errors: fault },
        Problem::TooManyTrials,
        Problem::LookupTooSlow,
        Problem::LookupFailed { reason: String::new() },
        Problem::TrialFailed { reason: String::new() },
    ]
}
