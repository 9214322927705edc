//! What every benchmark decides: policies of three sizes, and the logins that ask them.

mod login;
mod policies;

pub use login::{HOOKS, Login, UNIQUE, WireForm};
pub use policies::{Apart, Policies, Size};
