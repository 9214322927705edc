//! Where symbolic links lead, and whether we go there.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::TreeFaultKind;

/// What a link leads to.
pub(super) struct Target {
    /// Its canonical path.
    pub(super) real: PathBuf,
    /// What is there.
    pub(super) metadata: Metadata,
}

/// Follows the link at `link` to its end. `None` if the link itself is gone.
pub(super) fn follow(link: &Path) -> Option<Result<Target, TreeFaultKind>> {
    let target = fs::canonicalize(link).and_then(|real| Ok(Target { metadata: fs::symlink_metadata(&real)?, real }));
    match target {
        Ok(target) => Some(Ok(target)),
        Err(error) if leads_nowhere(&error) => {
            let target = fs::read_link(link).ok()?;
            Some(Err(TreeFaultKind::LinkDangles { target }))
        }
        Err(error) if is_loop(&error) => Some(Err(TreeFaultKind::LinkLoops)),
        Err(error) => Some(Err(TreeFaultKind::Unreadable(error.kind()))),
    }
}

fn leads_nowhere(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(unix)]
fn is_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::ELOOP)
}

#[cfg(not(unix))]
fn is_loop(_: &io::Error) -> bool {
    false
}
