//! TLS of a listener: what it shows of itself, whose certificates it accepts, and both renewed while it runs.
//!
//! Lives here: reading and judging PEM files, the configuration of `rustls`, following the files. It knows no HTTP and
//! opens no socket. To refuse another mistake in the files: one variant of [`FaultKind`] and one check.

mod authorities;
mod expiry;
mod fault;
mod files;
mod identity;
mod material;
mod pem;
mod renewal;
mod server;
mod start;
#[cfg(test)]
mod tests;

pub use fault::{Fault, FaultKind, Faults};
pub use files::Part;
pub use start::{StartError, Tls};
