//! uContact's authentication: forms in, text out.
//!
//! Lives here: what each of its resources reads (`request`), the object that a login answers (`peer`), and tokens
//! (`token`). It knows no HTTP framework and no directory. To add a resource: one struct in `request`.
//! Sources: uContact's pages on agent authentication, log-out and API users; what they leave open is marked as ours.

mod list;
mod peer;
mod request;
#[cfg(test)]
mod tests;
mod token;

pub use list::{user_login, user_token};
pub use peer::{Credential, SipPeer};
pub use request::{AgentLogin, AgentLogoff, EndSession, Unreadable, UserLogin};
pub use token::token;

/// The body of every refusal and failure, with status 200: clients tell it from an object or a `1`.
pub const REFUSED: &str = "0";

/// The body of a success that has nothing else to say (ours for `AgentLogoff`, as clients expect it of `EndSession`).
pub const DONE: &str = "1";
