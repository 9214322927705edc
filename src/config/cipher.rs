//! Ciphers by their OpenSSL names.

use std::fmt;
use std::str::FromStr;

use super::settings::{Cipher, CipherMode};

/// The modes and their names in OpenSSL; `cfb128` is another name of `cfb`.
const MODES: [(&str, CipherMode); 7] = [
    ("ctr", CipherMode::Ctr),
    ("cbc", CipherMode::Cbc),
    ("cfb", CipherMode::Cfb),
    ("cfb8", CipherMode::Cfb8),
    ("ofb", CipherMode::Ofb),
    ("ecb", CipherMode::Ecb),
    ("cfb128", CipherMode::Cfb),
];

/// A cipher that is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("aes-128, aes-192 or aes-256 followed by -ctr, -cbc, -cfb (also -cfb128), -cfb8, -ofb or -ecb")]
pub struct UnknownCipher;

impl CipherMode {
    /// Whether it turns the key and the initialisation vector into a keystream, so that both must never come again together.
    #[must_use]
    pub fn is_stream(self) -> bool {
        match self {
            Self::Ctr | Self::Cfb | Self::Cfb8 | Self::Ofb => true,
            Self::Cbc | Self::Ecb => false,
        }
    }
}

impl FromStr for Cipher {
    type Err = UnknownCipher;

    /// Takes OpenSSL's names in any case: `aes-256-ctr`, `AES-128-CFB8`, `aes-192-cfb128`.
    fn from_str(text: &str) -> Result<Self, UnknownCipher> {
        let text = text.to_ascii_lowercase();
        let (bits, mode) = text.strip_prefix("aes-").and_then(|rest| rest.split_once('-')).ok_or(UnknownCipher)?;
        let key_bits = match bits {
            "128" => 128,
            "192" => 192,
            "256" => 256,
            _ => return Err(UnknownCipher),
        };
        let (_, mode) = MODES.iter().find(|(name, _)| *name == mode).ok_or(UnknownCipher)?;
        Ok(Self { key_bits, mode: *mode })
    }
}

impl fmt::Display for Cipher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = MODES.iter().find(|(_, mode)| *mode == self.mode).map_or("", |(name, _)| name);
        write!(formatter, "aes-{}-{mode}", self.key_bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back_as_the_same_cipher_in_any_case() {
        for bits in [128, 192, 256] {
            for mode in ["ctr", "cbc", "cfb", "cfb8", "ofb", "ecb"] {
                let name = format!("aes-{bits}-{mode}");
                assert_eq!(name.parse::<Cipher>().unwrap().to_string(), name);
                assert_eq!(name.to_uppercase().parse::<Cipher>().unwrap().to_string(), name);
            }
        }
        assert_eq!("aes-192-cfb128".parse::<Cipher>().unwrap().to_string(), "aes-192-cfb");
    }

    #[test]
    fn other_ciphers_are_refused() {
        for name in ["", "aes", "aes-256", "aes-256-gcm", "aes-512-ctr", "des-ede3-cbc", "aes-256-ctr ", "aes--ctr"] {
            assert_eq!(name.parse::<Cipher>(), Err(UnknownCipher), "{name}");
        }
    }
}
