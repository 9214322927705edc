//! Which trace something belongs to: what log lines and events of the journal say of it.

use opentelemetry::trace::{SpanId, TraceId};

/// The trace and the span of a request that somebody can look up. As text both are hexadecimal digits in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceIds {
    /// The trace.
    pub trace_id: TraceId,
    /// The request's own span in it.
    pub span_id: SpanId,
}
