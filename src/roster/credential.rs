//! What an agent is recognised by, as a file has it.

use serde_json::Value;

use crate::admission::{Hashing, Password};
use crate::directory::PasswordHash;

/// What an agent is recognised by.
#[derive(Debug)]
pub enum Credential {
    /// A password, still to be hashed.
    Password(Password),
    /// A hash.
    Hash(PasswordHash),
}

pub(super) fn password(value: &Value) -> Option<Credential> {
    Password::new(value.as_str()?.to_owned()).ok().map(Credential::Password)
}

pub(super) fn hash(value: &Value) -> Option<Credential> {
    let hash = PasswordHash::new(value.as_str()?.trim().to_owned());
    Hashing::accepts(&hash).then_some(Credential::Hash(hash))
}
