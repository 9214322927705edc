//! Numbers by which platforms name what logs in, and to what.

#[cfg(test)]
mod tests;

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

/// Why a text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a positive integer up to 9223372036854775807 in plain decimal digits")]
pub struct IdError;

/// `1` … `2^63-1` in plain decimal digits without sign, space or leading zero.
fn parse_id(text: &str) -> Result<NonZeroU64, IdError> {
    let bytes = text.as_bytes();
    let plain = !bytes.is_empty() && bytes.len() <= 19 && bytes[0] != b'0' && bytes.iter().all(u8::is_ascii_digit);
    if !plain {
        return Err(IdError);
    }
    text.parse::<i64>().ok().and_then(|id| NonZeroU64::new(id.unsigned_abs())).ok_or(IdError)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Holding one proves that it lies in `1..=2^63-1`; `FromStr` takes plain decimal digits only.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU64);

        impl $name {
            /// The id as an integer.
            #[must_use]
            pub fn get(self) -> u64 {
                self.0.get()
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                parse_id(text).map(Self)
            }
        }

        impl TryFrom<u64> for $name {
            type Error = IdError;

            fn try_from(number: u64) -> Result<Self, IdError> {
                NonZeroU64::new(number).filter(|_| i64::try_from(number).is_ok()).map(Self).ok_or(IdError)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

id! {
    /// What an agent logs in to.
    ProjectId
}
id! {
    /// The platform's number for an agent.
    UserId
}
id! {
    /// The agent's group (user right group).
    GroupId
}
