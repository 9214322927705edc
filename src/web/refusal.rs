//! Refusals as HTTP answers: a problem document for the caller, a line for the log.

use actix_web::http::header::{ALLOW, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::{State, answer, trace};
use crate::dialect::Problem;
use crate::telemetry::RequestSpan;

const PROBLEM: HeaderValue = HeaderValue::from_static(Problem::CONTENT_TYPE);
const BASIC: HeaderValue = HeaderValue::from_static("Basic realm=\"logingate\"");
const SIGNATURE: HeaderValue = HeaderValue::from_static("Standard-Webhooks realm=\"logingate\"");
const BEARER: HeaderValue = HeaderValue::from_static("Bearer realm=\"logingate\"");

/// A remembered error there is none: the next request finds out anew.
const RETRY_SECONDS: HeaderValue = HeaderValue::from_static("1");

/// Answers with `problem`; `hook` is the hook's name, if one was found.
pub(super) fn refuse(request: &HttpRequest, hook: Option<&str>, problem: &Problem) -> HttpResponse {
    if let Some(state) = request.app_data::<Data<State>>() {
        let source = state.callers.address(request);
        RequestSpan::within(request, || state.callers.log_refusal(source, hook, problem));
        state.metrics.refused(hook, problem.kind());
        trace::refused(request, state, hook, problem);
    }
    let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = answer::begin(request, status, PROBLEM);
    match problem {
        Problem::MethodNotAllowed { allowed } => answer.insert_header((ALLOW, HeaderValue::from_static(allowed))),
        Problem::Unauthorized => answer.insert_header((WWW_AUTHENTICATE, BASIC)),
        Problem::Undecided
        | Problem::Overloaded
        | Problem::ConnectionBusy
        | Problem::LookupTooSlow
        | Problem::DirectoryUnavailable
        | Problem::TooManyTrials => answer.insert_header((RETRY_AFTER, RETRY_SECONDS)),
        Problem::TooManyBadSecrets { retry_seconds } => answer.insert_header((RETRY_AFTER, *retry_seconds)),
        Problem::SignatureRefused { .. } => answer.insert_header((WWW_AUTHENTICATE, SIGNATURE)),
        Problem::TokenRequired => answer.insert_header((WWW_AUTHENTICATE, BEARER)),
        _ => &mut answer,
    };
    answer.body(problem.document())
}

/// Answers a method that is not among those served: OPTIONS, which is always `allowed`, learns which are.
pub(super) fn other_method(request: &HttpRequest, hook: Option<&str>, allowed: &'static str) -> HttpResponse {
    if *request.method() != Method::OPTIONS {
        return refuse(request, hook, &Problem::MethodNotAllowed { allowed });
    }
    let mut answer = answer::begin_empty(request, StatusCode::NO_CONTENT);
    answer.insert_header((ALLOW, HeaderValue::from_static(allowed))).finish()
}
