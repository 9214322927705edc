//! Each request as part of a trace, if traces are on: a middleware around everything else.

use std::rc::Rc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, Version};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage as _, HttpRequest};

use super::State;
use crate::dialect::Problem;
use crate::telemetry::{LoginRecord, TraceIds};
use crate::traces::{Answer, Parent, Refused, TracedLogin, TracedRequest};

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");
const TRACERESPONSE: HeaderName = HeaderName::from_static("traceresponse");
/// What is asked every few seconds for ever tells nothing.
const UNTRACED: [&str; 3] = ["/health/live", "/health/ready", "/metrics"];

/// Traces a request, unless it is about health or metrics: a middleware for applications with a tracer.
///
/// # Errors
/// Those of whatever comes next.
pub async fn trace<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let state = request.app_data::<Data<State>>().filter(|_| !UNTRACED.contains(&request.path())).cloned();
    let traced = state.as_ref().and_then(|state| state.tracer.as_ref()?.begin(parent(request.headers())));
    let (Some(state), Some(traced)) = (state, traced) else { return next.call(request).await };
    let traced = Rc::new(traced);
    request.extensions_mut().insert(traced.ids());
    request.extensions_mut().insert(Rc::clone(&traced));
    // It ends even if the caller leaves or the server ends, and this is dropped.
    let mut under_way = UnderWay { answer: Some(answer(&request)), traced, state };
    let mut answered = next.call(request).await;
    match &mut answered {
        Ok(answer) => {
            if let Ok(value) = HeaderValue::from_str(&under_way.traced.response_header()) {
                answer.headers_mut().insert(TRACERESPONSE, value);
            }
            under_way.end(Some(answer.status().as_u16()));
        }
        Err(error) => under_way.end(Some(error.as_response_error().status_code().as_u16())),
    }
    answered
}

/// Takes note of the login that `request` turned out to be. Which trace it belongs to, if to any.
pub(super) fn decided(request: &HttpRequest, record: &LoginRecord) {
    if let Some(traced) = request.extensions().get::<Rc<TracedRequest>>().filter(|traced| traced.is_sampled()) {
        traced.decided(TracedLogin::new(&record.login, &record.decision));
    }
}

/// Takes note of why `request` is refused.
pub(super) fn refused(request: &HttpRequest, state: &State, hook: Option<&str>, problem: &Problem) {
    if let Some(traced) = request.extensions().get::<Rc<TracedRequest>>().filter(|traced| traced.is_sampled()) {
        let (hook, source) = (hook.map(str::to_owned), state.callers.address(request));
        traced.refused(Refused { kind: problem.kind(), hook, source });
    }
}

/// The trace that `request` belongs to, if there is one.
pub(super) fn ids(request: &HttpRequest) -> Option<TraceIds> {
    request.extensions().get().copied()
}

/// A request that is not answered yet.
struct UnderWay {
    /// `None` once it is over.
    answer: Option<Answer>,
    traced: Rc<TracedRequest>,
    state: Data<State>,
}

impl UnderWay {
    fn end(&mut self, status: Option<u16>) {
        if let (Some(answer), Some(tracer)) = (self.answer.take(), &self.state.tracer) {
            tracer.end(&self.traced, Answer { status, ..answer });
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.end(None);
    }
}

/// The span of the caller's that a request was sent from. Two of them contradict each other.
fn parent(headers: &HeaderMap) -> Option<Parent> {
    let mut parents = headers.get_all(TRACEPARENT);
    let parent = parents.next().filter(|_| parents.next().is_none())?;
    let states: Option<Vec<_>> = headers.get_all(TRACESTATE).map(|state| state.to_str().ok()).collect();
    Parent::read(parent.as_bytes(), states.map(|states| states.join(",")).as_deref())
}

fn answer(request: &ServiceRequest) -> Answer {
    let method = match *request.method() {
        Method::GET => Some("GET"),
        Method::HEAD => Some("HEAD"),
        Method::POST => Some("POST"),
        Method::PUT => Some("PUT"),
        Method::PATCH => Some("PATCH"),
        Method::DELETE => Some("DELETE"),
        Method::OPTIONS => Some("OPTIONS"),
        Method::TRACE => Some("TRACE"),
        Method::CONNECT => Some("CONNECT"),
        _ => None,
    };
    let version = match request.version() {
        Version::HTTP_2 => "2",
        Version::HTTP_10 => "1.0",
        _ => "1.1",
    };
    let scheme = if request.app_config().secure() { "https" } else { "http" };
    Answer { method, route: request.match_pattern(), scheme, version, status: None }
}
