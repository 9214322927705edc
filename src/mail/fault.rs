//! Why mail does not leave.

use std::error::Error;
use std::io;

use lettre::transport::smtp;

/// Why no mail could be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum MailFault {
    /// What TLS needs is not there.
    #[error("the way to the mail server can't be protected: {0}")]
    Tls(smtp::Error),
    /// No thread.
    #[error("the system refused a thread: {0}")]
    System(#[from] io::Error),
}

/// Why one mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Undelivered {
    /// What the log says; never what the server said, who may have quoted an address.
    pub(super) reason: String,
    /// Whether trying again may help.
    pub(super) is_passing: bool,
}

impl From<smtp::Error> for Undelivered {
    fn from(error: smtp::Error) -> Self {
        let reason = if let Some(status) = error.status() {
            format!("the server answers with status {status}")
        } else if error.is_timeout() {
            "the server takes too long".to_owned()
        } else if error.is_tls() {
            "the server's certificate is not believed, or it speaks no TLS".to_owned()
        } else if let Some(error) = system_error(&error) {
            format!("the server can't be reached: {error}")
        } else if error.is_client() {
            "the server does not offer what is set: STARTTLS, or a way to log in".to_owned()
        } else {
            "the server can't be reached, or speaks no SMTP".to_owned()
        };
        Self { reason, is_passing: !error.is_permanent() }
    }
}

impl From<io::Error> for Undelivered {
    fn from(error: io::Error) -> Self {
        Self { reason: format!("the outbox can't be written: {error}"), is_passing: true }
    }
}

fn system_error<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e io::Error> {
    let mut source = error.source();
    while let Some(error) = source {
        match error.downcast_ref::<io::Error>() {
            // One of its own is a library's, with words of its own.
            Some(error) if error.raw_os_error().is_some() => return Some(error),
            _ => source = error.source(),
        }
    }
    None
}
