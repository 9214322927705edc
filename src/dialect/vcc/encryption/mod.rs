//! Encrypted bodies, opened and made as PHP's `openssl_decrypt` and `openssl_encrypt` do with options 0 (contract §2.2).

mod aes;
mod base64_text;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::config::{CipherMode, EncryptionSettings, IvSource};
use crate::dialect::Problem;
use crate::dialect::percent::{self, Plus};
use aes::Aes;
pub use aes::IV_BYTES;

/// The one refusal of everything that is wrong with an encrypted request; `reason` is for the log.
pub(super) fn refuse(reason: impl Into<Cow<'static, str>>) -> Problem {
    Problem::UndecryptableBody { reason: reason.into() }
}

/// `body` as VCC Live encrypts it: base64 in one line. ECB has no use for `iv`.
#[must_use]
pub fn encrypt(settings: &EncryptionSettings, iv: &[u8; IV_BYTES], body: &[u8]) -> String {
    let mut data = body.to_vec();
    let aes = Aes::new(settings.cipher.key_bits, settings.key.expose());
    aes.encrypt(settings.cipher.mode, iv, &mut data);
    BASE64_STANDARD.encode(data)
}

/// A cipher with its key, ready for any number of bodies.
pub(super) struct Decryption {
    aes: Aes,
    mode: CipherMode,
    iv: IvSource,
}

impl Decryption {
    /// Expands the key: the passphrase's bytes, padded with NUL or cut to the cipher's length.
    pub(super) fn new(settings: &EncryptionSettings) -> Self {
        let aes = Aes::new(settings.cipher.key_bits, settings.key.expose());
        Self { aes, mode: settings.cipher.mode, iv: settings.iv }
    }

    /// Opens `body` and hands the text to `parse`.
    ///
    /// # Errors
    /// Always the same one, whether the initialisation vector, the base64, the padding or what `parse` found was wrong:
    /// nobody can use the answers to decrypt or to forge.
    pub(super) fn read<T>(
        &self,
        query: &str,
        body: &[u8],
        parse: impl Fn(&[u8]) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let iv = self.initialisation_vector(query)?;
        let mut readings = base64_text::readings(body).into_iter();
        let first = readings.next().ok_or_else(|| refuse("the body is empty"))?;
        let outcome = self.open(&iv, &first, &parse);
        match (outcome, readings.next()) {
            (Err(problem), Some(other)) => self.open(&iv, &other, &parse).map_err(|_| problem),
            (outcome, _) => outcome,
        }
    }

    fn open<T>(
        &self,
        iv: &[u8; IV_BYTES],
        base64: &[u8],
        parse: impl Fn(&[u8]) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut data = base64_text::decode(base64).map_err(refuse)?;
        let padding = self.aes.decrypt(self.mode, iv, &mut data);
        // Parsed even where the padding is wrong, so that both failures take their time.
        let parsed = parse(&data);
        padding.map_err(refuse)?;
        parsed.map_err(|problem| refuse(reason(&problem)))
    }

    /// Sixteen bytes: zeros, or what the query says in hexadecimal.
    fn initialisation_vector(&self, query: &str) -> Result<[u8; IV_BYTES], Problem> {
        if self.iv == IvSource::Empty || self.mode == CipherMode::Ecb {
            return Ok([0; IV_BYTES]);
        }
        let mut values = percent::pairs(query)
            .filter(|pair| percent::decode(pair.name, Plus::Space).is_ok_and(|name| *name == *b"iv"))
            .map(|pair| percent::decode(pair.value, Plus::Itself));
        let value = values.next().ok_or_else(|| refuse("the query has no iv"))?;
        if values.any(|other| other != value) {
            return Err(refuse("the query has two different ivs"));
        }
        let text = value.map_err(|_| refuse("the iv has a broken percent escape"))?;
        if *text == *b"${iv}" {
            return Err(refuse("the iv is the literal placeholder ${iv}: the platform's random IV is off"));
        }
        from_hex(&text).ok_or_else(|| refuse("the iv is not 16 bytes in hexadecimal"))
    }
}

/// Exactly [`IV_BYTES`] bytes in hexadecimal digits of either case.
fn from_hex(text: &[u8]) -> Option<[u8; IV_BYTES]> {
    let (pairs, []) = text.as_chunks::<2>() else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let bytes = pairs.iter().map(|&[high, low]| u8::try_from(digit(high)? * 16 + digit(low)?).ok());
    bytes.collect::<Option<Vec<u8>>>()?.try_into().ok()
}

/// What was wrong with the decrypted text, without a word of it.
fn reason(problem: &Problem) -> Cow<'static, str> {
    match (problem, problem.field()) {
        (Problem::BodyNotUnderstood { why }, _) => format!("decrypted, but the text can't be read: {why}").into(),
        (_, Some(field)) => format!("decrypted, but {}: {field}", problem.kind()).into(),
        (_, None) => format!("decrypted, but {}", problem.kind()).into(),
    }
}
