//! Sections of a PEM file (RFC 7468): the certificates and keys in it.

use rustls::pki_types::pem::{PemObject as _, SectionKind};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::fault::FaultKind;

/// What stands in a line of a key that needs a password: PKCS #8's own section, and OpenSSL's older header.
const PROTECTED: [&[u8]; 2] = [b"BEGIN ENCRYPTED PRIVATE KEY", b"Proc-Type: 4,ENCRYPTED"];

/// The certificates in `text`, in their order; keys and other sections are passed over.
pub(super) fn certificates(text: &[u8]) -> Result<Vec<CertificateDer<'static>>, FaultKind> {
    let sections = sections(text)?;
    let got = described(&sections);
    let is_certificate = |kind: &SectionKind| *kind == SectionKind::Certificate;
    let found: Vec<_> =
        sections.into_iter().filter(|(kind, _)| is_certificate(kind)).map(|(_, der)| der.into()).collect();
    if found.is_empty() { Err(FaultKind::NoCertificate { got }) } else { Ok(found) }
}

/// The first private key in `text`; other sections are passed over.
pub(super) fn key(text: &[u8]) -> Result<PrivateKeyDer<'static>, FaultKind> {
    if PROTECTED.iter().any(|mark| text.windows(mark.len()).any(|window| window == *mark)) {
        return Err(FaultKind::ProtectedKey);
    }
    let sections = sections(text)?;
    let got = described(&sections);
    let mut keys = sections.into_iter().filter_map(|(kind, der)| PrivateKeyDer::from_pem(kind, der));
    keys.next().ok_or(FaultKind::NoKey { got })
}

type Section = (SectionKind, Vec<u8>);

fn sections(text: &[u8]) -> Result<Vec<Section>, FaultKind> {
    // The parser's own words may quote the file, and the file may be a key.
    Section::pem_slice_iter(text).collect::<Result<_, _>>().map_err(|_| FaultKind::Damaged)
}

fn described(sections: &[Section]) -> &'static str {
    let is_key = |kind: &SectionKind| {
        matches!(kind, SectionKind::PrivateKey | SectionKind::RsaPrivateKey | SectionKind::EcPrivateKey)
    };
    match sections.first() {
        None => "nothing in PEM form",
        Some((SectionKind::Certificate, _)) => "a certificate",
        Some((SectionKind::Csr, _)) => "a request for a certificate",
        Some((kind, _)) if is_key(kind) => "a private key",
        Some(_) => "something else",
    }
}
