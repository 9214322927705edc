//! TLS over real sockets, with certificates made here.

pub mod certificates;
mod client;
mod clients;
mod frames;
mod handshakes;
mod http2;
mod refusals;
mod renewal;
mod renewal_refused;
mod server;

pub use certificates::{Authority, DAY, Pair};
pub use server::TlsServer;
