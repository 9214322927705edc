//! Settings from environment variables: `LOGINGATE_POLICIES__DIR` is `policies.dir`.

use std::ffi::OsString;

use figment::value::Value;

use super::fault::Fault;
use super::layer::{Layer, SourceKind, parse_table};

/// How the names of our variables begin.
const PREFIX: &str = "LOGINGATE_";

/// The variables that stand for `--config`, for the token of `logingate why` and the secret of `logingate request`; they
/// are no settings.
const NO_SETTINGS: [&str; 3] = ["LOGINGATE_CONFIG", "LOGINGATE_TOKEN", "LOGINGATE_SECRET"];

/// One layer for each of our variables among `variables`; those that are not UTF-8 become faults.
pub(super) fn layers(variables: &[(OsString, OsString)], faults: &mut Vec<Fault>) -> Vec<Layer> {
    let mut layers = Vec::new();
    for (name, value) in variables {
        let name = name.to_string_lossy();
        let Some(key) = name.strip_prefix(PREFIX).filter(|_| !NO_SETTINGS.contains(&&*name)) else { continue };
        let source = format!("environment {}", name.escape_debug());
        let key_name = setting_name(key);
        let Some(value) = value.to_str() else {
            faults.push(Fault { name: key_name, source, problem: "got bytes that are not UTF-8 text".into() });
            continue;
        };
        if !key.is_empty() && !names_a_kubernetes_service(key, value) {
            layers.push(Layer::new(source, SourceKind::Environment, nested(key, value)));
        }
    }
    layers
}

/// The variable that sets `name`.
pub(super) fn variable(name: &str) -> String {
    format!("{PREFIX}{}", name.replace('.', "__").to_ascii_uppercase())
}

/// The setting that `key`, a variable's name without the prefix, stands for.
fn setting_name(key: &str) -> String {
    key.to_ascii_lowercase().replace("__", ".").escape_debug().to_string()
}

/// Kubernetes describes a service named `logingate` or `logingate-…` to its pods in variables that begin like ours.
fn names_a_kubernetes_service(key: &str, value: &str) -> bool {
    let is_url = ["tcp://", "udp://", "sctp://"].iter().any(|scheme| value.starts_with(scheme));
    let mut after_port = key.split("PORT_").skip(1);
    key.ends_with("SERVICE_HOST")
        || key.contains("SERVICE_PORT")
        || (key.ends_with("PORT") && is_url)
        || after_port.any(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

/// `value` as a table of tables, a level for each `__` in `key`.
fn nested(key: &str, value: &str) -> figment::value::Dict {
    let mut levels: Vec<String> = key.to_ascii_lowercase().split("__").map(str::to_owned).collect();
    let last = levels.pop().unwrap_or_default();
    let innermost = figment::value::Dict::from([(last, typed(value))]);
    levels.into_iter().rev().fold(innermost, |table, level| [(level, Value::from(table))].into())
}

/// A list or table if it is one in TOML; everything else is text until its setting asks for more.
fn typed(value: &str) -> Value {
    if value.trim_start().starts_with(['[', '{'])
        && let Ok(value) = list_or_table(value)
    {
        return value;
    }
    Value::from(value)
}

/// Reads a list or table as TOML writes them on one line.
///
/// # Errors
/// What is wrong with it, without quoting it: it may hold secrets.
pub(super) fn list_or_table(text: &str) -> Result<Value, String> {
    let mut table = parse_table(&format!("value = {}", text.trim())).map_err(|fault| fault.message)?;
    let value = table.remove("value").filter(|_| table.is_empty());
    value.ok_or_else(|| "text after its end".to_owned())
}
