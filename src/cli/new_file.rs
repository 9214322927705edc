//! Files that commands write for authors: what is there already is never touched.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use super::ExitCode;
use super::output::fail;

/// Writes `text` into a file at `path` that does not exist yet, and makes the folders around it.
///
/// # Errors
/// The exit code, everything having been said; also if something is there already, even a link that leads nowhere.
pub(super) fn create(path: &Path, text: &str) -> Result<(), ExitCode> {
    let created = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| write(path, text));
    created.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            fail(&format!("{} exists already and is left as it is", path.display()), ExitCode::Usage)
        }
        _ => fail(&format!("{} can't be written: {error}", path.display()), ExitCode::Failed),
    })
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}
