//! Whose certificates clients may show.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;

use super::fault::FaultKind;
use super::pem;

/// A verifier of certificates that one of the authorities in `text` has issued.
pub(super) fn verifier(text: &[u8], provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ClientCertVerifier>, FaultKind> {
    let mut roots = RootCertStore::empty();
    for (at, authority) in pem::certificates(text)?.into_iter().enumerate() {
        let bad = |error: rustls::Error| FaultKind::BadCertificate { number: at + 1, reason: error.to_string() };
        roots.add(authority).map_err(bad)?;
    }
    let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), Arc::clone(provider)).build();
    verifier.map_err(|error| FaultKind::BadCertificate { number: 1, reason: error.to_string() })
}
