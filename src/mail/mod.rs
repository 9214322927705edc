//! Mail that this server sends, away from any request's path.
//!
//! Lives here: the queue in front of the server that takes mail (SMTP), trying again, and the outbox that stands in for
//! such a server. It knows nothing of what mails say or whom they are for, and its log names nobody.

mod delivery;
mod fault;
mod outbox;
mod queue;
mod route;
#[cfg(test)]
mod tests;

pub use fault::MailFault;
pub use queue::{Mail, MailParts, MailQueue};
