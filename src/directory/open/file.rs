//! The file of SQLite: it holds hashes of passwords, so nobody but its owner reads it.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The folder that the file at `path` is in.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The file at `path`, made if it is not there; SQLite gives the rights of this file to those it puts beside it.
///
/// # Errors
/// It can't be made, or the folder it is in is not there.
pub(super) fn made(path: &Path) -> io::Result<PathBuf> {
    let folder = folder(path);
    let name = path.file_name().ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "it names no file"))?;
    let whole = folder.canonicalize()?.join(name);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&whole) {
        Ok(_) => Ok(whole),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(whole),
        Err(error) => Err(error),
    }
}
