//! Traces of requests, for whoever follows one through many systems: a span a request and one a policy's evaluation,
//! sent by OTLP (<https://opentelemetry.io/docs/specs/otlp/>).
//!
//! Lives here: which requests are traced, what their spans say, the queue that they wait in, the thread that sends them.
//! It is told of requests by types of its own and knows no HTTP server. No span ever names an agent, or holds what was
//! sent: neither path nor query, nor a policy's reasons, which may quote it. To say more about each request: one
//! attribute in `spans.rs`.

mod attributes;
mod delivery;
mod lost;
mod parent;
mod queue;
mod request;
mod spans;
mod tracer;
mod transport;

pub use parent::Parent;
pub use queue::{TraceParts, TraceQueue};
pub use request::{Answer, Refused, TracedLogin, TracedRequest};
pub use tracer::Tracer;
