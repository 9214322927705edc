//! One request to the form: which endpoint it asks, whether it may, and what comes of it.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::web::{Bytes, Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::Iservice;
use super::answer::Answer;
use super::origin::{is_cross_site, is_navigation};
use crate::decision::Platform;
use crate::dialect::iservice::{Complaint, Endpoint, Fields, message_page, reset_page};
use crate::dialect::{MAX_TARGET_BYTES, Problem};
use crate::directory::Directory;
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::platforms::caller::Caller;
use crate::web::platforms::words::log_refused;
use crate::web::{State, body, refusal, trace};

const HOOK: &str = "iservice";

/// One request, and what it is answered with.
pub(super) struct Call<'a> {
    pub(super) request: &'a HttpRequest,
    pub(super) state: &'a Data<State>,
    pub(super) form: &'a Arc<Iservice>,
    pub(super) caller: Caller<'a>,
}

/// Answers `?api=…`.
pub(super) async fn serve(
    request: HttpRequest,
    payload: Payload,
    state: Data<State>,
    form: Data<Iservice>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Iservice, &request);
    let body = body::read(payload, state.body_read).await;
    let form = form.into_inner();
    let endpoint = Endpoint::of_query(request.query_string());
    if *request.method() == Method::OPTIONS {
        return measured.end(refusal::other_method(&request, Some(HOOK), methods(endpoint.ok())));
    }
    let call = Call::of(&request, &state, &form);
    let answer = match (endpoint, too_long(&request)) {
        (_, Err(problem)) => call.unread(&problem),
        (Ok(endpoint), Ok(())) => call.answer(endpoint, body).await,
        (Err(_), Ok(())) => {
            call.note(&Problem::NotFound);
            Answer::complaint(Complaint::NoSuchEndpoint)
        }
    };
    measured.end(answer.into_response(&request, &form))
}

/// Answers a browser that comes back from a provider.
pub(super) async fn serve_callback(
    request: HttpRequest,
    payload: Payload,
    provider: Path<String>,
    state: Data<State>,
    form: Data<Iservice>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Iservice, &request);
    body::drain(payload, state.body_read).await;
    if *request.method() != Method::GET {
        return measured.end(refusal::other_method(&request, Some(HOOK), "GET, OPTIONS"));
    }
    let form = form.into_inner();
    let call = Call::of(&request, &state, &form);
    let answer = match too_long(&request) {
        Ok(()) => call.come_back(&provider).await,
        Err(problem) => call.unread(&problem),
    };
    measured.end(answer.into_response(&request, &form))
}

impl<'a> Call<'a> {
    fn of(request: &'a HttpRequest, state: &'a Data<State>, form: &'a Arc<Iservice>) -> Self {
        Self { request, state, form, caller: Caller::of(request, state, Platform::Iservice) }
    }

    pub(super) fn directory(&self) -> &Directory {
        &self.state.platforms.directory
    }

    /// Nanoseconds since the Unix epoch.
    pub(super) fn now(&self) -> i64 {
        self.state.clock.unix_nanos()
    }

    async fn answer(&self, endpoint: Endpoint, body: Result<Bytes, Problem>) -> Answer {
        match (endpoint, self.request.method()) {
            (Endpoint::LoggedIn, &Method::GET | &Method::HEAD | &Method::POST) => return self.logged_in().await,
            (Endpoint::ResetConfirm, &Method::GET | &Method::HEAD) => return self.reset_page(),
            (_, &Method::POST) => {}
            _ => {
                let allowed = methods(Some(endpoint));
                self.note(&Problem::MethodNotAllowed { allowed });
                return Answer::complaint(Complaint::PostOnly).allowing(allowed);
            }
        }
        if is_cross_site(self.request, self.form.url.as_deref()) {
            log_refused(&self.caller, "cross_site");
            return Answer::complaint(Complaint::CrossSite);
        }
        let body = match body {
            Ok(body) => body,
            Err(problem) => return self.unread(&problem),
        };
        let content_type = self.request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        match Fields::of_body(content_type, &body) {
            Ok(fields) => self.do_as_asked(endpoint, &fields).await,
            Err(complaint) => Answer::complaint(complaint),
        }
    }

    async fn do_as_asked(&self, endpoint: Endpoint, fields: &Fields<'_>) -> Answer {
        match endpoint {
            Endpoint::Login => self.log_in(fields).await,
            Endpoint::AgentLogin => self.log_agent_in(fields).await,
            Endpoint::LoggedIn => self.logged_in().await,
            Endpoint::Register => self.register(fields).await,
            Endpoint::RegisterOpenId => self.go_to_provider(fields).await,
            Endpoint::Logout => self.log_out().await,
            Endpoint::ResetSend => self.send_reset(fields).await,
            Endpoint::ResetConfirm => {
                let answer = self.confirm_reset(fields).await;
                if is_navigation(self.request) { answer.on_page(message_page) } else { answer }
            }
        }
    }

    fn reset_page(&self) -> Answer {
        if self.form.url.is_none() {
            return Answer::complaint(Complaint::ResetNotConfigured);
        }
        let fields = Fields::of_query(self.request.query_string());
        Answer::page(reset_page(fields.token(), self.form.rule.least_characters))
    }

    fn unread(&self, problem: &Problem) -> Answer {
        self.note(problem);
        Answer::complaint(Complaint::NotRead).with_status(problem.status())
    }

    /// Leaves what any refusal leaves: a line, a count, a word in the trace.
    fn note(&self, problem: &Problem) {
        self.state.callers.log_refusal(self.caller.source_ip, Some(HOOK), problem);
        self.state.metrics.refused(Some(HOOK), problem.kind());
        trace::refused(self.request, self.state, Some(HOOK), problem);
    }
}

fn methods(endpoint: Option<Endpoint>) -> &'static str {
    match endpoint {
        Some(Endpoint::LoggedIn | Endpoint::ResetConfirm) => "GET, HEAD, POST, OPTIONS",
        Some(_) | None => "POST, OPTIONS",
    }
}

fn too_long(request: &HttpRequest) -> Result<(), Problem> {
    let is_too_long = request.uri().path_and_query().is_some_and(|target| target.as_str().len() > MAX_TARGET_BYTES);
    if is_too_long { Err(Problem::TargetTooLong) } else { Ok(()) }
}
