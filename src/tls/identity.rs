//! What a listener shows of itself: a certificate and the key that belongs to it.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::sign::{CertifiedKey, SigningKey};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::fault::FaultKind;
use super::pem;

/// When a certificate is valid, both ends included, in seconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Validity {
    pub(super) from: i64,
    pub(super) until: i64,
}

/// A chain in PEM form, the first of which is the listener's own and valid now.
///
/// Whoever connects judges the others: chains may hold a cross-signed root whose time is over.
pub(super) fn chain(text: &[u8], now_seconds: i64) -> Result<(Vec<CertificateDer<'static>>, Validity), FaultKind> {
    let chain = pem::certificates(text)?;
    let mut own = None;
    for (at, certificate) in chain.iter().enumerate() {
        let bad = |reason: String| FaultKind::BadCertificate { number: at + 1, reason };
        let (_, parsed) = X509Certificate::from_der(certificate).map_err(|error| bad(error.to_string()))?;
        let (from, until) = (parsed.validity().not_before.timestamp(), parsed.validity().not_after.timestamp());
        own.get_or_insert(Validity { from, until });
    }
    let validity = own.ok_or(FaultKind::NoCertificate { got: "nothing in PEM form" })?;
    judge(validity, now_seconds)?;
    Ok((chain, validity))
}

fn judge(validity: Validity, now_seconds: i64) -> Result<(), FaultKind> {
    if now_seconds < validity.from {
        return Err(FaultKind::NotYetValid { from: moment(validity.from) });
    }
    if now_seconds > validity.until {
        return Err(FaultKind::Expired { until: moment(validity.until) });
    }
    Ok(())
}

/// A key in PEM form that `provider` can sign with.
pub(super) fn signing_key(text: &[u8], provider: &CryptoProvider) -> Result<Arc<dyn SigningKey>, FaultKind> {
    let key = pem::key(text)?;
    // Why it can't be used is said in bytes and object identifiers; what can is more use.
    provider.key_provider.load_private_key(key).map_err(|_| FaultKind::UnusableKey)
}

/// The two together, if they belong together; `certificate` is where the chain was found.
pub(super) fn together(
    chain: Vec<CertificateDer<'static>>,
    key: Arc<dyn SigningKey>,
    certificate: &Path,
) -> Result<CertifiedKey, FaultKind> {
    let certified = CertifiedKey::new(chain, key);
    match certified.keys_match() {
        Ok(()) => Ok(certified),
        Err(rustls::Error::InconsistentKeys(_)) => {
            let is_of = |other: &CertificateDer<'static>| {
                CertifiedKey::new(vec![other.clone()], Arc::clone(&certified.key)).keys_match().is_ok()
            };
            let belongs_to = certified.cert.iter().position(is_of).map(|at| at + 1);
            Err(FaultKind::KeyOfAnother { certificate: certificate.to_owned(), belongs_to })
        }
        Err(error) => Err(FaultKind::BadCertificate { number: 1, reason: error.to_string() }),
    }
}

/// A moment as people write it.
pub(super) fn moment(unix_seconds: i64) -> String {
    DateTime::from_timestamp(unix_seconds, 0)
        .map_or_else(|| format!("{unix_seconds} s"), |time| time.to_rfc3339_opts(SecondsFormat::Secs, true))
}
