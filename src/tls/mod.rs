//! TLS of a listener: what it shows of itself, whose certificates it accepts, and both renewed while it runs; and the
//! client that asks others.
//!
//! Lives here: reading and judging PEM files, the configuration of `rustls`, following the files, whose servers are
//! believed. It knows nothing of what is asked or answered. To refuse another mistake in the files: one variant of [`FaultKind`] and one check.

mod authorities;
mod expiry;
mod fault;
mod files;
mod identity;
mod material;
mod outbound;
mod pem;
mod renewal;
mod server;
mod start;
#[cfg(test)]
mod tests;

pub use fault::{Fault, FaultKind, Faults};
pub use files::Part;
pub use outbound::{Authorities, OutboundFault, client};
pub use start::{StartError, Tls};
