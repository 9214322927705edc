//! What an agent is recognised by, as a file has it.

use serde_json::Value;

use crate::config::Secret;

const MAX_PASSWORD_BYTES: usize = 1024;

/// What an agent is recognised by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// A password, still to be hashed.
    Password(Secret),
    /// A hash, as a PHC string.
    Hash(Secret),
}

pub(super) fn password(value: &Value) -> Option<Credential> {
    let text = value.as_str().filter(|text| (1..=MAX_PASSWORD_BYTES).contains(&text.len()))?;
    Some(Credential::Password(Secret::new(text)))
}

pub(super) fn hash(value: &Value) -> Option<Credential> {
    let text = value.as_str()?.trim();
    let hash = argon2::password_hash::phc::PasswordHash::new(text).ok()?;
    let is_whole = hash.salt.is_some() && hash.hash.is_some() && hash.algorithm.as_str() == "argon2id";
    is_whole.then(|| Credential::Hash(Secret::new(text)))
}
