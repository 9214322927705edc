//! Ozonetel's agent authentication: agents who log in to a phone, and its answers letter by letter.
//!
//! Lives here: the parameters of a request (`request`), what is answered (`answer`), when two phone numbers are one
//! (`phone`). It knows no HTTP framework and no directory. To add an answer: one variant in `answer`.
//! Sources: Ozonetel's reference of `AgentAuthenticationV2`; what it leaves open is marked as ours.

mod answer;
mod phone;
mod request;
#[cfg(test)]
mod tests;

pub use answer::Answer;
pub use phone::PhoneNumber;
pub use request::{Action, Parameters, Unreadable};
