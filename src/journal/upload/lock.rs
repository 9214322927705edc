//! One spool is used by one server alone.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::fault::UploadFault;

const NAME: &str = "lock";

/// How long the server before may take to be gone. A program that it was just starting has its locks for a moment too.
const PATIENCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(10);

/// Makes `directory` if it is not there, and keeps everybody else out of it until the result is dropped.
pub(super) fn take(directory: &Path) -> Result<File, UploadFault> {
    let began = Instant::now();
    take_while(directory, || {
        thread::sleep(PAUSE);
        began.elapsed() < PATIENCE
    })
}

/// Tries again as long as `goes_on` says so.
fn take_while(directory: &Path, mut goes_on: impl FnMut() -> bool) -> Result<File, UploadFault> {
    let unusable = |source| UploadFault::Spool { path: directory.to_owned(), source };
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(unusable)?;
    let path = directory.join(NAME);
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path).map_err(unusable)?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if goes_on() => {}
            Err(TryLockError::WouldBlock) => return Err(UploadFault::SpoolInUse(directory.to_owned())),
            Err(TryLockError::Error(source)) => return Err(unusable(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_about_to_end_is_waited_for_and_another_is_not() {
        let directory = tempfile::tempdir().unwrap();
        let mut before = Some(take(directory.path()).unwrap());
        assert!(matches!(take_while(directory.path(), || false), Err(UploadFault::SpoolInUse(_))));
        let after = take_while(directory.path(), || before.take().is_some());
        assert!(after.is_ok());
    }
}
