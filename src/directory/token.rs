//! What whoever has it may do something with.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;

use super::digest::digest;

const RANDOM_BYTES: usize = 32;

/// A token as its owner gets it. The directory keeps only its digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// 256 bits from the operating system, as 43 letters, digits, `-` and `_`.
    ///
    /// # Errors
    /// The system has no random bytes to give.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; RANDOM_BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(BASE64URL_NOPAD.encode(&bytes)))
    }

    /// A token that a platform spells its own way. Whoever makes it sees to it that it can't be guessed.
    #[must_use]
    pub fn from_text(text: String) -> Self {
        Self(text)
    }

    /// The token's text: never to be logged.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(super) fn digest(&self) -> String {
        digest(self.0.as_bytes())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(***)")
    }
}
