//! Secrets that sign requests, as Standard Webhooks writes them.

use std::str;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::Secret;

const PREFIX: &str = "whsec_";
const SHORTEST_BYTES: usize = 24;
const LONGEST_BYTES: usize = 64;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A text that is no secret of Standard Webhooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`whsec_` and then {SHORTEST_BYTES} to {LONGEST_BYTES} bytes in base64, as Standard Webhooks writes secrets")]
pub struct InvalidSigningSecret;

/// The key that `text` stands for.
///
/// # Errors
/// On any other text.
pub fn signing_key(text: &Secret) -> Result<Secret, InvalidSigningSecret> {
    let text = str::from_utf8(text.expose()).map_err(|_| InvalidSigningSecret)?;
    let encoded = text.trim().strip_prefix(PREFIX).ok_or(InvalidSigningSecret)?;
    let key = BASE64.decode(encoded).map_err(|_| InvalidSigningSecret)?;
    if (SHORTEST_BYTES..=LONGEST_BYTES).contains(&key.len()) { Ok(Secret::new(key)) } else { Err(InvalidSigningSecret) }
}

#[cfg(test)]
mod tests {
    use base64::prelude::BASE64_STANDARD;

    use super::*;

    fn key(text: &str) -> Option<Vec<u8>> {
        signing_key(&Secret::new(text)).ok().map(|key| key.expose().to_vec())
    }

    fn written(bytes: &[u8]) -> String {
        format!("whsec_{}", BASE64_STANDARD.encode(bytes))
    }

    #[test]
    fn a_secret_is_24_to_64_bytes_in_base64() {
        for length in [24, 25, 26, 64] {
            let bytes = vec![0xfb; length];
            assert_eq!(key(&written(&bytes)), Some(bytes.clone()));
            assert_eq!(key(written(&bytes).trim_end_matches('=')), Some(bytes));
        }
        assert_eq!(key(&format!(" {} ", written(&[7; 24]))), Some(vec![7; 24]));
    }

    #[test]
    fn other_texts_are_no_secrets() {
        let bare = BASE64_STANDARD.encode([7; 32]);
        let short = written(&[7; 23]);
        let long = written(&[7; 65]);
        for text in
            ["", "whsec_", "whsec_!!!!", &short, &long, &bare, &format!("WHSEC_{bare}"), &format!("whpk_{bare}")]
        {
            assert_eq!(key(text), None, "{text}");
        }
        assert_eq!(signing_key(&Secret::new([0xff; 48])), Err(InvalidSigningSecret));
    }
}
