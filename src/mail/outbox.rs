//! A directory that stands in for a mail server: each mail is one file, whole from the moment it is there.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// The directory; made when the first mail is written.
pub(super) struct Outbox(PathBuf);

impl Outbox {
    pub(super) fn at(directory: &Path) -> Self {
        Self(directory.to_owned())
    }

    /// Writes `mail` to a file that only this server's user can read. Names are in the order of writing.
    pub(super) fn put(&self, mail: &[u8]) -> io::Result<()> {
        self.make()?;
        let name = Uuid::now_v7();
        let unfinished = self.0.join(format!(".{name}"));
        let written = private().open(&unfinished).and_then(|mut file| file.write_all(mail));
        let put = written.and_then(|()| fs::rename(&unfinished, self.0.join(format!("{name}.eml"))));
        put.inspect_err(|_| drop(fs::remove_file(&unfinished)))
    }

    fn make(&self) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(&self.0)
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
