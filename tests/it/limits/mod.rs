//! Nothing from outside can exhaust the server: each limit attacked over real sockets.

mod addresses;
mod bad_secrets;
mod connections;
mod over_tls;
mod overload;
mod siege;
