//! The client for what is asked of other servers, over HTTP or HTTPS: by commands, and by threads of their own.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::fault::FaultKind;
use super::{authorities, files, pem, server};

/// Whose servers are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorities {
    /// Whoever this machine's system believes: its own store, or what `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    System,
    /// The certificates in this PEM file, and nobody else.
    File(PathBuf),
}

/// Why nobody could be asked.
#[derive(Debug)]
pub enum OutboundFault {
    /// The file with the authorities can't be used.
    File(PathBuf, FaultKind),
    /// This system names nobody who could be believed.
    NoAuthorities,
}

impl fmt::Display for OutboundFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, kind) => write!(formatter, "{}: {kind}", path.display()),
            Self::NoAuthorities => formatter.write_str(
                "this system has no certificates of authorities; install its package ca-certificates, or name a file of them",
            ),
        }
    }
}

impl std::error::Error for OutboundFault {}

/// A client that takes at most `patience` for a whole exchange. It keeps connections, follows no redirect and asks no
/// proxy, so that nobody else gets to see what it sends; a status of 400 or more is an answer as any other.
///
/// # Errors
/// If `is_https` (plain HTTP needs nobody's word): when no authority can be read.
pub fn client(is_https: bool, authorities: &Authorities, patience: Duration) -> Result<Agent, OutboundFault> {
    let mut config = Agent::config_builder()
        .timeout_global(Some(patience))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(concat!("logingate/", env!("CARGO_PKG_VERSION")))
        .proxy(None);
    if is_https {
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(server::provider())
            .root_certs(RootCerts::new_with_certs(&roots(authorities)?));
        config = config.tls_config(tls.build());
    }
    Ok(config.build().into())
}

fn roots(believed: &Authorities) -> Result<Vec<Certificate<'static>>, OutboundFault> {
    let found = match believed {
        // Some of them may be damaged; the others still stand.
        Authorities::System => rustls_native_certs::load_native_certs().certs,
        Authorities::File(path) => {
            let read = files::read(path).and_then(|text| pem::certificates(&text)).and_then(usable);
            read.map_err(|kind| OutboundFault::File(path.clone(), kind))?
        }
    };
    if found.is_empty() {
        return Err(OutboundFault::NoAuthorities);
    }
    Ok(found.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).collect())
}

/// `certificates`, if each of them can be an authority's.
fn usable(certificates: Vec<CertificateDer<'static>>) -> Result<Vec<CertificateDer<'static>>, FaultKind> {
    authorities::roots(&certificates).map(|_| certificates)
}
