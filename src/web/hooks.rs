//! The webhook: one handler for every method and every hook.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::http::{Method as HttpMethod, StatusCode};
use actix_web::web::{Bytes, Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use percent_encoding::percent_decode_str;
use uuid::Uuid;

use super::arrivals::{Arrival, CameTo, Sent};
use super::measure::Measured;
use super::state::{HookRoute, Own, State};
use super::{answer, body, refusal, trace};
use crate::dialect::{MAX_TARGET_BYTES, Method, Problem, Request, SignatureFault, SignatureHeaders};
use crate::telemetry::LoginRecord;
use crate::telemetry::metrics::Handler;

const ALLOWED: &str = "GET, HEAD, POST, PUT, OPTIONS";
const DECISION_ID: HeaderName = HeaderName::from_static("x-decision-id");
const WEBHOOK_ID: HeaderName = HeaderName::from_static("webhook-id");
const WEBHOOK_TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const WEBHOOK_SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// Answers one login.
pub(super) async fn login(
    request: HttpRequest,
    payload: Payload,
    state: Data<Own<State>>,
    route: Data<Own<HookRoute>>,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Vcc, &request);
    let body = body::read(payload, state.body_read).await;
    let source_ip = state.callers.address(&request);
    let call = Call { request: &request, body: &body, source_ip, state: &state, route: &route };
    let method = match *request.method() {
        HttpMethod::GET | HttpMethod::HEAD => Method::Get,
        HttpMethod::POST | HttpMethod::PUT => Method::Send,
        _ => return measured.end(call.other_method()),
    };
    // The router leaves `%25`, `%2B` and `%2F` as they came; text that is none is nobody's secret.
    let path_secret = request.match_info().get("secret");
    let path_secret = path_secret.map(|segment| percent_decode_str(segment).decode_utf8().unwrap_or_default());
    let read = Request {
        method,
        query: request.query_string(),
        path_secret: path_secret.as_deref(),
        authorization: header(&request, AUTHORIZATION),
        signature: if route.hook.knows_signatures() { signature(&request) } else { SignatureHeaders::default() },
        content_type: header(&request, CONTENT_TYPE),
        body: body.as_deref().unwrap_or_default(),
        source_ip,
    };
    measured.end(match call.admit(&read) {
        Ok(()) => call.answer(&read).await,
        Err(problem) => call.turn_away(&read, problem),
    })
}

/// One request to a hook, read to its end.
struct Call<'a> {
    request: &'a HttpRequest,
    body: &'a Result<Bytes, Problem>,
    source_ip: Option<IpAddr>,
    state: &'a State,
    route: &'a HookRoute,
}

impl Call<'_> {
    /// Whether the caller is listened to: by address, by the length of the URL, by secret.
    fn admit(&self, read: &Request<'_>) -> Result<(), Problem> {
        let Self { request, body, source_ip, state, route: HookRoute { allow, hook, .. } } = *self;
        if !allow.is_empty() && !source_ip.is_some_and(|address| allow.iter().any(|network| network.contains(&address)))
        {
            return Err(Problem::AddressNotAllowed);
        }
        if request.uri().path_and_query().is_some_and(|target| target.as_str().len() > MAX_TARGET_BYTES) {
            return Err(Problem::TargetTooLong);
        }
        // Only after a look at the secret: a caller who has a right one is never held off.
        let recognised = hook.authenticate(read, state.clock.unix_nanos());
        recognised.map_err(|problem| state.callers.failed(source_ip, unrecognised(problem, body)))
    }

    async fn decide(&self, read: &Request<'_>) -> Result<LoginRecord, Problem> {
        let Self { body, state, route: HookRoute { hook, metrics, .. }, .. } = *self;
        // Only now: whoever has no secret learns nothing else.
        body.as_ref().map_err(Problem::clone)?;
        let login = Arc::new(hook.read(read)?);
        let under_way = state.metrics.login_under_way();
        let decision = state.decider.decide_within(Arc::clone(&login), &state.places).await;
        drop(under_way);
        let decision = decision.map_err(|_| Problem::Overloaded)?;
        metrics.decided(&decision);
        Ok(LoginRecord { login, decision: Arc::new(decision), trace: trace::ids(self.request) })
    }

    async fn answer(&self, read: &Request<'_>) -> HttpResponse {
        let Self { request, state, route: HookRoute { hook, .. }, .. } = *self;
        let record = match self.decide(read).await {
            Ok(record) => record,
            Err(problem) => {
                let answer = self.refuse(&problem);
                self.note(state.clock.unix_nanos(), CameTo::Refused { problem, sent: Sent::of(read, hook) });
                return answer;
            }
        };
        let (mut answer, problem) = match hook.answer(&record.decision) {
            Ok(map) => (answer::begin(request, StatusCode::OK, answer::JSON).body(map), None),
            Err(problem) => (self.refuse(&problem), Some(problem)),
        };
        tell_decision_id(&mut answer, record.decision.id);
        trace::decided(request, &record);
        // First what never waits: a caller who leaves while the journal is full has been decided about too.
        state.login_log.record(&record);
        let decided = CameTo::Decided { record: record.clone(), problem, sent: Sent::of(read, hook) };
        self.note(record.decision.unix_nanos, decided);
        state.journal.record(record).await;
        answer
    }

    fn turn_away(&self, read: &Request<'_>, problem: Problem) -> HttpResponse {
        let answer = self.refuse(&problem);
        let is_about_secrets = matches!(
            problem,
            Problem::Unauthorized | Problem::SignatureRefused { .. } | Problem::TooManyBadSecrets { .. }
        );
        let presented = is_about_secrets.then(|| self.route.hook.presented(read)).flatten();
        self.note(self.state.clock.unix_nanos(), CameTo::TurnedAway { problem, presented });
        answer
    }

    fn other_method(&self) -> HttpResponse {
        if *self.request.method() != HttpMethod::OPTIONS {
            let problem = Problem::MethodNotAllowed { allowed: ALLOWED };
            self.note(self.state.clock.unix_nanos(), CameTo::TurnedAway { problem, presented: None });
        }
        refusal::other_method(self.request, Some(self.route.hook.name()), ALLOWED)
    }

    fn refuse(&self, problem: &Problem) -> HttpResponse {
        refusal::refuse(self.request, Some(self.route.hook.name()), problem)
    }

    fn note(&self, unix_nanos: i64, came_to: CameTo) {
        let arrival = Arrival::new(self.request, self.body, self.source_ip, unix_nanos, came_to);
        self.route.arrivals.note(arrival);
    }
}

fn tell_decision_id(answer: &mut HttpResponse, id: Uuid) {
    let mut digits = Uuid::encode_buffer();
    if let Ok(id) = HeaderValue::from_str(id.hyphenated().encode_lower(&mut digits)) {
        answer.headers_mut().insert(DECISION_ID, id);
    }
}

fn header(request: &HttpRequest, name: HeaderName) -> Option<&[u8]> {
    request.headers().get(name).map(HeaderValue::as_bytes)
}

fn signature(request: &HttpRequest) -> SignatureHeaders<'_> {
    SignatureHeaders {
        id: header(request, WEBHOOK_ID),
        timestamp: header(request, WEBHOOK_TIMESTAMP),
        signature: header(request, WEBHOOK_SIGNATURE),
    }
}

/// No signature can be right of a body that was not read to its end: whoever signed it is told that instead.
fn unrecognised(problem: Problem, body: &Result<Bytes, Problem>) -> Problem {
    match (problem, body) {
        (Problem::SignatureRefused { fault: SignatureFault::NoMatch }, Err(unreadable)) => unreadable.clone(),
        (problem, _) => problem,
    }
}
