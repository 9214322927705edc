//! What an answer depends on, and so for what it is remembered.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use regorus::Value;
use serde::{Deserialize, Serialize};

use crate::decision::{Part, Policy as _};
use crate::policy::explain::shown;
use crate::policy::{CompiledPolicy, WholeInput, written};

/// Something that the answer depends on, and its value in this login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// As Rego writes it.
    pub name: String,
    /// Its value in Rego, `undefined` if it has none.
    pub value: String,
}

/// For what the answer is remembered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cache {
    /// Whether it is remembered at all.
    pub cached: bool,
    /// Why it is not.
    pub never: Option<String>,
    /// What must be the same for it to be used again.
    pub key: Vec<String>,
    /// Whether it is used only within one step of the clock.
    pub clock: bool,
    /// For how long at most, if the policy says so.
    pub ttl_seconds: Option<f64>,
    /// Where all of `input` is read, if it is.
    pub whole_input: Option<WholeInputPlace>,
}

/// Where a policy reads all of `input`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeInputPlace {
    /// The file, relative to the policy directory.
    pub file: Arc<str>,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// What stands there.
    pub source: String,
}

/// What the answer can depend on: parts of the input, of data, and the clock.
pub(super) fn reads(policy: &CompiledPolicy, input: &Value, now_nanos: i64) -> Vec<Read> {
    let below = |path: &[&str]| path.iter().fold(input.clone(), |value, step| value[*step].clone());
    let parts = policy.reads().parts.iter();
    let input = parts.map(|part| Read { name: part.describe(), value: shown(&below(&part.path())) });
    let data = policy
        .reads_data()
        .iter()
        .map(|path| Read { name: format!("data.{}", written(path)), value: shown(&policy.data_at(path)) });
    let clock = policy.reads().clock.then(|| Read { name: "time.now_ns()".into(), value: moment(now_nanos) });
    input.chain(data).chain(clock).collect()
}

/// A moment as RFC 3339 writes it; those before 1970 as nanoseconds.
pub(in crate::trial) fn moment(unix_nanos: i64) -> String {
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
