//! The hop below Acqueon, as Cisco Finesse has it: `PUT` and `GET` of `User/{id}`, each with the user's own HTTP Basic.
//! Finesse tells what came of a PUT later, over XMPP; there is none here, so that 202 means done, and errors come at once.

use actix_web::http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Bytes, Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use percent_encoding::percent_decode_str;

use super::agent::SignedIn;
use super::desk::Desk;
use super::failure::{Failure, refused, unavailable};
use crate::admission::Known;
use crate::decision::Platform;
use crate::dialect::Problem;
use crate::dialect::basic::{self, Credentials};
use crate::dialect::finesse::{self, AgentState, ApiError, ErrorKind, User, UserUpdate};
use crate::directory::{LoginNameKind, folded};
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::platforms::caller::Caller;
use crate::web::{State, answer, body};

const ALLOWED: HeaderValue = HeaderValue::from_static("GET, HEAD, PUT, OPTIONS");
const XML: HeaderValue = HeaderValue::from_static(finesse::CONTENT_TYPE);
const BASIC: HeaderValue = HeaderValue::from_static("Basic realm=\"Cisco Finesse\"");

/// Answers `User/{id}`.
pub(super) async fn user(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Finesse, &request);
    let body = body::read(payload, state.body_read).await;
    let desk = Desk { caller: Caller::of(&request, &state, Platform::Acqueon), connection: None };
    let answered = match *request.method() {
        Method::GET | Method::HEAD => get(&desk).await,
        Method::PUT => put(&desk, body).await,
        _ => return measured.end(other_method(&request)),
    };
    measured.end(answered.unwrap_or_else(|failure| refuse(&request, &failure.error())))
}

/// Answers what is no user.
pub(super) async fn nothing(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Finesse, &request);
    body::drain(payload, state.body_read).await;
    measured.end(refuse(&request, &ApiError::new(ErrorKind::NotFound, "only User/{id} is served here")))
}

async fn get(desk: &Desk<'_>) -> Result<HttpResponse, Failure> {
    let known = recognise(desk).await?;
    let directory = &desk.caller.state.platforms.directory;
    let presence = directory.presence(Platform::Acqueon, known.record.id).await.map_err(unavailable)?;
    let team = desk.workspace().team();
    let xml = match presence {
        Some(presence) => SignedIn::new(known, presence).user().to_xml(team),
        None => signed_out(&known).to_xml(team),
    };
    Ok(answer::begin(desk.caller.request, StatusCode::OK, XML).body(xml))
}

async fn put(desk: &Desk<'_>, body: Result<Bytes, Problem>) -> Result<HttpResponse, Failure> {
    let known = recognise(desk).await?;
    let body = body.map_err(|_| refused(ErrorKind::BadRequest, "the body is too large, too slow or cut off"))?;
    let content_type = desk.caller.request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if !finesse::is_xml(content_type) {
        return Err(refused(ErrorKind::BadRequest, "expected Content-Type: application/xml"));
    }
    let update = UserUpdate::read(&body).map_err(Failure::Refused)?;
    match update {
        UserUpdate::Login { extension } => {
            drop(desk.enter(known, extension).await?);
            desk.caller.admitted();
        }
        UserUpdate::Ready => drop(desk.set_state(&present(desk, known).await?, AgentState::Ready, None).await?),
        UserUpdate::NotReady { reason } => {
            let agent = present(desk, known).await?;
            drop(desk.set_state(&agent, AgentState::NotReady, reason.as_deref()).await?);
        }
        UserUpdate::Logout { reason } => desk.log_out(&present(desk, known).await?, reason.as_deref()).await?,
    }
    Ok(answer::begin_empty(desk.caller.request, StatusCode::ACCEPTED).finish())
}

/// Whoever asks, if it is the user who is asked for. That there is another user, only a user learns.
async fn recognise(desk: &Desk<'_>) -> Result<Known, Failure> {
    let request = desk.caller.request;
    let credentials = request.headers().get(AUTHORIZATION).and_then(|header| basic::read(header.as_bytes()));
    let Credentials { user, password } =
        credentials.ok_or_else(|| refused(ErrorKind::Unauthorized, "expected Authorization: Basic"))?;
    let known = desk.authenticate(user, password).await?;
    let id = request.match_info().get("id").unwrap_or_default();
    // The router leaves `%25`, `%2B` and `%2F` as they came.
    let id = percent_decode_str(id).decode_utf8_lossy();
    if folded(&id) == folded(&known.login_name) {
        return Ok(known);
    }
    let directory = &desk.caller.state.platforms.directory;
    let other = directory.find(Platform::Acqueon, &LoginNameKind::Name, &id).await.map_err(unavailable)?;
    let kind = if other.is_some() { ErrorKind::OtherUser } else { ErrorKind::UserNotFound };
    Err(refused(kind, "a user is asked for and set by nobody else"))
}

async fn present(desk: &Desk<'_>, known: Known) -> Result<SignedIn, Failure> {
    let directory = &desk.caller.state.platforms.directory;
    let presence = directory.presence(Platform::Acqueon, known.record.id).await.map_err(unavailable)?;
    let presence = presence.ok_or_else(|| refused(ErrorKind::InvalidState, "the user is not signed in"))?;
    Ok(SignedIn::new(known, presence))
}

fn signed_out(known: &Known) -> User<'_> {
    User {
        login_id: &known.login_name,
        login_name: &known.record.agent.username,
        full_name: known.record.agent.full_name.as_deref(),
        extension: "",
        state: AgentState::Logout,
        reason: None,
        state_since: None,
    }
}

fn other_method(request: &HttpRequest) -> HttpResponse {
    let mut answer = if request.method() == Method::OPTIONS {
        answer::begin_empty(request, StatusCode::NO_CONTENT).finish()
    } else {
        let error = ApiError::new(ErrorKind::BadRequest, "this method is not served here");
        answer::begin(request, StatusCode::METHOD_NOT_ALLOWED, XML).body(error.to_xml())
    };
    answer.headers_mut().insert(ALLOW, ALLOWED);
    answer
}

fn refuse(request: &HttpRequest, error: &ApiError) -> HttpResponse {
    let status = StatusCode::from_u16(error.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = answer::begin(request, status, XML);
    if error.kind == ErrorKind::Unauthorized {
        answer.insert_header((WWW_AUTHENTICATE, BASIC));
    }
    answer.body(error.to_xml())
}
