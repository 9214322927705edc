//! One evaluation: what is asked of a clone of a prepared engine, and every way in which that can fail.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use regorus::{Engine, Value};

use super::engine;
use super::engine_error::root_cause;
use crate::decision::Outcome;

/// Why nothing came of it: as `error` or `timeout`, and one sentence.
pub(super) type Failure = (Outcome, String);

/// Does `work`, which asks engines, at `now_nanos` since the Unix epoch within `limit`. Never panics.
///
/// To be called on a thread with a large stack.
///
/// # Errors
/// What the engine or a bound refused, or that it took too long.
pub(super) fn guarded<T>(
    now_nanos: i64,
    limit: Duration,
    work: impl FnOnce(Instant) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let started = Instant::now();
    engine::begin(now_nanos);
    // Some built-ins panic on odd arguments; the engine's clone is dropped with whatever state it was in.
    match (catch_unwind(AssertUnwindSafe(|| work(started))), engine::refused()) {
        (Err(_), _) => Err((Outcome::Error, "the engine failed on a built-in's arguments".into())),
        _ if started.elapsed() > limit => Err(timeout(limit)),
        // The engine forgets an error in one definition of a function when another definition has a value.
        (_, Some(refusal)) => Err((Outcome::Error, refusal.to_string())),
        (Ok(answer), None) => answer,
    }
}

/// The value of `rule`.
///
/// # Errors
/// What the engine says against it.
pub(super) fn ask(engine: &mut Engine, rule: &str) -> Result<Value, Failure> {
    let value = engine.eval_rule(rule.to_owned());
    value.map_err(|error| (Outcome::Error, root_cause(&error.to_string()).to_owned()))
}

/// That it took longer than `limit`.
pub(super) fn timeout(limit: Duration) -> Failure {
    let limit = humantime::format_duration(limit);
    (Outcome::Timeout, format!("the evaluation took longer than its limit of {limit}"))
}

/// What kind of value it is, for people.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Set(_) => "a set",
        Value::Object(_) => "an object",
        Value::Undefined => "undefined",
    }
}
