//! `/v1/status`: each policy, and the journal's rules: what is in force since when, and what is wrong with its files.
//!
//! The shape is that of OPA's status, one "bundle" a policy, with what OPA has no field for beside it.
//! Source: <https://www.openpolicyagent.org/docs/management-status>.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, SecondsFormat};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::Tokens;
use super::receiving::Receiving;
use crate::config::Role;
use crate::decision::{Part, Policy as _};
use crate::policy::{BrokenPolicy, CompiledPolicy, Entry, Fault, FindingDocument, Keeper, LogRules, written};
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::openapi::{Described, OPERATORS};
use crate::web::{State, answer, body, refusal};

/// How the policies are.
#[derive(Serialize, ToSchema)]
struct Status {
    labels: Labels,
    /// By package.
    bundles: BTreeMap<String, Bundle>,
    /// Of all files, needed or not.
    faults: usize,
    /// By name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    uploads: BTreeMap<String, Receiving>,
    #[serde(skip_serializing_if = "Option::is_none")]
    directory: Option<String>,
}

/// What runs.
#[derive(Serialize, ToSchema)]
#[schema(as = StatusLabels)]
struct Labels {
    app: &'static str,
    version: &'static str,
}

/// One policy.
#[derive(Serialize, ToSchema)]
struct Bundle {
    name: String,
    /// `current`, `last_good`, or `nobody`: everybody is denied, or events have no input.
    decided_by: &'static str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Active)]
    active: Option<Active>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<FindingDocument>)]
    errors: Vec<Fault>,
}

/// What decides; absent where nobody does.
#[derive(Serialize, ToSchema)]
struct Active {
    /// SHA-256 of all that it was compiled from, in hexadecimal: its first twelve digits.
    #[schema(required = false)]
    #[serde(rename = "active_revision")]
    revision: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_successful_activation: Option<String>,
    #[schema(required = false)]
    file: String,
    #[schema(required = false)]
    reads: Vec<String>,
    #[schema(required = false)]
    cached: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache_ttl_seconds: Option<f64>,
}

/// `GET /v1/status`
pub(super) async fn status(
    request: HttpRequest,
    payload: Payload,
    state: Data<State>,
    tokens: Data<Tokens>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Status, &request);
    body::drain(payload, state.body_read).await;
    let answer = || answer::begin(&request, StatusCode::OK, answer::JSON).json(told(&state));
    measured.end(match request.method().as_str() {
        "GET" | "HEAD" => tokens.admit(&request, Role::Reader).map_or_else(|refusal| refusal, |_| answer()),
        _ => refusal::other_method(&request, None, "GET, HEAD, OPTIONS"),
    })
}

pub(super) fn described() -> Vec<Described> {
    let example = json!({
        "labels": {"app": "logingate", "version": env!("CARGO_PKG_VERSION")},
        "bundles": {"projects[\"3\"]": {
            "name": "projects[\"3\"]",
            "decided_by": "current",
            "active_revision": "c68c4be5f62f",
            "last_successful_activation": "2026-11-23T08:00:00.000Z",
            "file": "projects/3.rego",
            "reads": ["input.groupId", "data.groups"],
            "cached": true,
        }},
        "faults": 0,
    });
    let text =
        "The shape is that of OPA's status: one \"bundle\" a policy, and the faults of a rejected edit in `errors`.";
    let get = Described::get("status", "Each policy: what decides since when, and what is wrong with its files");
    let get = get.tag(OPERATORS).description(text).for_role(Role::Reader);
    vec![get.answers::<Status>(200, "How the policies are", example)]
}

fn told(state: &State) -> Status {
    let (keeper, policies) = (&state.readiness.keeper, state.readiness.policies.load());
    let active = policies.policies().filter_map(|policy| {
        let entry = Entry::of(policy.package())?.to_string();
        Some((entry.clone(), Bundle::of(entry, Active::of(policy, keeper))))
    });
    let mut bundles: BTreeMap<_, _> = active.collect();
    if let Some(Ok(rules)) = policies.log_rules() {
        let entry = Entry::Log.to_string();
        bundles.insert(entry.clone(), Bundle::of(entry, Active::of_log_rules(rules, keeper)));
    }
    for broken in policies.broken() {
        let entry = broken.entry.to_string();
        bundles.entry(entry.clone()).or_insert_with(|| Bundle::denying(entry)).refuse(broken);
    }
    Status {
        labels: Labels { app: "logingate", version: env!("CARGO_PKG_VERSION") },
        bundles,
        faults: policies.faults(),
        uploads: state.uploads.iter().map(|upload| (upload.name().to_owned(), upload.status().into())).collect(),
        directory: keeper.root_fault().map(|fault| fault.to_string()),
    }
}

impl Bundle {
    fn of(name: String, active: Active) -> Self {
        Self { name, decided_by: "current", active: Some(active), code: None, errors: Vec::new() }
    }

    fn denying(name: String) -> Self {
        Self { name, decided_by: "nobody", active: None, code: None, errors: Vec::new() }
    }

    /// The files as they stand can't be used.
    fn refuse(&mut self, broken: &BrokenPolicy) {
        self.code = Some("policy_broken");
        self.errors.clone_from(&broken.faults);
        if broken.has_last_good {
            self.decided_by = "last_good";
        }
    }
}

impl Active {
    fn of(policy: &CompiledPolicy, keeper: &Keeper) -> Self {
        let (name, reads) = (policy.name(), policy.reads());
        let input = reads.parts.iter().map(Part::describe);
        let data = policy.reads_data().iter().map(|path| format!("data.{}", written(path)));
        let clock = reads.clock.then(|| "time.now_ns()".to_owned());
        Self {
            revision: name.revision.to_string(),
            last_successful_activation: keeper.active_since(name).map(moment),
            file: name.file.to_string(),
            reads: input.chain(data).chain(clock).collect(),
            cached: reads.never_cached.is_none(),
            cache_ttl_seconds: policy.cache_ttl().map(|ttl| ttl.as_secs_f64()),
        }
    }

    /// The journal asks them anew for each event.
    fn of_log_rules(rules: &LogRules, keeper: &Keeper) -> Self {
        let name = rules.name();
        Self {
            revision: name.revision.to_string(),
            last_successful_activation: keeper.active_since(name).map(moment),
            file: name.file.to_string(),
            reads: rules.reads().to_vec(),
            cached: false,
            cache_ttl_seconds: None,
        }
    }
}

pub(super) fn moment(unix_nanos: i64) -> String {
    DateTime::from_timestamp_nanos(unix_nanos).to_rfc3339_opts(SecondsFormat::Millis, true)
}
