//! What was decided, for whoever asks later: one event a login, in the shape of OPA's decision log.
//!
//! Lives here: the events, what they keep to themselves by settings and by rules, the queue that they wait in, the thread
//! that writes them, where to, the receivers that they are sent to, and the [`index`] that they are looked up in. It
//! decides nothing, and no login waits for a disk or a receiver. To add a place to write to: one implementation of
//! [`Sink`].

mod agent_hash;
mod censor;
mod editor;
mod event;
mod file;
pub mod index;
mod mask;
mod privacy;
mod queue;
mod redaction;
mod rules;
mod sink;
mod upload;
mod writer;

pub use agent_hash::AgentHash;
pub use event::Event;
pub use file::FileSink;
pub use index::{Index, IndexSink};
pub use privacy::Privacy;
pub use queue::{Journal, JournalParts};
pub use rules::{EventRules, RulesInForce, Undecided};
pub use sink::{Sink, StdoutSink};
pub use upload::{Failing, Upload, UploadFault, UploadSink, UploadStatus};
