//! What the spans of one request say.

use opentelemetry::trace::{Event, Link, SpanContext, SpanId, SpanKind, Status};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_sdk::trace::{IdGenerator as _, RandomIdGenerator, SpanData, SpanEvents, SpanLinks};

use super::attributes as name;
use super::request::{FinishedRequest, TracedLogin, system_time};
use crate::decision::{Decision, Outcome, Subject, SubjectVerdict};

/// Makes spans.
#[derive(Debug)]
pub(super) struct Spans {
    scope: InstrumentationScope,
    ids: RandomIdGenerator,
}

impl Spans {
    pub(super) fn new() -> Self {
        let scope = InstrumentationScope::builder(env!("CARGO_PKG_NAME")).with_version(env!("CARGO_PKG_VERSION"));
        Self { scope: scope.build(), ids: RandomIdGenerator::default() }
    }

    /// Appends the span of `request`, and one for each evaluation that it took.
    pub(super) fn append(&self, request: &FinishedRequest, spans: &mut Vec<SpanData>) {
        let own = self.of_request(request);
        if let Some(login) = &request.login {
            let evaluated = login.decision.verdicts.iter().filter(|verdict| is_evaluated(verdict));
            spans.extend(evaluated.map(|verdict| self.of_evaluation(&request.context, &login.decision, verdict)));
        }
        spans.push(own);
    }

    fn of_request(&self, request: &FinishedRequest) -> SpanData {
        let method = request.answer.method.unwrap_or("HTTP");
        let name =
            request.answer.route.as_ref().map_or_else(|| method.into(), |route| format!("{method} {route}").into());
        let parent = request.parent.as_ref();
        let mut links = SpanLinks::default();
        links.links.extend(request.link.clone().map(Link::with_context));
        let mut events = SpanEvents::default();
        events.events.extend(request.login.iter().flat_map(|login| verdicts_without_evaluation(&login.decision)));
        SpanData {
            span_context: request.context.clone(),
            parent_span_id: parent.map_or(SpanId::INVALID, SpanContext::span_id),
            parent_span_is_remote: parent.is_some(),
            span_kind: SpanKind::Server,
            name,
            start_time: request.start,
            end_time: request.end,
            attributes: request_attributes(request),
            dropped_attributes_count: 0,
            events,
            links,
            status: request_error(request).map_or(Status::Unset, |error| Status::error(error.to_owned())),
            instrumentation_scope: self.scope.clone(),
        }
    }

    fn of_evaluation(&self, request: &SpanContext, decision: &Decision, verdict: &SubjectVerdict) -> SpanData {
        let state = request.trace_state().clone();
        let own = SpanContext::new(request.trace_id(), self.ids.new_span_id(), request.trace_flags(), false, state);
        let start = system_time(decision.unix_nanos);
        let mut attributes = verdict_attributes(verdict);
        let error = undecided(verdict.verdict.outcome);
        attributes.extend(error.map(|error| KeyValue::new(name::ERROR, error)));
        SpanData {
            span_context: own,
            parent_span_id: request.span_id(),
            parent_span_is_remote: false,
            span_kind: SpanKind::Internal,
            name: name::EVALUATION.into(),
            start_time: start,
            end_time: start + verdict.elapsed,
            attributes,
            dropped_attributes_count: 0,
            events: SpanEvents::default(),
            links: SpanLinks::default(),
            status: error.map_or(Status::Unset, Status::error),
            instrumentation_scope: self.scope.clone(),
        }
    }
}

/// How many spans `request` comes to.
pub(super) fn count(request: &FinishedRequest) -> u64 {
    let evaluations = request.login.iter().flat_map(|login| &login.decision.verdicts);
    1 + evaluations.filter(|verdict| is_evaluated(verdict)).count() as u64
}

fn is_evaluated(verdict: &SubjectVerdict) -> bool {
    !verdict.elapsed.is_zero()
}

fn request_attributes(request: &FinishedRequest) -> Vec<KeyValue> {
    let answer = &request.answer;
    let mut attributes = vec![
        KeyValue::new(name::METHOD, answer.method.unwrap_or(name::OTHER_METHOD)),
        KeyValue::new(name::SCHEME, answer.scheme),
        KeyValue::new(name::VERSION, answer.version),
    ];
    if let Some(route) = &answer.route {
        attributes.push(KeyValue::new(name::PATH, route.clone()));
        attributes.push(KeyValue::new(name::ROUTE, route.clone()));
    }
    attributes.extend(answer.status.map(|status| KeyValue::new(name::STATUS, i64::from(status))));
    attributes.extend(request_error(request).map(|error| KeyValue::new(name::ERROR, error.to_owned())));
    if let Some(login) = &request.login {
        attributes.extend(login_attributes(login));
    }
    if let Some(refused) = &request.refused {
        attributes.push(KeyValue::new(name::PROBLEM, refused.kind));
        attributes.extend(refused.source.map(|source| KeyValue::new(name::CLIENT, source.to_string())));
        let hook = refused.hook.clone().filter(|_| request.login.is_none());
        attributes.extend(hook.map(|hook| KeyValue::new(name::HOOK, hook)));
    }
    attributes
}

fn login_attributes(TracedLogin { platform, hook, decision }: &TracedLogin) -> [KeyValue; 5] {
    let id = decision.id.to_string();
    [
        KeyValue::new(name::DECISION_ID, id.clone()),
        KeyValue::new(name::OPA_DECISION_ID, id),
        KeyValue::new(name::PLATFORM, *platform),
        KeyValue::new(name::HOOK, hook.clone()),
        KeyValue::new(name::OUTCOME, if decision.is_allowed() { "granted" } else { "blocked" }),
    ]
}

/// What went wrong here. A caller's own mistakes are none of it, nor is a login that a policy blocks.
fn request_error(request: &FinishedRequest) -> Option<&str> {
    let undecided = || {
        let mut verdicts = request.login.iter().flat_map(|login| &login.decision.verdicts);
        verdicts.find_map(|verdict| undecided(verdict.verdict.outcome))
    };
    match request.answer.status {
        None => Some(name::UNANSWERED),
        Some(500..) => request.refused.as_ref().map(|refused| refused.kind).or_else(undecided).or(Some("500")),
        Some(_) => undecided(),
    }
}

/// The outcome of a policy that did not decide, which is an error.
fn undecided(outcome: Outcome) -> Option<&'static str> {
    matches!(outcome, Outcome::Error | Outcome::Timeout).then(|| outcome.as_str())
}

/// What was remembered, or needs no policy.
fn verdicts_without_evaluation(decision: &Decision) -> impl Iterator<Item = Event> {
    let verdicts = decision.verdicts.iter().filter(|verdict| !is_evaluated(verdict));
    verdicts.map(|verdict| {
        let mut attributes = verdict_attributes(verdict);
        attributes.push(KeyValue::new(name::CACHED, verdict.cached));
        Event::new(name::VERDICT, system_time(decision.unix_nanos), attributes, 0)
    })
}

fn verdict_attributes(SubjectVerdict { subject, verdict, .. }: &SubjectVerdict) -> Vec<KeyValue> {
    let mut attributes = vec![project_id(*subject), KeyValue::new(name::OUTCOME, verdict.outcome.as_str())];
    if let Some(policy) = &verdict.policy {
        attributes.push(KeyValue::new(name::POLICY, policy.package.clone()));
        attributes.push(KeyValue::new(name::REVISION, policy.revision.to_string()));
    }
    attributes
}

/// A project's number, or the platform as `platforms.ucontact`. Attributes have no unsigned numbers.
fn project_id(subject: Subject) -> KeyValue {
    match subject.project().and_then(|project| i64::try_from(project.get()).ok()) {
        Some(number) => KeyValue::new(name::PROJECT_ID, number),
        None => KeyValue::new(name::PROJECT_ID, subject.to_string()),
    }
}
