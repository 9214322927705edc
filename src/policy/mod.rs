//! Policies: from a directory of Rego files to the set that decides.

pub mod tree;
pub mod watch;
