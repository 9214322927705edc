//! The files of one listener, read whole.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::fault::FaultKind;
use crate::config::TlsSettings;

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

/// SHA-256 over what all files of a listener hold, or why they can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digest([u8; 32]);

/// What a file holds, or why it can't be read.
pub(super) type Content = Result<Vec<u8>, FaultKind>;

/// What the files hold. It has no `Debug`: the key is among it.
pub(super) struct Files {
    pub(super) certificate: Content,
    pub(super) key: Content,
    pub(super) authorities: Option<Content>,
}

impl Files {
    /// Reads all files that `settings` name, through whatever links.
    pub(super) fn read(settings: &TlsSettings) -> Self {
        Self {
            certificate: read(&settings.certificate),
            key: read(&settings.key),
            authorities: settings.clients.as_ref().map(|clients| read(&clients.authorities)),
        }
    }

    /// Two digests are the same if all files have the same content.
    pub(super) fn digest(&self) -> Digest {
        let mut hasher = Sha256::new();
        for content in [Some(&self.certificate), Some(&self.key), self.authorities.as_ref()].into_iter().flatten() {
            match content {
                Ok(bytes) => hasher.update([&[1], &Sha256::digest(bytes)[..]].concat()),
                Err(fault) => hasher.update([&[0], &Sha256::digest(fault.to_string())[..]].concat()),
            }
        }
        Digest(hasher.finalize().into())
    }
}

pub(super) fn read(path: &Path) -> Content {
    let mut content = Vec::new();
    let file = File::open(path).map_err(FaultKind::Unreadable)?;
    file.take(LIMIT_BYTES + 1).read_to_end(&mut content).map_err(FaultKind::Unreadable)?;
    if content.len() as u64 > LIMIT_BYTES {
        return Err(FaultKind::TooLong { limit_bytes: LIMIT_BYTES });
    }
    Ok(content)
}
