//! The engine as this house sets it up: our clock, its limits, OPA's semantics.

mod bounds;
mod json;
mod limits;
mod weight;

pub use bounds::refused;
pub use json::{of_json, of_json_object};
pub use limits::{MAX_RANGE, MAX_WIDTH, has_wide_field};
pub use weight::weight;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::time::Duration;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{CompiledPolicy, Engine, Value};

use super::precheck;

/// How many steps between two looks at the timer.
const CHECK_INTERVAL: NonZeroU32 = NonZeroU32::MIN.saturating_add(63);

thread_local! {
    /// What `time.now_ns()` answers on this thread.
    static NOW_NANOS: Cell<i64> = const { Cell::new(0) };
}

/// As in OPA, a built-in that fails is undefined.
const IS_STRICT: bool = false;

/// The clock's built-in.
const CLOCK: &str = "time.now_ns";

/// Prepares this thread for an evaluation: `time.now_ns()` answers `unix_nanos`, and nothing was refused yet.
pub fn begin(unix_nanos: i64) {
    NOW_NANOS.set(unix_nanos);
    bounds::reset();
}

/// Whether the answers of these built-in functions change with time.
#[must_use]
pub fn reads_clock(functions: &BTreeSet<&'static str>) -> bool {
    functions.contains(CLOCK)
}

/// An engine without policies and data.
#[must_use]
pub fn bare() -> Engine {
    let mut engine = Engine::new();
    // Nothing that a policy prints reaches the server's own output.
    engine.set_strict_builtin_errors(IS_STRICT);
    engine.set_gather_prints(true);
    engine.set_policy_length_config(precheck::engine_limits());
    engine
}

/// The engine, which holds what was `compiled` from it, without the memory that compiling has taken in reserve.
#[must_use]
pub fn trimmed(mut engine: Engine, compiled: CompiledPolicy) -> Engine {
    // A setting is changed in a copy while somebody else holds what was compiled, and copies are as large as their content.
    engine.set_strict_builtin_errors(IS_STRICT);
    drop(compiled);
    // And a clone leaves behind what compiling has filled.
    engine.clone()
}

/// Puts our own versions in the place of those of `functions` that need it: the clock, and what needs a bound.
///
/// # Errors
/// When the engine refuses them.
pub fn replace_builtins(engine: &mut Engine, functions: &BTreeSet<&'static str>) -> Result<(), String> {
    if reads_clock(functions) {
        let now = |_: Vec<Value>| Ok(Value::from(NOW_NANOS.get()));
        engine.add_extension(CLOCK.into(), 0, Box::new(now)).map_err(|error| error.to_string())?;
    }
    bounds::bound(engine, functions)
}

/// A timer that ends an evaluation after `limit` of wall-clock time.
///
/// With `looks_often` it looks at every step: where numbers can be squared again and again, the next step may take as
/// long as all before it.
#[must_use]
pub fn timer(limit: Duration, looks_often: bool) -> ExecutionTimerConfig {
    ExecutionTimerConfig { limit, check_interval: if looks_often { NonZeroU32::MIN } else { CHECK_INTERVAL } }
}
