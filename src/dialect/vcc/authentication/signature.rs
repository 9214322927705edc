//! Bodies signed as Standard Webhooks 1.0.0 does: HMAC-SHA-256 of `id.timestamp.body`, the body byte for byte as it came.

#[cfg(test)]
mod tests;

use std::str;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq as _};

use crate::config::Secret;
use crate::dialect::{Method, Request, SIGNATURE_TOLERANCE_SECONDS, SignatureFault, SignatureHeaders};

const LONGEST_ID_BYTES: usize = 256;
const NANOS_IN_SECOND: i64 = 1_000_000_000;
/// What stands before a signature of this kind; those of other kinds are passed over.
const VERSION: &str = "v1,";

/// The keys that senders sign by, made ready once.
pub(super) struct Signatures(Box<[Hmac<Sha256>]>);

impl Signatures {
    /// A signature by any of `keys` is right; several are live while one replaces another.
    pub(super) fn new(keys: &[Secret]) -> Self {
        // A key of any length will do.
        Self(keys.iter().filter_map(|key| Hmac::new_from_slice(key.expose()).ok()).collect())
    }

    /// Whether the signature of `request` is right; `None` if it has none.
    ///
    /// The same id may come again: a login is a question, and senders ask again when an answer is lost.
    pub(super) fn recognise(&self, request: &Request<'_>, unix_nanos: i64) -> Option<Result<(), SignatureFault>> {
        let SignatureHeaders { id, timestamp, signature } = request.signature;
        id.or(timestamp).or(signature)?;
        Some(self.check(request, unix_nanos.div_euclid(NANOS_IN_SECOND)))
    }

    fn check(&self, request: &Request<'_>, now_seconds: i64) -> Result<(), SignatureFault> {
        // The fields of a GET are in its query, which nothing signs.
        if request.method == Method::Get {
            return Err(SignatureFault::NotOfQuery);
        }
        let SignatureHeaders { id, timestamp, signature } = request.signature;
        let missing = SignatureFault::MissingHeader;
        let id = id.ok_or(missing("webhook-id"))?;
        let timestamp = timestamp.ok_or(missing("webhook-timestamp"))?;
        let signature = signature.ok_or(missing("webhook-signature"))?;
        if !is_plain(id) {
            return Err(SignatureFault::InvalidId);
        }
        check_time(timestamp, now_seconds)?;
        self.compare(signature, &[id, b".", timestamp, b".", request.body])
    }

    /// Compares every signature with that by each key, so that the time it takes tells nothing.
    fn compare(&self, header: &[u8], content: &[&[u8]]) -> Result<(), SignatureFault> {
        let signatures = str::from_utf8(header).unwrap_or_default().split_ascii_whitespace();
        let mut signatures = signatures.filter_map(|signature| signature.strip_prefix(VERSION)).peekable();
        if signatures.peek().is_none() {
            return Err(SignatureFault::OtherVersion);
        }
        let expected: Vec<[u8; 32]> = self.0.iter().map(|key| mac(key.clone(), content)).collect();
        let is_expected = |signature: &str| {
            let given = BASE64_STANDARD.decode(signature).unwrap_or_default();
            expected.iter().fold(Choice::from(0), |any, mac| any | mac.as_slice().ct_eq(&given))
        };
        let right = signatures.fold(Choice::from(0), |any, signature| any | is_expected(signature));
        if right.into() { Ok(()) } else { Err(SignatureFault::NoMatch) }
    }
}

/// The header `webhook-signature` of `body`, signed by `key`. Without a full stop in it, `id` can't be taken for more.
#[must_use]
pub fn sign(key: &Secret, id: &str, unix_seconds: i64, body: &[u8]) -> String {
    let timestamp = unix_seconds.to_string();
    // A key of any length will do.
    let signed = Hmac::new_from_slice(key.expose())
        .map(|key| mac(key, &[id.as_bytes(), b".", timestamp.as_bytes(), b".", body]));
    format!("{VERSION}{}", signed.map(|mac| BASE64_STANDARD.encode(mac)).unwrap_or_default())
}

fn mac(mut key: Hmac<Sha256>, content: &[&[u8]]) -> [u8; 32] {
    content.iter().for_each(|part| key.update(part));
    key.finalize().into_bytes().into()
}

/// A full stop in it could stand for the one behind it, and what follows for another timestamp and body.
fn is_plain(id: &[u8]) -> bool {
    (1..=LONGEST_ID_BYTES).contains(&id.len()) && id.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'.')
}

fn check_time(timestamp: &[u8], now_seconds: i64) -> Result<(), SignatureFault> {
    let is_decimal = !timestamp.is_empty() && timestamp.iter().all(u8::is_ascii_digit);
    let text = str::from_utf8(timestamp).ok().filter(|_| is_decimal);
    let seconds: i64 = text.and_then(|text| text.parse().ok()).ok_or(SignatureFault::InvalidTimestamp)?;
    let off_by = seconds.abs_diff(now_seconds);
    if off_by <= SIGNATURE_TOLERANCE_SECONDS {
        Ok(())
    } else if seconds < now_seconds {
        Err(SignatureFault::TooOld { by_seconds: off_by })
    } else {
        Err(SignatureFault::TooNew { by_seconds: off_by })
    }
}
