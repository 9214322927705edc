//! A login on trial: decided and explained, and nobody takes note of it.
//!
//! Lives here: deciding without memory, on threads and slots that no login needs ([`decide`], [`Desk`]); what is told of
//! it ([`Answer`], [`Explanation`]); logins read back from the journal ([`Recorded`]). It knows no HTTP and no terminal.
//! To tell more of a trial: one field in `answer`.

mod about;
mod answer;
mod decide;
mod desk;
mod explanation;
mod policies;
mod recorded;

pub use answer::{Answer, PastVerdict, RecordedLogin, TriedPolicy, TriedProject};
pub use decide::{Trial, decide};
pub use desk::{Desk, DeskFault};
pub use explanation::{Cache, Explanation, PolicyExplanation, ProjectExplanation, Read, Reason, WholeInputPlace};
pub use recorded::{Recorded, UnreadableEvent};
