//! Acqueon Workspace's messages on its channel `Cisco`, which wraps [Cisco Finesse](super::finesse).
//!
//! Lives here: packets and messages as they come, what an agent asks for by them, and the messages that answer it.
//! Source: docs.acqueon.com (`login-6`, `api-structure`, `get-agent-state`, `get-app-state`, `set-api-error` and others).
//! Acqueon documents messages inside a browser and no server; that they travel by WebSocket and POST is ours, as are the
//! payloads that `triggered` says so of. To follow a new request: one variant and one row in `request`.

mod directory_lists;
mod envelope;
mod message;
mod object;
mod request;
#[cfg(test)]
mod tests;
mod triggered;
mod user;
mod workspace;

pub use envelope::{Envelope, Unreadable};
pub use message::{Message, list};
pub use request::{Credentials, Received, Request};
pub use workspace::Workspace;

/// The only channel that is served.
const CHANNEL: &str = "Cisco";
