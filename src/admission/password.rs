//! A password while it is being checked.

use std::fmt;

use zeroize::Zeroizing;

/// The longest password that is read, in bytes: hashing takes time for each.
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// Why a text is no password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a password of 1 to {MAX_PASSWORD_BYTES} bytes")]
pub struct UnfitPassword;

/// A password as somebody typed it, wiped from memory when it is dropped.
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes `text` over.
    ///
    /// # Errors
    /// When it is empty, or longer than [`MAX_PASSWORD_BYTES`].
    pub fn new(text: String) -> Result<Self, UnfitPassword> {
        let text = Zeroizing::new(text);
        if (1..=MAX_PASSWORD_BYTES).contains(&text.len()) { Ok(Self(text)) } else { Err(UnfitPassword) }
    }

    /// Its bytes: never to be printed.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// How many characters it has, for rules about new passwords.
    #[must_use]
    pub fn characters(&self) -> usize {
        self.0.chars().count()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(***)")
    }
}
