//! Requests that come to no login, answered in the platform's own words: its clients read the body, not the status.

use actix_web::body::BoxBody;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};

use super::caller::Caller;
use crate::dialect::Problem;
use crate::telemetry::Refused;
use crate::web::{answer, refusal};

/// The methods that these platforms serve.
const ALLOWED: &str = "POST, OPTIONS";

/// A platform's own body.
pub(super) struct Words {
    /// Its media type.
    pub(super) media_type: HeaderValue,
    /// What it says.
    pub(super) text: String,
}

impl Words {
    /// The answer of a request that was understood, whatever it says.
    pub(super) fn answer(self, request: &HttpRequest) -> HttpResponse {
        answer::begin(request, StatusCode::OK, self.media_type).body(self.text)
    }

    /// The answer of a request that `problem` kept from being understood: its status and headers, this body.
    pub(super) fn turn_away(self, caller: &Caller<'_>, problem: &Problem) -> HttpResponse {
        let mut answer = refusal::refuse(caller.request, Some(caller.platform.as_str()), problem);
        answer.headers_mut().insert(CONTENT_TYPE, self.media_type);
        answer.set_body(BoxBody::new(self.text))
    }

    /// The answer of another method than POST; OPTIONS learns which one is served.
    pub(super) fn other_method(self, caller: &Caller<'_>) -> HttpResponse {
        if *caller.request.method() == Method::OPTIONS {
            return refusal::other_method(caller.request, Some(caller.platform.as_str()), ALLOWED);
        }
        self.turn_away(caller, &Problem::MethodNotAllowed { allowed: ALLOWED })
    }
}

/// Leaves a line about a request that is refused after its sender was recognised, or for another reason than
/// [`Refusal`](crate::admission::Refusal) knows.
pub(super) fn log_refused(caller: &Caller<'_>, reason: &'static str) {
    caller.state.callers.log_platform_refusal(caller.source_ip, Refused::PlatformRequest, caller.platform, reason);
}
