//! Why a policy refuses: what it says in `deny`.

use regorus::Value;

use super::engine;
use super::evaluation::{Failure, kind_of};
use crate::decision::Outcome;

/// The most reasons that a verdict keeps, and the longest of them in bytes: verdicts are remembered and logged.
const MAX_REASONS: usize = 50;
const MAX_REASON_BYTES: usize = 1_000;

/// The reasons in `deny`; `None` when it is undefined or empty.
///
/// # Errors
/// When it is no collection.
pub(super) fn refusals(deny: &Value) -> Result<Option<Vec<String>>, Failure> {
    let reasons: Vec<String> = match deny {
        Value::Undefined => return Ok(None),
        Value::Set(reasons) => reasons.iter().take(MAX_REASONS).map(reason).collect(),
        Value::Array(reasons) => reasons.iter().take(MAX_REASONS).map(reason).collect(),
        Value::Object(reasons) => reasons.iter().take(MAX_REASONS).map(|(name, _)| reason(name)).collect(),
        other => return Err((Outcome::Error, format!("`deny` is {}, not a set of reasons", kind_of(other)))),
    };
    Ok((!reasons.is_empty()).then_some(reasons))
}

fn reason(value: &Value) -> String {
    match value {
        Value::String(text) if text.len() > MAX_REASON_BYTES => {
            format!("{}…", &text[..text.floor_char_boundary(MAX_REASON_BYTES)])
        }
        Value::String(text) => text.to_string(),
        other => match engine::weight(other, MAX_REASON_BYTES) {
            Some(_) => other.to_string(),
            None => "a reason too large to be written".into(),
        },
    }
}
