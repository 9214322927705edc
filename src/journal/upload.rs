//! Events sent to a receiver over HTTP, as OPA sends its decision log: POST, a JSON array, gzip.
//!
//! Lives here: the spool on disk that the journal's thread appends to, and the thread that empties it. The first never
//! waits for the second. An event leaves the spool once the receiver has taken it, so it may be sent twice, never not at all.
//! Source: <https://www.openpolicyagent.org/docs/management-decision-logs>.

mod answer;
mod back_off;
mod batch;
mod fault;
mod filling;
mod health;
mod lock;
mod receiver;
mod reminder;
mod segment;
mod sender;
mod sink;
mod spool;
#[cfg(test)]
mod tests;

pub use fault::UploadFault;
pub use health::{Failing, Upload, UploadStatus};
pub use sink::UploadSink;
