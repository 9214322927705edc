//! One file of the policy directory: its bytes' digest and its text as the engine sees it.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::TreeFaultKind;
use super::stamp::Stamp;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file that counts.
#[derive(Debug, Clone)]
pub struct File {
    /// What its name makes it.
    pub kind: FileKind,
    /// SHA-256 of its raw bytes; of the fault's words where they were not read. Files with equal digests have equal content.
    pub digest: [u8; 32],
    /// What is in it.
    pub content: Content,
    /// What it was read under, if any later write leaves another.
    pub(super) stamp: Option<Stamp>,
}

/// What a file's name makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// `*.rego`, but not `*_test.rego`.
    Module,
    /// `data.json`, `data.yaml` or `data.yml`.
    Data,
    /// `*_test.rego`: tests, which never decide.
    Test,
    /// `*_test.yaml` or `*_test.yml`: tests as a table.
    Table,
}

impl FileKind {
    /// What a file at `path` is to a decision by its name, if anything.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        super::names::kind_of(path.rsplit('/').next().unwrap_or(path))
    }

    /// The largest file that is read: 1 MiB of Rego or tests, 64 MiB of data.
    #[must_use]
    pub fn limit_bytes(self) -> u64 {
        match self {
            Self::Module | Self::Test | Self::Table => 1 << 20,
            Self::Data => 64 << 20,
        }
    }
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Its text, without a byte order mark and with `\n` for `\r\n`: line numbers are those of the file. While a file
    /// stays unchanged, every look shares the same allocation.
    Text(Arc<str>),
    /// Why it has no text.
    Fault(TreeFaultKind),
}

impl File {
    /// The file of these raw bytes.
    #[must_use]
    pub fn from_bytes(kind: FileKind, bytes: &[u8]) -> Self {
        Self::from_bytes_after(kind, bytes, None)
    }

    /// As [`File::from_bytes`], sharing the content of `previous` if the bytes are still the same.
    pub(super) fn from_bytes_after(kind: FileKind, bytes: &[u8], previous: Option<&Self>) -> Self {
        let digest = Sha256::digest(bytes).into();
        let content = match previous.filter(|previous| previous.digest == digest) {
            Some(previous) => previous.content.clone(),
            None => text_of(bytes).map_or_else(Content::Fault, Content::Text),
        };
        Self { kind, digest, content, stamp: None }
    }

    /// A file whose bytes are not known.
    pub(super) fn unread(kind: FileKind, fault: TreeFaultKind) -> Self {
        Self { kind, digest: Sha256::digest(fault.to_string()).into(), content: Content::Fault(fault), stamp: None }
    }

    /// Whether this is a text without a single character, as a file is between its truncation and its first write.
    pub(in crate::policy) fn is_empty(&self) -> bool {
        matches!(&self.content, Content::Text(text) if text.is_empty())
    }
}

fn text_of(bytes: &[u8]) -> Result<Arc<str>, TreeFaultKind> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    Ok(if text.contains("\r\n") { text.replace("\r\n", "\n").into() } else { text.into() })
}

fn not_utf8(bytes: &[u8], position: usize) -> TreeFaultKind {
    let (before, after) = bytes.split_at(position);
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    TreeFaultKind::NotUtf8 {
        line: before.split(|&byte| byte == b'\n').count(),
        column: position - line_start + 1,
        byte: after.first().copied().unwrap_or_default(),
        utf16: bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF"),
    }
}
