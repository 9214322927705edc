//! Base64 as it may arrive: wrapped, unpadded, in the URL-safe alphabet, or with `+` turned into a space on its way.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How `body` may be meant, in the standard alphabet; empty for an empty body.
///
/// Line breaks and tabs are white space everywhere, a space between other characters was a `+`. Spaces at either end
/// are white space in the first reading, and in a second one `+` that a form decoder has eaten.
pub(super) fn readings(body: &[u8]) -> Vec<Vec<u8>> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let whole: Vec<u8> = body.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n' | b'\t')).collect();
    let inner = whole.trim_ascii();
    let mut readings = vec![standard(inner)];
    if inner.is_empty() {
        readings.clear();
    } else if inner.len() < whole.len() {
        readings.push(standard(&whole));
    }
    readings
}

fn standard(text: &[u8]) -> Vec<u8> {
    let character = |&byte: &u8| match byte {
        b' ' | b'-' => b'+',
        b'_' => b'/',
        other => other,
    };
    text.iter().map(character).collect()
}

/// The bytes, or why there are none.
pub(super) fn decode(text: &[u8]) -> Result<Vec<u8>, &'static str> {
    ENGINE.decode(text).map_err(|_| {
        if text.starts_with(b"{") { "a plain body where an encrypted one is due" } else { "the body is not base64" }
    })
}
