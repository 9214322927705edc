//! The WebSocket: opened, pinged, closed.

use actix_web::http::header::{ALLOW, CONNECTION, HeaderValue, UPGRADE};
use actix_web::http::{Method, StatusCode, Version};
use actix_web::rt::spawn;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::conversation::Conversation;
use super::post;
use crate::dialect::finesse::{ApiError, ErrorKind};
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::{State, body};

const ALLOWED: HeaderValue = HeaderValue::from_static("GET, OPTIONS");
const WEBSOCKET: HeaderValue = HeaderValue::from_static("websocket");

/// Opens a WebSocket.
pub(super) async fn open(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, Handler::Acqueon, &request);
    let answer = if request.method() == Method::GET {
        match state.platforms.acqueon.connections.place() {
            Some(place) if is_upgrade(&request) => match actix_ws::handle(&request, payload) {
                Ok((answer, session, frames)) => {
                    let conversation = Conversation::new(request.clone(), state.clone(), place, session);
                    spawn(conversation.run(frames));
                    answer
                }
                Err(_) => upgrade_required(&request),
            },
            Some(_) => {
                body::drain(payload, state.body_read).await;
                upgrade_required(&request)
            }
            None => post::refuse(
                &request,
                StatusCode::SERVICE_UNAVAILABLE,
                &ApiError::new(ErrorKind::OutOfService, "too many connections: try again in a moment"),
            ),
        }
    } else {
        body::drain(payload, state.body_read).await;
        other_method(&request, ALLOWED)
    };
    measured.end(answer)
}

fn is_upgrade(request: &HttpRequest) -> bool {
    let upgrade = request.headers().get(UPGRADE).and_then(|value| value.to_str().ok());
    upgrade.is_some_and(|value| value.to_ascii_lowercase().contains("websocket"))
}

fn upgrade_required(request: &HttpRequest) -> HttpResponse {
    let error = ApiError::new(ErrorKind::BadRequest, "a WebSocket is opened here (RFC 6455, version 13)");
    let mut answer = post::refuse(request, StatusCode::UPGRADE_REQUIRED, &error);
    // HTTP/2 has neither header.
    if request.version() < Version::HTTP_2 {
        answer.headers_mut().insert(UPGRADE, WEBSOCKET);
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("upgrade"));
    }
    answer
}

/// OPTIONS learns which methods are served; any other is refused.
pub(super) fn other_method(request: &HttpRequest, allowed: HeaderValue) -> HttpResponse {
    let mut answer = if request.method() == Method::OPTIONS {
        crate::web::answer::begin_empty(request, StatusCode::NO_CONTENT).finish()
    } else {
        let error = ApiError::new(ErrorKind::BadRequest, "this method is not served here");
        post::refuse(request, StatusCode::METHOD_NOT_ALLOWED, &error)
    };
    answer.headers_mut().insert(ALLOW, allowed);
    answer
}
