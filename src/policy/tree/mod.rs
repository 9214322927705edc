//! One look at the policy directory: which files count and what is in them, as an immutable value.
//!
//! It knows names, links and bytes, and nothing of Rego. To let another kind of file count: one variant of [`FileKind`]
//! and one line in `names`.

mod fault;
mod file;
mod link;
mod names;
mod read;
mod scan;
mod stamp;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use fault::{RootFault, RootFaultKind, TreeFault, TreeFaultKind};
pub use file::{Content, File, FileKind};
pub(in crate::policy) use names::is_passed_over;
pub(in crate::policy) use scan::{Comparison, relative, scan_after};
pub use scan::{scan, scan_with_tests};

/// The policy directory as one look found it. Paths are relative to the root, with `/` between names.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Every file that counts, sorted by path.
    pub files: BTreeMap<Arc<str>, File>,
    /// What could not be looked at, sorted by path. A fault at a path says nothing about what is behind it: files
    /// known from an earlier look are hidden, not removed.
    pub faults: Vec<TreeFault>,
    /// For files reached through a symbolic link: where they really are, relative to the real root.
    pub links: BTreeMap<Arc<str>, Arc<str>>,
}
