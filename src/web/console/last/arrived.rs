//! What is told of a request that arrived: no secret, no query, no body, and of agents what the journal tells.

use std::net::IpAddr;

use chrono::{DateTime, SecondsFormat};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::dialect::vcc::{Found, Hook, PresentedSecrets};
use crate::dialect::{Excerpt, Field, Problem};
use crate::journal::{Event, Journal, Privacy};
use crate::telemetry::metrics::HttpMethod;
use crate::web::arrivals::{Arrival, CameTo, Slots};

/// What stands for what `journal.mask` and `journal.agents` keep to themselves.
const BLOT: &str = "***";

/// What arrived last at one hook since the server started.
#[derive(Serialize, ToSchema)]
pub(super) struct LastArrivals {
    /// The hook's name in the settings.
    hook: String,
    /// The last request of a caller with a right secret.
    #[schema(required)]
    last: Option<Arrived>,
    /// The last of those that was refused, even if others followed.
    #[schema(required)]
    last_refused: Option<Arrived>,
    /// The last request of a caller who was turned away.
    #[schema(required)]
    last_turned_away: Option<Arrived>,
}

/// A request that arrived.
#[derive(Serialize, ToSchema)]
struct Arrived {
    received_at: String,
    method: &'static str,
    /// Its beginning.
    #[schema(required)]
    content_type: Option<String>,
    /// `null` of a body that did not arrive whole.
    #[schema(required)]
    body_bytes: Option<usize>,
    /// The caller's address, unless `journal.mask` has it.
    #[schema(required, value_type = Option<String>)]
    source: Option<IpAddr>,
    /// Where a secret stood, of a caller who was turned away for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<SecretsFound>,
    /// How the login is spelt, of a caller with a right secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<Read>,
    /// The problem document that the caller got.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
    /// What the caller is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The decision, as `/v1/decisions/{id}` has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Event>)]
    decision: Option<Box<RawValue>>,
}

/// What stands where a secret may: `absent`, `wrong` or `right`.
#[derive(Serialize, ToSchema)]
struct SecretsFound {
    query: &'static str,
    path: &'static str,
    password: &'static str,
}

/// How a login is spelt.
#[derive(Serialize, ToSchema)]
struct Read {
    /// `query`, `json`, `form`, `encrypted`, or `unknown`.
    form: &'static str,
    /// The fields that were found, as the documentation spells them.
    #[schema(value_type = Vec<String>)]
    fields: Vec<Field>,
    /// Other names that were found, which mean nothing here.
    passed_over: Vec<String>,
}

impl LastArrivals {
    /// What is kept of `hook` in `slots`, without what `journal` keeps to itself.
    pub(super) fn of(hook: &Hook, slots: &Slots, journal: &Journal) -> Self {
        let told = |arrival: &Option<_>| arrival.as_deref().map(|arrival| Arrived::of(arrival, hook, journal));
        Self {
            hook: hook.name().to_string(),
            last: told(&slots.last),
            last_refused: told(&slots.refused),
            last_turned_away: told(&slots.turned_away),
        }
    }
}

impl Arrived {
    fn of(arrival: &Arrival, hook: &Hook, journal: &Journal) -> Self {
        let Arrival { unix_nanos, method, content_type, body_bytes, source_ip, came_to } = arrival;
        let text = |bytes: &[u8]| Excerpt::of(&String::from_utf8_lossy(bytes)).as_str().to_owned();
        let (secret, sent, problem, record) = match came_to {
            CameTo::TurnedAway { problem, presented } => (presented.as_ref(), None, Some(problem), None),
            CameTo::Refused { problem, sent } => (None, Some(sent), Some(problem), None),
            CameTo::Decided { record, problem, sent } => (None, Some(sent), problem.as_ref(), Some(record)),
        };
        Self {
            received_at: DateTime::from_timestamp_nanos(*unix_nanos).to_rfc3339_opts(SecondsFormat::Millis, true),
            method: spelt(*method),
            content_type: content_type.as_deref().map(text),
            body_bytes: *body_bytes,
            source: source_ip.filter(|_| !journal.privacy().hides("source")),
            secret: secret.map(SecretsFound::from),
            read: sent.map(|sent| Read::from(hook.look_at(&sent.request(content_type.as_deref())))),
            problem: problem.map(|problem| discreet(problem, journal.privacy())),
            reason: problem.and_then(Problem::log_reason).map(str::to_owned),
            decision: record.and_then(|record| journal.event(record)),
        }
    }
}

impl From<&PresentedSecrets> for SecretsFound {
    fn from(presented: &PresentedSecrets) -> Self {
        let told = |answer: Option<bool>| match answer {
            None => "absent",
            Some(false) => "wrong",
            Some(true) => "right",
        };
        Self { query: told(presented.query), path: told(presented.path), password: told(presented.password) }
    }
}

impl From<Found> for Read {
    fn from(found: Found) -> Self {
        Self { form: found.form.as_str(), fields: found.fields, passed_over: found.passed_over }
    }
}

/// `problem` as its caller got it, without a value that the journal does not tell either.
fn discreet(problem: &Problem, privacy: &Privacy) -> Problem {
    match problem {
        Problem::InvalidField { field, accepted, .. } if privacy.hides(field) => {
            Problem::InvalidField { field, got: Excerpt::of(BLOT), accepted }
        }
        other => other.clone(),
    }
}

fn spelt(method: HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "GET",
        HttpMethod::Head => "HEAD",
        HttpMethod::Post => "POST",
        HttpMethod::Put => "PUT",
        HttpMethod::Options => "OPTIONS",
        HttpMethod::Other => "other",
    }
}
