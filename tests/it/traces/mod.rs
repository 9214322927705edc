//! Traces, as a real receiver of OTLP sees them.

mod context;
mod delivery;
mod discretion;
mod page;
mod receiver;
mod refused;
mod span;
mod spans;
mod stop;
mod tls;

use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use span::Span;

const HOOK: &str = "/vcc/project-login";

/// The one span of a request among `spans`.
fn request(spans: &[Span]) -> &Span {
    let mut requests = spans.iter().filter(|span| span.kind == SpanKind::Server);
    let request = requests.next().unwrap();
    assert_eq!(requests.next(), None);
    request
}
