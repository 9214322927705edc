//! The variables that every program with OpenTelemetry understands, as settings of `[traces]`.
//!
//! Source: <https://opentelemetry.io/docs/specs/otel/protocol/exporter/>. What is not listed here is not looked at.

use std::ffi::OsString;

use figment::value::{Dict, Value};
use percent_encoding::percent_decode_str;

use super::fault::{Fault, quoted};
use super::layer::{Layer, SourceKind};

/// The variables and the settings they stand for. Of two for one setting the later wins: it is about traces only.
const VARIABLES: [(&str, &str); 7] = [
    ("OTEL_SERVICE_NAME", "service_name"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", ENDPOINT),
    (TRACES_ENDPOINT, ENDPOINT),
    ("OTEL_EXPORTER_OTLP_HEADERS", HEADERS),
    ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", HEADERS),
    ("OTEL_EXPORTER_OTLP_CERTIFICATE", "ca"),
    ("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "ca"),
];
/// The one whose URL is complete.
const TRACES_ENDPOINT: &str = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
const ENDPOINT: &str = "endpoint";
const HEADERS: &str = "headers";
const PROTOCOLS: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"];
const PROTOCOL: &str = "http/protobuf";
const DISABLED: &str = "OTEL_SDK_DISABLED";

/// One layer for each of these variables; an empty one counts as not set, as the specification has it.
pub(super) fn layers(variables: &[(OsString, OsString)], faults: &mut Vec<Fault>) -> Vec<Layer> {
    let get = |name: &str| variables.iter().find(|(other, value)| other == name && !value.is_empty());
    let text = |name: &str| get(name).map(|(_, value)| value.to_str().ok_or("got bytes that are not UTF-8 text"));
    if text(DISABLED).is_some_and(|value| value.is_ok_and(|value| value.eq_ignore_ascii_case("true"))) {
        return Vec::new();
    }
    let mut layers = Vec::new();
    let mut is_on = false;
    for (name, setting) in VARIABLES {
        let Some(text) = text(name) else { continue };
        is_on |= setting == ENDPOINT;
        match text.and_then(|text| value(name, setting, text)) {
            Ok(value) => layers.push(layer(name, setting, value)),
            Err(problem) => faults.push(fault(setting, name, problem.to_owned())),
        }
    }
    let protocol = PROTOCOLS.iter().find_map(|name| Some((name, text(name)?)));
    if let Some((name, Ok(other))) = protocol.filter(|(_, protocol)| is_on && *protocol != Ok(PROTOCOL)) {
        let problem = format!("got {}, expected \"{PROTOCOL}\", usually at port 4318", quoted(other));
        faults.push(fault(ENDPOINT, name, problem));
    }
    layers
}

/// What `text` is in our own terms.
fn value(variable: &str, setting: &str, text: &str) -> Result<Value, &'static str> {
    match setting {
        HEADERS => Ok(headers(text)),
        ENDPOINT if variable == TRACES_ENDPOINT => {
            let base = text.strip_suffix("/v1/traces");
            base.map(Value::from).ok_or("does not end in /v1/traces, where this server sends traces")
        }
        _ => Ok(text.into()),
    }
}

fn layer(variable: &str, setting: &str, value: Value) -> Layer {
    let traces = Dict::from([(setting.to_owned(), value)]);
    let values = Dict::from([("traces".to_owned(), Value::from(traces))]);
    Layer::new(format!("environment {variable}"), SourceKind::Environment, values)
}

fn fault(setting: &str, variable: &str, problem: String) -> Fault {
    Fault { name: format!("traces.{setting}"), source: format!("environment {variable}"), problem: problem.into() }
}

/// `name=value,name=value`, values percent-encoded, as the lines of `traces.headers`.
fn headers(text: &str) -> Value {
    let line = |pair: &str| match pair.split_once('=') {
        Some((name, value)) => format!("{}: {}", name.trim(), percent_decode_str(value.trim()).decode_utf8_lossy()),
        None => pair.trim().to_owned(),
    };
    let lines: Vec<String> = text.split(',').filter(|pair| !pair.trim().is_empty()).map(line).collect();
    Value::from(lines)
}
