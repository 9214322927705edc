//! The span of one HTTP request: what its log lines have in common.

use actix_web::HttpMessage as _;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

use super::TraceIds;

/// A span with method, route, request id, and the trace if there is one: for `TracingLogger::<RequestSpan>::new()`.
///
/// It names the route's pattern and never the request's own path or query, either of which may hold a secret.
#[derive(Debug, Clone, Copy)]
pub struct RequestSpan;

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let extensions = request.extensions();
        let trace = extensions.get::<TraceIds>();
        // All at once: whoever writes lines would have to read again what stands there already to add to it.
        tracing::info_span!(
            "request",
            method = method_name(request.method()),
            route = request.match_pattern().as_deref().unwrap_or("unmatched"),
            request_id = extensions.get::<RequestId>().map(display),
            trace_id = trace.map(|trace| display(trace.trace_id)),
            span_id = trace.map(|trace| display(trace.span_id)),
        )
    }

    /// Nothing: no line of the request follows that could say its status.
    fn on_request_end<B: MessageBody>(_: Span, _: &Result<ServiceResponse<B>, actix_web::Error>) {}
}

/// The methods that hooks know; others are the caller's own words and stay out of the log.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::OPTIONS => "OPTIONS",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, HttpResponse, web};
    use tracing::dispatcher::set_default;
    use tracing_actix_web::TracingLogger;

    use super::super::subscriber::tests::in_memory;
    use super::*;

    #[actix_web::test]
    async fn lines_of_a_request_name_its_route_and_never_its_secret_or_query() {
        let (dispatch, lines) = in_memory(true, "trace");
        let _guard = set_default(&dispatch);
        let answer = async || {
            tracing::info!("answered");
            HttpResponse::Ok().finish()
        };
        let app = App::new().wrap(TracingLogger::<RequestSpan>::new()).route("/vcc/{secret}", web::get().to(answer));
        let app = init_service(app).await;
        call_service(&app, TestRequest::get().uri("/vcc/hidden-secret?projectId=1&iv=hidden").to_request()).await;
        call_service(&app, TestRequest::get().uri("/other/hidden-secret?iv=hidden").to_request()).await;

        let text = lines.text();
        assert!(!text.contains("hidden") && !text.contains('?'), "{text}");
        let line: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!((&line["span"]["route"], &line["span"]["method"]), (&"/vcc/{secret}".into(), &"GET".into()));
        assert_eq!(line["span"]["request_id"].as_str().map(str::len), Some(36));
    }
}
