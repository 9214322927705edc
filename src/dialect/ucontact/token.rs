//! Tokens: who it is and a random number, in base64.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use uuid::Builder;

/// `<name>:<UUID version 4>` in base64 with padding, the UUID made of `random`, all but six of whose 128 bits it keeps.
/// Clients send it as `Authorization: Basic <token>`, not encoded again.
#[must_use]
pub fn token(name: &str, random: [u8; 16]) -> String {
    let uuid = Builder::from_random_bytes(random).into_uuid();
    BASE64_STANDARD.encode(format!("{name}:{}", uuid.hyphenated()))
}
