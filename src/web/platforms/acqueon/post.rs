//! POST: one message in, the list of those it leads to out. Whoever signs in gets a token in a header, and brings it back
//! as `Authorization: Bearer …`. Ours, from end to end: the vendor has no server.

use actix_web::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::agent::SignedIn;
use super::desk::{Answer, Desk};
use super::failure::{Failure, refused};
use super::socket::other_method;
use crate::decision::Platform;
use crate::dialect::acqueon::{Envelope, Message, Received, Request, Unreadable, list};
use crate::dialect::finesse::{ApiError, ErrorKind};
use crate::directory::Token;
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::platforms::caller::Caller;
use crate::web::{State, answer, body};

const ALLOWED: HeaderValue = HeaderValue::from_static("POST, OPTIONS");
const TOKEN: HeaderName = HeaderName::from_static("x-acqueon-token");

/// Answers one message.
pub(super) async fn messages(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Acqueon, &request);
    let body = body::read(payload, state.body_read).await;
    if request.method() != Method::POST {
        return measured.end(other_method(&request, ALLOWED));
    }
    measured.end(match body {
        Ok(body) => Post { request: &request, state: &state }.answer(&body).await,
        Err(problem) => {
            let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::BAD_REQUEST);
            let error = ApiError::new(ErrorKind::BadRequest, "the body is too large, too slow or cut off");
            refuse(&request, status, &error)
        }
    })
}

struct Post<'a> {
    request: &'a HttpRequest,
    state: &'a State,
}

/// A list of messages, and the token of whoever has just signed in.
type Listed = (Vec<Message>, Option<Token>);

impl Post<'_> {
    async fn answer(&self, body: &[u8]) -> HttpResponse {
        let (envelope, request) = match read(body) {
            Ok(Received { envelope, request }) => (envelope, request),
            Err(Unreadable { envelope, error }) => return self.list(&[Message::error(&error)], &envelope, None),
        };
        match self.ask(request).await {
            Ok((messages, token)) => self.list(&messages, &envelope, token.as_ref()),
            Err(failure) => self.list(&[Message::error(&failure.error())], &envelope, None),
        }
    }

    async fn ask(&self, request: Request) -> Result<Listed, Failure> {
        let caller = Caller::of(self.request, self.state, Platform::Acqueon);
        let desk = Desk { caller, connection: None };
        let agent = match request {
            Request::SignIn(_) => None,
            _ => Some(self.bearer(&desk).await?),
        };
        Ok(match desk.answer(agent, request).await? {
            Answer::SignedIn(_, token, messages) => (messages, Some(token)),
            Answer::Told(_, message) => (vec![message], None),
            Answer::SignedOut(messages) => (messages, None),
        })
    }

    /// Who has the token that the request brings.
    async fn bearer(&self, desk: &Desk<'_>) -> Result<SignedIn, Failure> {
        let nobody = || refused(ErrorKind::Unauthorized, "expected Authorization: Bearer with the token of a sign-in");
        let token = self.request.headers().get(AUTHORIZATION).and_then(bearer_token).ok_or_else(nobody)?;
        desk.bearer(token).await?.ok_or_else(nobody)
    }

    fn list(&self, messages: &[Message], envelope: &Envelope, token: Option<&Token>) -> HttpResponse {
        let mut answer = answer::begin(self.request, StatusCode::OK, answer::JSON);
        if let Some(mut token) = token.and_then(|token| HeaderValue::from_str(token.expose()).ok()) {
            token.set_sensitive(true);
            answer.insert_header((TOKEN, token));
        }
        answer.body(list(messages, envelope))
    }
}

fn read(body: &[u8]) -> Result<Received, Unreadable> {
    let text = std::str::from_utf8(body).map_err(|_| Unreadable {
        envelope: Envelope::default(),
        error: ApiError::new(ErrorKind::BadRequest, "the body is not UTF-8 text"),
    })?;
    Received::read(text)
}

fn bearer_token(header: &HeaderValue) -> Option<&str> {
    let (scheme, token) = header.to_str().ok()?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

/// A list with this one error, for requests that hold no message.
pub(super) fn refuse(request: &HttpRequest, status: StatusCode, error: &ApiError) -> HttpResponse {
    answer::begin(request, status, answer::JSON).body(list(&[Message::error(error)], &Envelope::default()))
}
