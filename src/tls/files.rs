//! The files of one listener, read whole.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::fault::{Fault, FaultKind, Faults};
use crate::config::TlsSettings;
use crate::telemetry::metrics::Listener;

/// Far more than any chain or list of authorities takes, and a bound if the path is a device.
const LIMIT_BYTES: u64 = 4 * 1024 * 1024;

/// Which of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The server's certificate and its chain.
    Certificate,
    /// Its private key.
    Key,
    /// The authorities of clients.
    Authorities,
}

/// SHA-256 of all files of a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digest([u8; 32]);

/// What the files hold. It has no `Debug`: the key is among it.
pub(super) struct Files {
    pub(super) certificate: Vec<u8>,
    pub(super) key: Vec<u8>,
    pub(super) authorities: Option<Vec<u8>>,
}

impl Files {
    /// Reads all files that `settings` name, through whatever links.
    ///
    /// # Errors
    /// Each file that can't be read.
    pub(super) fn read(listener: Listener, settings: &TlsSettings) -> Result<Self, Faults> {
        let certificate = read(listener, Part::Certificate, &settings.certificate);
        let key = read(listener, Part::Key, &settings.key);
        let authorities =
            settings.clients.as_ref().map(|clients| read(listener, Part::Authorities, &clients.authorities));
        match (certificate, key, authorities.transpose()) {
            (Ok(certificate), Ok(key), Ok(authorities)) => Ok(Self { certificate, key, authorities }),
            (certificate, key, authorities) => Err(Faults::of([certificate.err(), key.err(), authorities.err()])),
        }
    }

    /// Two digests are the same if all files have the same content.
    pub(super) fn digest(&self) -> Digest {
        let mut hasher = Sha256::new();
        for content in [Some(&self.certificate), Some(&self.key), self.authorities.as_ref()].into_iter().flatten() {
            hasher.update(Sha256::digest(content));
        }
        Digest(hasher.finalize().into())
    }
}

fn read(listener: Listener, part: Part, path: &Path) -> Result<Vec<u8>, Fault> {
    let refuse = |kind| Fault { listener, part, file: path.to_owned(), kind };
    let mut content = Vec::new();
    let file = File::open(path).map_err(|error| refuse(FaultKind::Unreadable(error)))?;
    let read = file.take(LIMIT_BYTES + 1).read_to_end(&mut content);
    read.map_err(|error| refuse(FaultKind::Unreadable(error)))?;
    if content.len() as u64 > LIMIT_BYTES {
        return Err(refuse(FaultKind::TooLong { limit_bytes: LIMIT_BYTES }));
    }
    Ok(content)
}
