//! The span of one HTTP request: what its log lines have in common.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::{HttpMessage as _, HttpRequest};
use tracing::Span;
use tracing::level_filters::LevelFilter;
use tracing_actix_web::{RequestId, RootSpanBuilder};

use super::TraceIds;

/// A span with method, route, request id, and the trace if there is one: for `TracingLogger::<RequestSpan>::new()`.
///
/// It names the route's pattern and never the request's own path or query, either of which may hold a secret.
#[derive(Debug, Clone, Copy)]
pub struct RequestSpan;

/// Paths at which a request's span is made when a line is about to be written, by [`RequestSpan::within`]: hardly any
/// request there leaves one, and making the span for all would cost more than finding what they ask for. Data of an
/// application.
#[derive(Debug, Clone)]
pub struct SpansOnDemand(Vec<String>);

impl SpansOnDemand {
    /// At these paths, none of which holds a secret.
    pub fn at(paths: impl Iterator<Item = String>) -> Self {
        Self(paths.collect())
    }
}

impl RequestSpan {
    /// Does `work`, which may write lines, in the span of `request`.
    pub fn within<T>(request: &HttpRequest, work: impl FnOnce() -> T) -> T {
        if Span::current().is_none() { span(request).in_scope(work) } else { work() }
    }
}

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let on_demand = request.app_data::<SpansOnDemand>();
        let is_on_demand =
            on_demand.is_some_and(|SpansOnDemand(paths)| paths.iter().any(|path| path == request.path()));
        // Below, any crate may write lines at any time.
        if is_on_demand && LevelFilter::current() <= LevelFilter::INFO {
            return Span::none();
        }
        span(request.request())
    }

    /// Nothing: no line of the request follows that could say its status.
    fn on_request_end<B: MessageBody>(_: Span, _: &Result<ServiceResponse<B>, actix_web::Error>) {}
}

fn span(request: &HttpRequest) -> Span {
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

    /// What the lines say of their span when a handler at `/vcc` writes one within the request's, and one before.
    async fn spans_on_demand(level: &str) -> [serde_json::Value; 2] {
        let (dispatch, lines) = in_memory(true, level);
        let _guard = set_default(&dispatch);
        let answer = async |request: HttpRequest| {
            tracing::info!("as it is");
            RequestSpan::within(&request, || tracing::info!("within"));
            HttpResponse::Ok().finish()
        };
        let app = App::new().app_data(SpansOnDemand::at(["/vcc".to_owned()].into_iter()));
        let app = app.wrap(TracingLogger::<RequestSpan>::new()).route("/vcc", web::get().to(answer));
        call_service(&init_service(app).await, TestRequest::get().uri("/vcc?iv=hidden").to_request()).await;
        let text = lines.text();
        assert!(!text.contains("hidden"), "{text}");
        let mut lines = text.lines().filter(|line| line.contains(r#""target":"logingate::telemetry::request_span"#));
        [(); 2].map(|()| serde_json::from_str::<serde_json::Value>(lines.next().unwrap()).unwrap()["span"].take())
    }

    #[actix_web::test]
    async fn where_lines_are_rare_a_span_is_made_for_them_only() {
        let [without, within] = spans_on_demand("info").await;
        assert_eq!(without, serde_json::Value::Null);
        assert_eq!((&within["route"], &within["method"]), (&"/vcc".into(), &"GET".into()));
        assert_eq!(within["request_id"].as_str().map(str::len), Some(36));
    }

    #[actix_web::test]
    async fn where_any_crate_may_write_lines_every_request_has_its_span() {
        let [first, second] = spans_on_demand("debug").await;
        assert_eq!(first["route"], "/vcc");
        assert_eq!(first, second);
    }
}
