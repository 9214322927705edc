//! What is kept of a token or key.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

/// SHA-256 in hexadecimal digits. Tokens are random, so that nothing slower is needed.
pub(super) fn digest(secret: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(secret))
}
