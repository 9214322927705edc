//! What a look says nothing about.

use std::collections::BTreeSet;

use crate::policy::tree::TreeFault;

/// The paths that a look says nothing about, because a fault is in the way.
pub(super) struct Hidden<'a>(BTreeSet<&'a str>);

impl<'a> Hidden<'a> {
    /// What is behind `faults`.
    pub(super) fn behind(faults: &'a [TreeFault]) -> Self {
        Self(faults.iter().map(|fault| &*fault.path).collect())
    }

    /// Whether a look says nothing about the file at `path`.
    pub(super) fn contains(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        !self.0.is_empty() && folders.chain([path]).any(|path| self.0.contains(path))
    }
}
