//! The names of what spans say. OpenTelemetry's own where it has one, otherwise ours.
//!
//! Source: <https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span>

/// As the caller wrote it, if it is a method of HTTP.
pub(super) const METHOD: &str = "http.request.method";
/// What [`METHOD`] is of any other.
pub(super) const OTHER_METHOD: &str = "_OTHER";
/// The pattern of the route.
pub(super) const ROUTE: &str = "http.route";
/// The pattern too: the path itself may hold a secret.
pub(super) const PATH: &str = "url.path";
pub(super) const SCHEME: &str = "url.scheme";
pub(super) const VERSION: &str = "network.protocol.version";
pub(super) const STATUS: &str = "http.response.status_code";
pub(super) const CLIENT: &str = "client.address";
/// What went wrong here, from a closed set.
pub(super) const ERROR: &str = "error.type";
/// What [`ERROR`] is if the caller left, or the server ended, before there was an answer.
pub(super) const UNANSWERED: &str = "unanswered";

pub(super) const DECISION_ID: &str = "logingate.decision_id";
/// What back ends that know OPA look for.
pub(super) const OPA_DECISION_ID: &str = "opa.decision_id";
pub(super) const PLATFORM: &str = "logingate.platform";
pub(super) const HOOK: &str = "logingate.hook";
/// `granted` or `blocked` of a login, one of six of a project.
pub(super) const OUTCOME: &str = "logingate.outcome";
/// The kind of the problem that a refusal tells.
pub(super) const PROBLEM: &str = "logingate.problem";
pub(super) const PROJECT_ID: &str = "logingate.project_id";
/// The package that decided.
pub(super) const POLICY: &str = "logingate.policy";
/// As the login's line in the log has it.
pub(super) const REVISION: &str = "logingate.revision";
/// Whether the verdict was remembered.
pub(super) const CACHED: &str = "logingate.cached";

/// The name of the span of one evaluation.
pub(super) const EVALUATION: &str = "policy evaluation";
/// The name of the event of a verdict that took none.
pub(super) const VERDICT: &str = "logingate.verdict";
