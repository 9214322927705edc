//! `/health` as OPA has it, for whoever asks OPA's question: 200 and `{}`, or 500 and `{"error": "…"}`.
//!
//! Source: <https://www.openpolicyagent.org/docs/rest-api#health-api>.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaType, Type};

use super::ALLOWED;
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::openapi::{Described, HEALTH, string};
use crate::web::state::State;
use crate::web::{answer, body, refusal};

/// What `exclude-plugin` may name: OPA's own names.
const POLICIES: &str = "bundle";
const JOURNAL: &str = "decision_logs";

/// What OPA answers: nothing where all is well.
#[derive(Serialize, ToSchema)]
struct OpaHealth {
    /// What is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// What is asked for beside "does it answer".
#[derive(Default)]
struct Asked {
    bundles: bool,
    plugins: bool,
    excluded: Vec<String>,
}

/// `GET /health`: that it answers; with `bundles`, that the policies are loaded and it is not shutting down; with
/// `plugins`, that what works beside the answers does, but for each `exclude-plugin`.
pub(in crate::web) async fn health(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Health, &request);
    body::drain(payload, state.body_read).await;
    if !matches!(request.method().as_str(), "GET" | "HEAD") {
        return measured.end(refusal::other_method(&request, None, ALLOWED));
    }
    let error = Asked::of(request.query_string()).error(&state);
    let status = if error.is_some() { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
    measured.end(answer::begin(&request, status, answer::JSON).json(OpaHealth { error }))
}

pub(super) fn described() -> Vec<Described> {
    let boolean = || ObjectBuilder::new().schema_type(SchemaType::Type(Type::Boolean));
    let excluded = ArrayBuilder::new().items(string());
    let excluded =
        ParameterBuilder::new().name("exclude-plugin").parameter_in(ParameterIn::Query).schema(Some(excluded));
    let excluded =
        excluded.description(Some("A plugin that `plugins` passes over: `bundle` or `decision_logs`.")).build();
    let get = Described::get("health", "Does it answer?").tag(HEALTH);
    let get = get
        .description("As OPA answers it; what it does not know is passed over.")
        .query("bundles", boolean(), "Are the policies loaded, and is it not shutting down?")
        .query("plugins", boolean(), "Can what works beside the answers do its work: the policies, the journal?")
        .parameter(excluded)
        .answers::<OpaHealth>(200, "All that is asked for is well", json!({}))
        .answers::<OpaHealth>(500, "Something is not", json!({"error": "the policies are not loaded yet"}));
    vec![get]
}

impl Asked {
    /// As OPA reads it: `bundles`, `bundles=` and `bundles=true` ask, any other value does not; what it does not know it
    /// passes over.
    fn of(query: &str) -> Self {
        let Query(pairs) = Query::<Vec<(String, String)>>::from_query(query).unwrap_or_else(|_| Query(Vec::new()));
        let mut asked = Self::default();
        for (name, value) in pairs {
            let is_asked = value.is_empty() || value.eq_ignore_ascii_case("true");
            match name.as_str() {
                "bundles" => asked.bundles |= is_asked,
                "plugins" => asked.plugins |= is_asked,
                "exclude-plugin" => asked.excluded.push(value),
                _ => {}
            }
        }
        asked
    }

    fn error(&self, state: &State) -> Option<String> {
        let watches = |plugin: &str| self.plugins && !self.excluded.iter().any(|excluded| excluded == plugin);
        let unloaded = || (!state.readiness.policies.load().is_loaded()).then_some("the policies are not loaded yet");
        let bundles = || {
            let leaving = state.readiness.is_draining().then_some("the server is shutting down");
            leaving.or_else(unloaded).map(str::to_owned)
        };
        let plugin = |name: &str, fault: &str| format!("the plugin {name} can't do its work: {fault}");
        let policies = || unloaded().map(|fault| plugin(POLICIES, fault));
        let journal = || state.journal.fault().map(|fault| plugin(JOURNAL, fault));
        let of_bundles = self.bundles.then(bundles).flatten();
        of_bundles
            .or_else(|| watches(POLICIES).then(policies).flatten())
            .or_else(|| watches(JOURNAL).then(journal).flatten())
    }
}
