//! Spans as a receiver reads them.

use std::collections::BTreeMap;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::{Span as Received, span, status};

/// Attributes by name, values as text.
pub type Attributes = BTreeMap<String, String>;

/// One span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub name: String,
    pub kind: span::SpanKind,
    /// All ids in hexadecimal digits.
    pub trace: String,
    pub id: String,
    /// Empty for a root.
    pub parent: String,
    /// Nanoseconds since the Unix epoch.
    pub start: u64,
    pub end: u64,
    pub attributes: Attributes,
    /// The attributes of each event.
    pub events: Vec<Attributes>,
    /// Trace and span of each link.
    pub links: Vec<(String, String)>,
    /// What is said of its error, if it is one.
    pub error: Option<String>,
    pub state: String,
}

impl Span {
    /// All spans of a batch.
    pub fn all(batch: &ExportTraceServiceRequest) -> Vec<Self> {
        let scopes = batch.resource_spans.iter().flat_map(|resource| &resource.scope_spans);
        scopes.flat_map(|scope| &scope.spans).map(Self::from).collect()
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

impl From<&Received> for Span {
    fn from(span: &Received) -> Self {
        let status = span.status.clone().unwrap_or_default();
        let is_error = status.code == i32::from(status::StatusCode::Error);
        Self {
            name: span.name.clone(),
            kind: span.kind(),
            trace: hex(&span.trace_id),
            id: hex(&span.span_id),
            parent: hex(&span.parent_span_id),
            start: span.start_time_unix_nano,
            end: span.end_time_unix_nano,
            attributes: attributes(&span.attributes),
            events: span.events.iter().map(|event| attributes(&event.attributes)).collect(),
            links: span.links.iter().map(|link| (hex(&link.trace_id), hex(&link.span_id))).collect(),
            error: is_error.then_some(status.message),
            state: span.trace_state.clone(),
        }
    }
}

/// Attributes by name.
pub fn attributes(pairs: &[KeyValue]) -> Attributes {
    let text = |value: &Option<AnyValue>| match value.as_ref().and_then(|value| value.value.clone()) {
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(number)) => number.to_string(),
        Some(Value::BoolValue(is)) => is.to_string(),
        other => panic!("{other:?}"),
    };
    pairs.iter().map(|pair| (pair.key.clone(), text(&pair.value))).collect()
}

/// Attributes as a test writes them.
pub fn expected(pairs: &[(&str, &str)]) -> Attributes {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
