//! One spool is used by one server alone.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use super::fault::UploadFault;

const NAME: &str = "lock";

/// Makes `directory` if it is not there, and keeps everybody else out of it until the result is dropped.
pub(super) fn take(directory: &Path) -> Result<File, UploadFault> {
    let unusable = |source| UploadFault::Spool { path: directory.to_owned(), source };
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(unusable)?;
    let path = directory.join(NAME);
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(UploadFault::SpoolInUse(directory.to_owned())),
        Err(TryLockError::Error(source)) => Err(unusable(source)),
    }
}
