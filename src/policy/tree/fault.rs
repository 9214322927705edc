//! What can be wrong with the policy directory before anybody reads its Rego.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

/// Something in the directory that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
#[error("{path}: {kind}")]
pub struct TreeFault {
    /// Where, relative to the root.
    pub path: Arc<str>,
    /// What.
    pub kind: TreeFaultKind,
}

/// What is wrong with a file, a folder or a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum TreeFaultKind {
    /// The text is not UTF-8 (or the name, see [`TreeFaultKind::NameNotUtf8`]).
    #[error("is not UTF-8 text: byte 0x{byte:02X} at line {line}, byte {column} of that line{}; save it as UTF-8", utf16_words(*.utf16))]
    NotUtf8 {
        /// The first line that is not UTF-8, from 1.
        line: usize,
        /// The first wrong byte in that line, from 1.
        column: usize,
        /// That byte.
        byte: u8,
        /// Whether the file starts with a UTF-16 byte order mark.
        utf16: bool,
    },
    /// The system refuses to read it.
    #[error("cannot be read: {0}")]
    Unreadable(io::ErrorKind),
    /// A file above the limit of its kind.
    #[error("is too large: {size_bytes} bytes, at most {limit_bytes} are accepted")]
    TooLarge {
        /// Its size, or the part of it that was read when it grew meanwhile.
        size_bytes: u64,
        /// The largest size accepted for its kind.
        limit_bytes: u64,
    },
    /// A link whose target is outside the policy directory.
    #[error("is a link to {}, outside the policy directory; links must stay inside", target.display())]
    LinkLeavesRoot {
        /// Where it leads.
        target: PathBuf,
    },
    /// A link to nothing.
    #[error("is a link to {}, which does not exist", target.display())]
    LinkDangles {
        /// The target as written in the link.
        target: PathBuf,
    },
    /// A link to a folder that holds the link, or links that lead to each other.
    #[error("is a link that leads back to itself")]
    LinkLoops,
    /// More folders are reached through links than any sane layout has.
    #[error("is one linked folder too many: at most {limit} folders may be reached through links")]
    TooManyLinkedFolders {
        /// How many are followed.
        limit: usize,
    },
    /// A pipe, a socket or a device under the name of a policy or data file. It is never opened.
    #[error("is a pipe, a socket or a device; only regular files are read")]
    NotARegularFile,
    /// A folder under the name of a policy or data file. It is not entered.
    #[error("is a folder, but is named like a file; rename it")]
    FolderNamedLikeFile,
    /// A name that counts, but cannot be written down.
    #[error("has a name that is not UTF-8; rename it")]
    NameNotUtf8,
    /// A folder below more folders than are entered.
    #[error("is nested too deep: at most {limit} folders below each other are entered")]
    TooDeep {
        /// How many levels are entered.
        limit: usize,
    },
}

fn utf16_words(utf16: bool) -> &'static str {
    if utf16 { " (it looks like UTF-16)" } else { "" }
}

/// The policy directory itself cannot be looked at: nothing is known, so nothing may be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("policy directory {}: {kind}", path.display())]
pub struct RootFault {
    /// The directory as given.
    pub path: PathBuf,
    /// What is wrong with it.
    pub kind: RootFaultKind,
}

/// What is wrong with the policy directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RootFaultKind {
    /// Nothing is there.
    #[error("does not exist")]
    Missing,
    /// Something else is there.
    #[error("is not a directory")]
    NotADirectory,
    /// The system refuses to list it.
    #[error("cannot be read: {0}")]
    Unreadable(io::ErrorKind),
}

impl RootFault {
    pub(super) fn new(path: &Path, error: &io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => RootFaultKind::Missing,
            io::ErrorKind::NotADirectory => RootFaultKind::NotADirectory,
            other => RootFaultKind::Unreadable(other),
        };
        Self { path: path.to_owned(), kind }
    }
}
