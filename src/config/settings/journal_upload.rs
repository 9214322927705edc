//! A receiver that events are sent to.

use std::path::PathBuf;
use std::time::Duration;

use ureq::http::Uri;

use super::Fsync;
use crate::config::{Secret, secret_file};

/// `[[journal.uploads]]`
#[derive(Debug, Clone)]
pub struct JournalUploadSettings {
    /// Unique; what logs, metrics and the status call it.
    pub name: String,
    /// Where events are posted, `http` or `https`; neither credentials nor a query are in it.
    pub url: Uri,
    /// What it asks for.
    pub token: Option<UploadToken>,
    /// The authorities it is believed by: a file in PEM form; `None` for the system's.
    pub authorities: Option<PathBuf>,
    /// The most that is sent at once, before it is compressed; a single event may be longer.
    pub batch_bytes: usize,
    /// How long events wait for others to be sent with.
    pub delay: Duration,
    /// How long one exchange may take.
    pub timeout: Duration,
    /// The directory where events wait; made if it is not there.
    pub spool: PathBuf,
    /// Past this size the oldest events that wait are dropped, in mebibytes.
    pub keep_mebibytes: u64,
    /// Older events are dropped.
    pub keep_age: Duration,
    /// When what waits is made to outlast a loss of power.
    pub fsync: Fsync,
}

/// What a receiver knows its senders by (RFC 6750).
#[derive(Debug, Clone)]
pub enum UploadToken {
    /// From the settings.
    Inline(Secret),
    /// A file that holds it and may change at any time.
    File(PathBuf),
}

impl UploadToken {
    /// The token as it is now.
    ///
    /// # Errors
    /// What is wrong with it or its file, never what it holds.
    pub fn read(&self) -> Result<Secret, String> {
        let token = match self {
            Self::Inline(token) => token.clone(),
            Self::File(path) => secret_file::key(path, &mut Vec::new())?,
        };
        if token.expose().iter().all(u8::is_ascii_graphic) {
            Ok(token)
        } else {
            Err("holds characters that no token has, expected letters, digits and punctuation of ASCII only".to_owned())
        }
    }
}
