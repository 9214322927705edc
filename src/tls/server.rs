//! The configuration of `rustls`: each handshake sees what is in force at that moment.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme};

use super::material::Material;
use crate::config::ClientCertificateSettings;
use crate::decision::Clock;

/// The cryptography in use; no other is linked in, and nothing depends on a default of the process.
pub(super) fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// TLS 1.2 and 1.3 with whatever is in force. Which protocols are spoken inside is for the listener to add.
pub(super) fn config(
    in_force: &Arc<ArcSwap<Material>>,
    clients: Option<&ClientCertificateSettings>,
    clock: Arc<dyn Clock>,
) -> Result<ServerConfig, Error> {
    let provider = provider();
    let builder = ServerConfig::builder_with_details(Arc::clone(&provider), Arc::new(HouseTime(clock)));
    let builder = builder.with_safe_default_protocol_versions()?;
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(clients) => builder.with_client_cert_verifier(Arc::new(Clients {
            in_force: Arc::clone(in_force),
            are_required: clients.are_required,
            provider,
        })),
    };
    let mut config = builder.with_cert_resolver(Arc::new(Own(Arc::clone(in_force))));
    if clients.is_some() {
        // A resumed session is not asked for a certificate again, even if its authority is no longer accepted.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
    }
    Ok(config)
}

/// One certificate, whatever name is asked for.
#[derive(Debug)]
struct Own(Arc<ArcSwap<Material>>);

impl ResolvesServerCert for Own {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.load().certified))
    }
}

/// The certificates of clients, judged by the authorities in force.
#[derive(Debug)]
struct Clients {
    in_force: Arc<ArcSwap<Material>>,
    are_required: bool,
    provider: Arc<CryptoProvider>,
}

impl ClientCertVerifier for Clients {
    fn client_auth_mandatory(&self) -> bool {
        self.are_required
    }

    /// None: clients choose for themselves. The names would have to outlive the authorities they come from.
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        match &self.in_force.load().clients {
            Some(clients) => clients.verify_client_cert(end_entity, intermediates, now),
            None => Err(CertificateError::UnknownIssuer.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// The house's clock in the form that `rustls` asks.
struct HouseTime(Arc<dyn Clock>);

impl fmt::Debug for HouseTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("HouseTime")
    }
}

impl TimeProvider for HouseTime {
    fn current_time(&self) -> Option<UnixTime> {
        let nanos = u64::try_from(self.0.unix_nanos()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_nanos(nanos)))
    }
}
