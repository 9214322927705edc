//! Identity providers (`OpenID` Connect), asked who somebody is.
//!
//! Lives here: discovery, the code flow with PKCE, nonce and state, and the judgement of ID tokens. It knows no
//! directory, no cookie and no page. Each exchange waits on a thread that serves nobody.

mod fault;
mod known;
mod provider;
mod providers;
mod ticket;
mod transport;

pub use fault::Fault;
pub use provider::Identity;
pub use providers::{ProviderParts, Providers};
pub use ticket::{Challenge, TICKET_LIFETIME, Ticket};
