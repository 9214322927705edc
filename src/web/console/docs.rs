//! `/openapi.json`, and `/docs/` where a browser shows it and tries it out: Swagger UI, compiled in.
//!
//! Neither holds anything of this server's settings, so that nobody needs a token: a page has none to send before somebody
//! gives it one. It may load and ask nothing but this very address.

use std::sync::{Arc, LazyLock};

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_ENCODING, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Content, header::HeaderBuilder};
use utoipa_swagger_ui::{Config, SwaggerFile, serve};

use crate::dialect::Problem;
use crate::telemetry::metrics::Handler;
use crate::web::measure::Measured;
use crate::web::openapi::{self, Described, OPERATORS, string};
use crate::web::{State, answer, body, refusal};

/// Scripts, styles and requests of this address alone, in nobody's frame. Swagger UI brings its pictures as data.
const SECURITY_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);
const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");

/// Links are relative, for a proxy may serve this under a path of its own. No token is remembered, and nobody else's
/// validator is asked.
static UI: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::new(["../openapi.json"]).use_base_layout().validator_url("none").persist_authorization(false);
    Arc::new(config.display_request_duration(true).default_models_expand_depth(0))
});

/// `GET /openapi.json`
pub(super) async fn document(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    answered(&request, payload, &state, Handler::OpenApi, || {
        begin(&request, StatusCode::OK, answer::JSON).body(openapi::json())
    })
    .await
}

/// `GET /docs`: relative links need the slash at its end.
pub(super) async fn moved(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    answered(&request, payload, &state, Handler::Docs, || {
        let mut answer = answer::begin_empty(&request, StatusCode::PERMANENT_REDIRECT);
        answer.insert_header((LOCATION, HeaderValue::from_static("docs/"))).finish()
    })
    .await
}

/// `GET /docs/`
pub(super) async fn page(request: HttpRequest, payload: Payload, state: Data<State>) -> HttpResponse {
    answered(&request, payload, &state, Handler::Docs, || shown(&request, "index.html")).await
}

/// `GET /docs/{file}`
pub(super) async fn file(
    request: HttpRequest,
    payload: Payload,
    name: Path<String>,
    state: Data<State>,
) -> HttpResponse {
    answered(&request, payload, &state, Handler::Docs, || shown(&request, &name)).await
}

async fn answered(
    request: &HttpRequest,
    payload: Payload,
    state: &State,
    handler: Handler,
    answer: impl FnOnce() -> HttpResponse,
) -> HttpResponse {
    let measured = Measured::begin(&state.metrics, handler, request);
    body::drain(payload, state.body_read).await;
    measured.end(match request.method().as_str() {
        "GET" | "HEAD" => answer(),
        _ => refusal::other_method(request, None, "GET, HEAD, OPTIONS"),
    })
}

/// A file of Swagger UI.
fn shown(request: &HttpRequest, name: &str) -> HttpResponse {
    let Ok(Some(SwaggerFile { bytes, content_type, gzpipped: is_gzipped, .. })) = serve(name, Arc::clone(&UI)) else {
        return refusal::refuse(request, None, &Problem::NotFound);
    };
    let Ok(content_type) = HeaderValue::from_str(&content_type) else {
        return refusal::refuse(request, None, &Problem::NotFound);
    };
    let mut answer = begin(request, StatusCode::OK, content_type);
    answer.insert_header((CONTENT_SECURITY_POLICY, SECURITY_POLICY)).insert_header((OPENER_POLICY, SAME_ORIGIN));
    if is_gzipped {
        answer.insert_header((CONTENT_ENCODING, HeaderValue::from_static("gzip")));
    }
    answer.body(bytes.into_owned())
}

fn begin(request: &HttpRequest, status: StatusCode, content_type: HeaderValue) -> HttpResponseBuilder {
    let mut answer = answer::begin(request, status, content_type);
    answer.insert_header((X_CONTENT_TYPE_OPTIONS, NOSNIFF)).insert_header((RESOURCE_POLICY, SAME_ORIGIN));
    answer
}

pub(super) fn document_described() -> Vec<Described> {
    let content = Content::new(Some(ObjectBuilder::new().schema_type(SchemaType::Type(Type::Object))));
    let response = ResponseBuilder::new().description("OpenAPI 3.1").content("application/json", content).build();
    vec![Described::get("openapi", "This document").tag(OPERATORS).answers_with(200, response)]
}

pub(super) fn moved_described() -> Vec<Described> {
    let location = HeaderBuilder::new().schema(Some(string())).description(Some("`docs/`")).build();
    let response = ResponseBuilder::new().description("It is at `/docs/`").header("Location", location).build();
    vec![Described::get("docs_moved", "The way to /docs/").tag(OPERATORS).answers_with(308, response)]
}

pub(super) fn page_described() -> Vec<Described> {
    let get = Described::get("docs", "This document in a browser, where it can be tried out").tag(OPERATORS);
    vec![get.answers_text(200, "Swagger UI", "text/html")]
}

pub(super) fn file_described() -> Vec<Described> {
    let get = Described::get("docs_file", "A part of that page").tag(OPERATORS);
    let get = get.segment("file", string(), "Such as `swagger-ui.css`.");
    let media_types = ["text/css", "text/javascript", "text/html", "image/png"];
    let response = media_types.iter().fold(ResponseBuilder::new().description("The part"), |it, media_type| {
        it.content(*media_type, Content::new(Some(string())))
    });
    vec![get.answers_with(200, response.build()).refuses([Problem::NotFound])]
}
