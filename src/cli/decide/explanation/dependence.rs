//! What an answer depends on, and so for what it is remembered.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use regorus::Value;
use serde::Serialize;

use crate::decision::{Part, Policy as _};
use crate::policy::explain::shown;
use crate::policy::{CompiledPolicy, WholeInput, Workbench, written};

/// Something that the answer depends on, and its value in this login.
#[derive(Serialize)]
pub(super) struct Read {
    pub(super) name: String,
    pub(super) value: String,
}

/// For what the answer is remembered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cache {
    pub(super) cached: bool,
    /// Why it is not.
    pub(super) never: Option<String>,
    /// What must be the same for it to be used again.
    pub(super) key: Vec<String>,
    /// Whether it is used only within one step of the clock.
    pub(super) clock: bool,
    pub(super) ttl_seconds: Option<f64>,
    /// Where all of `input` is read, if it is.
    pub(super) whole_input: Option<WholeInputPlace>,
}

#[derive(Serialize)]
pub(super) struct WholeInputPlace {
    pub(super) file: Arc<str>,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) source: String,
}

/// What the answer can depend on: parts of the input, of data, and the clock.
pub(super) fn reads(policy: &CompiledPolicy, input: &Value, bench: &Workbench, now_nanos: i64) -> Vec<Read> {
    let below = |path: &[&str]| path.iter().fold(input.clone(), |value, step| value[*step].clone());
    let parts = policy.reads().parts.iter();
    let input = parts.map(|part| Read { name: part.describe(), value: shown(&below(&part.path())) });
    let data = policy.reads_data().iter().map(|path| Read {
        name: format!("data.{}", written(path)),
        value: shown(bench.document().get(path).unwrap_or(&Value::Undefined)),
    });
    let clock = policy.reads().clock.then(|| Read { name: "time.now_ns()".into(), value: moment(now_nanos) });
    input.chain(data).chain(clock).collect()
}

/// A moment as RFC 3339 writes it; those before 1970 as nanoseconds.
pub(super) fn moment(unix_nanos: i64) -> String {
    let since_epoch = u64::try_from(unix_nanos).map(Duration::from_nanos);
    since_epoch.map_or_else(
        |_| unix_nanos.to_string(),
        |since_epoch| humantime::format_rfc3339(UNIX_EPOCH + since_epoch).to_string(),
    )
}

impl Cache {
    pub(super) fn of(policy: &CompiledPolicy, whole_input: Option<WholeInput>) -> Self {
        let reads = policy.reads();
        Self {
            cached: reads.never_cached.is_none(),
            never: reads.never_cached.clone(),
            key: reads.parts.iter().map(Part::describe).collect(),
            clock: reads.clock,
            ttl_seconds: policy.cache_ttl().map(|ttl| ttl.as_secs_f64()),
            whole_input: whole_input.map(|WholeInput { file, place, line_text }| WholeInputPlace {
                file,
                line: place.line,
                column: place.column,
                source: line_text,
            }),
        }
    }
}
