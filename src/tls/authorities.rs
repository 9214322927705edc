//! Who may have issued the certificates that are shown to us.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;

use super::fault::FaultKind;
use super::pem;

/// A verifier of certificates that one of the authorities in `text` has issued.
pub(super) fn verifier(text: &[u8], provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ClientCertVerifier>, FaultKind> {
    let roots = roots(&pem::certificates(text)?)?;
    let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), Arc::clone(provider)).build();
    verifier.map_err(|error| FaultKind::BadCertificate { number: 1, reason: error.to_string() })
}

/// `certificates` as those of authorities.
pub(super) fn roots(certificates: &[CertificateDer<'static>]) -> Result<RootCertStore, FaultKind> {
    let mut roots = RootCertStore::empty();
    for (at, authority) in certificates.iter().enumerate() {
        let bad = |error: rustls::Error| FaultKind::BadCertificate { number: at + 1, reason: error.to_string() };
        roots.add(authority.clone()).map_err(bad)?;
    }
    Ok(roots)
}
