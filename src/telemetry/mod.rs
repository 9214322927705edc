//! What the server tells about itself while it runs.
//!
//! Lives here: how log lines are written, the line each login leaves, the span of a request. It decides nothing and
//! knows no room above the core, of which it knows the plain types only. No line ever holds a secret or a query string.
//! To say more about each login: one field in `login_log/line.rs`.

mod json_members;
mod login_log;
pub mod metrics;
mod output;
mod panics;
mod pause;
mod refusal_log;
mod request_span;
mod span_fields;
mod subscriber;
mod timestamp;
mod trace_ids;

pub use login_log::{LoginLog, LoginRecord};
pub use metrics::{HookMetrics, Metrics};
pub use panics::log_panics;
pub(crate) use pause::Pause;
pub use refusal_log::{Refusal, RefusalLog, Refused};
pub use request_span::{RequestSpan, SpansOnDemand};
pub use subscriber::{InitError, init};
pub use trace_ids::TraceIds;
