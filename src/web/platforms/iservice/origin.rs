//! Whether a page of another site asked.

use actix_web::HttpRequest;
use actix_web::http::Uri;
use actix_web::http::header::{HOST, HeaderName, ORIGIN};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Whether a page of another site sent `request`, as far as the browser says. What is no browser says nothing, and has
/// no cookies that somebody else could use. `url` is where browsers reach this server, if that is known.
pub(super) fn is_cross_site(request: &HttpRequest, url: Option<&str>) -> bool {
    match header(request, &FETCH_SITE) {
        Some("same-origin" | "none") => false,
        // Another host of the same domain is believed as far as its origin is ours.
        Some("same-site") | None => header(request, &ORIGIN).is_some_and(|origin| !is_own(origin, request, url)),
        Some(_) => true,
    }
}

/// Whether the browser shows the answer to whoever sits there, rather than to a script.
pub(super) fn is_navigation(request: &HttpRequest) -> bool {
    header(request, &FETCH_MODE) == Some("navigate")
}

fn is_own(origin: &str, request: &HttpRequest, url: Option<&str>) -> bool {
    let Ok(origin) = origin.parse::<Uri>() else { return false };
    let Some(authority) = origin.authority() else { return false };
    let is_public = url.and_then(|url| url.parse::<Uri>().ok()).is_some_and(|url| {
        url.scheme() == origin.scheme() && url.authority().is_some_and(|public| public == authority)
    });
    is_public || header(request, &HOST).is_some_and(|host| authority.as_str().eq_ignore_ascii_case(host))
}

fn header<'r>(request: &'r HttpRequest, name: &HeaderName) -> Option<&'r str> {
    // What is no text is nobody's origin.
    request.headers().get(name).map(|value| value.to_str().unwrap_or("null"))
}
