//! Reading one regular file, whatever happens to it meanwhile.

use std::fs::{self, OpenOptions};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use super::scan::Comparison;
use super::stamp::Stamp;
use super::{File, FileKind, TreeFaultKind};

/// Reads files, and spares what an earlier look has read already.
pub(super) struct Reader {
    /// Whether files are read again that nobody has written to.
    pub(super) comparison: Comparison,
    /// When the look began.
    pub(super) now: SystemTime,
    /// Scratch space, so that thousands of files cost one allocation.
    pub(super) buffer: Vec<u8>,
}

impl Reader {
    /// Reads the file at `real`, which is not a link. `None` if it is gone or has become something else since it was listed.
    pub(super) fn read(&mut self, real: &Path, kind: FileKind, previous: Option<&File>) -> Option<File> {
        if let Some(previous) = previous.filter(|previous| self.is_untouched(real, previous)) {
            return Some(previous.clone());
        }
        self.buffer.clear();
        match fill(real, kind.limit_bytes(), &mut self.buffer) {
            Ok(Filled::Whole { stamp }) => {
                let stamp = stamp.filter(|stamp| stamp.is_settled(self.now));
                Some(File { stamp, ..File::from_bytes_after(kind, &self.buffer, previous) })
            }
            Ok(Filled::TooLarge { size_bytes }) => {
                Some(File::unread(kind, TreeFaultKind::TooLarge { size_bytes, limit_bytes: kind.limit_bytes() }))
            }
            Ok(Filled::NotARegularFile) => None,
            Err(error) if is_gone(&error) => None,
            Err(error) => Some(File::unread(kind, TreeFaultKind::Unreadable(error.kind()))),
        }
    }

    fn is_untouched(&self, real: &Path, previous: &File) -> bool {
        self.comparison == Comparison::OfStamps
            && previous.stamp.is_some()
            && fs::symlink_metadata(real).is_ok_and(|metadata| Stamp::of(&metadata) == previous.stamp)
    }
}

/// Whether what was listed is no longer there, or no longer of the sort that was listed.
pub(super) fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) || is_other_sort(error)
}

enum Filled {
    Whole { stamp: Option<Stamp> },
    TooLarge { size_bytes: u64 },
    NotARegularFile,
}

fn fill(real: &Path, limit_bytes: u64, buffer: &mut Vec<u8>) -> io::Result<Filled> {
    let file = open(real)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Ok(Filled::NotARegularFile);
    }
    if metadata.len() > limit_bytes {
        return Ok(Filled::TooLarge { size_bytes: metadata.len() });
    }
    let size_bytes = file.take(limit_bytes + 1).read_to_end(buffer)? as u64;
    // What is written meanwhile leaves another stamp than the one from before.
    let stamp = Stamp::of(&metadata);
    Ok(if size_bytes > limit_bytes { Filled::TooLarge { size_bytes } } else { Filled::Whole { stamp } })
}

/// Opens without following a link and without waiting for a pipe's writer: either may have taken the file's place
/// since it was listed.
#[cfg(unix)]
fn open(real: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(real)
}

#[cfg(not(unix))]
fn open(real: &Path) -> io::Result<fs::File> {
    OpenOptions::new().read(true).open(real)
}

/// A link (`ELOOP`, because of `O_NOFOLLOW`) or a socket (`ENXIO`) in place of the file.
#[cfg(unix)]
fn is_other_sort(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::ELOOP | libc::ENXIO))
}

#[cfg(not(unix))]
fn is_other_sort(_: &io::Error) -> bool {
    false
}
