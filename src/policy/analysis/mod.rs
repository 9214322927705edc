//! What a policy can read and call, found from its syntax before it ever runs.
//!
//! Lives here: one walk over the syntax tree ([`walk`]), what names stand for ([`index`]), what each rule does
//! ([`facts`]), the calls that are refused ([`calls`], [`builtins`]), whether the statements of a body can run
//! ([`order`]), what a policy is asked for ([`entry`]) and what that can reach ([`reach`]).
//! It knows the engine's syntax tree and nothing of files, projects or the cache.

mod builtins;
mod calls;
mod entry;
pub(in crate::policy) mod expression;
mod facts;
mod index;
mod lines;
mod order;
mod reach;
mod survey;
pub(in crate::policy) mod walk;
mod whole_input;

pub(in crate::policy) use calls::nearest;
pub use entry::{entries, log_entries};
pub(in crate::policy) use expression::{each, each_in_pattern, parts};
pub use index::RuleIndex;
pub(in crate::policy) use index::{Definition, parameters};
pub use lines::lines;
pub use reach::{Reach, reach};
pub use survey::{MAX_STATEMENTS, Survey};
pub use whole_input::{WholeInput, whole_input};
