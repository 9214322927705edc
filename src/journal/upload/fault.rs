//! Why an upload does not start.

use std::io;
use std::path::PathBuf;

use crate::tls::OutboundFault;

/// Why an upload does not start, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum UploadFault {
    /// The system refuses the spool.
    #[error("its spool {} can't be used: {source}; set `spool` to a directory that this user may write", path.display())]
    Spool {
        /// As set.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Two would send everything twice, and remove what the other still needs.
    #[error("its spool {} is in use by another server or upload; give each one of its own", .0.display())]
    SpoolInUse(PathBuf),
    /// Nobody could be believed to be the receiver.
    #[error("its receiver could not be told from others: {0}; see `ca`")]
    Authorities(#[from] OutboundFault),
    /// The system refused something else.
    #[error("the system refused a thread: {0}")]
    System(#[from] io::Error),
}
