//! Everything of a listener's files that a handshake needs, judged and put together: swapped whole.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::server::danger::ClientCertVerifier;
use rustls::sign::CertifiedKey;

use super::fault::{Fault, FaultKind, Faults};
use super::files::{Digest, Files, Part};
use super::identity::{self, Validity};
use super::{authorities, server};
use crate::config::TlsSettings;
use crate::telemetry::metrics::Listener;

/// What a handshake needs.
pub(super) struct Material {
    pub(super) certified: Arc<CertifiedKey>,
    /// Judges the certificates of clients, if they are asked for one.
    pub(super) clients: Option<Arc<dyn ClientCertVerifier>>,
    pub(super) validity: Validity,
    pub(super) digest: Digest,
}

impl fmt::Debug for Material {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Material").field("validity", &self.validity).finish_non_exhaustive()
    }
}

impl Material {
    /// Judges `files`, which were found where `settings` say.
    ///
    /// # Errors
    /// All that is wrong with each of them.
    pub(super) fn from_files(
        files: Files,
        listener: Listener,
        settings: &TlsSettings,
        now_seconds: i64,
    ) -> Result<Self, Faults> {
        let provider = server::provider();
        let refuse = |part, kind| Fault { listener, part, file: path(settings, part), kind };
        let digest = files.digest();
        let chain = files.certificate.and_then(|text| identity::chain(&text, now_seconds));
        let chain = chain.map_err(|kind| refuse(Part::Certificate, kind));
        let key = files.key.and_then(|text| identity::signing_key(&text, &provider));
        let key = key.map_err(|kind| refuse(Part::Key, kind));
        let clients = files.authorities.map(|it| it.and_then(|text| authorities::verifier(&text, &provider)));
        let clients = clients.transpose().map_err(|kind| refuse(Part::Authorities, kind));
        match (chain, key, clients) {
            (Ok((chain, validity)), Ok(key), Ok(clients)) => {
                let together = identity::together(chain, key, &settings.certificate);
                let part_of = |kind: &FaultKind| match kind {
                    FaultKind::KeyOfAnother { .. } => Part::Key,
                    _ => Part::Certificate,
                };
                let certified = together.map_err(|kind| Faults::of([Some(refuse(part_of(&kind), kind))]))?;
                Ok(Self { certified: Arc::new(certified), clients, validity, digest })
            }
            (chain, key, clients) => Err(Faults::of([chain.err(), key.err(), clients.err()])),
        }
    }
}

fn path(settings: &TlsSettings, part: Part) -> PathBuf {
    match part {
        Part::Certificate => settings.certificate.clone(),
        Part::Key => settings.key.clone(),
        Part::Authorities => settings.clients.as_ref().map(|it| it.authorities.clone()).unwrap_or_default(),
    }
}
