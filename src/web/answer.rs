//! What every answer has in common.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
/// URLs carry secrets.
const NO_REFERRER: HeaderValue = HeaderValue::from_static("no-referrer");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest request id that is sent back.
const MAX_REQUEST_ID_BYTES: usize = 128;

/// An answer to `request` that nobody keeps, with the request's own id if it has one.
pub(super) fn begin(request: &HttpRequest, status: StatusCode, content_type: HeaderValue) -> HttpResponseBuilder {
    let mut answer = begin_empty(request, status);
    answer.insert_header((CONTENT_TYPE, content_type));
    answer
}

/// The same for an answer without a body.
pub(super) fn begin_empty(request: &HttpRequest, status: StatusCode) -> HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer.insert_header((CACHE_CONTROL, NO_STORE)).insert_header((REFERRER_POLICY, NO_REFERRER));
    if let Some(id) = request.headers().get(&REQUEST_ID).filter(|id| is_plain(id)) {
        answer.insert_header((REQUEST_ID, id.clone()));
    }
    answer
}

/// Whether an id is short and visible: nothing else is sent back.
fn is_plain(id: &HeaderValue) -> bool {
    (1..=MAX_REQUEST_ID_BYTES).contains(&id.len()) && id.as_bytes().iter().all(u8::is_ascii_graphic)
}
