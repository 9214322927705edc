//! Whether the policy directory is still the directory it was.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Tells directories apart that stood under the same name: another mount, a swapped link, removed and made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RootIdentity {
    real: PathBuf,
    node: (u64, u64),
    /// Because the number of a removed directory is often given to the next one.
    created: Option<SystemTime>,
}

impl RootIdentity {
    /// Of the directory at `root`, if there is one.
    pub(super) fn of(root: &Path) -> Option<Self> {
        let real = fs::canonicalize(root).ok()?;
        let metadata = fs::metadata(&real).ok().filter(Metadata::is_dir)?;
        Some(Self { real, node: node(&metadata), created: metadata.created().ok() })
    }

    /// The canonical path.
    pub(super) fn real(&self) -> &Path {
        &self.real
    }
}

#[cfg(unix)]
fn node(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn node(_: &Metadata) -> (u64, u64) {
    (0, 0)
}
