//! Why the server does not start.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::admission::UnusableParameters;
use crate::directory::OpenError;
use crate::journal::UploadFault;
use crate::journal::index::IndexFault;
use crate::mail::MailFault;
use crate::tls;

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The policy directory is missing or unreadable.
    #[error("the policy directory {} can't be read: {source}; set `policies.dir`, or give --policies DIR", dir.display())]
    PolicyDirectory {
        /// As set.
        dir: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An address can't be listened on.
    #[error("can't listen on {address} ({setting}): {source}; is another server running there?")]
    Bind {
        /// The setting that names it.
        setting: &'static str,
        /// As set.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the journal can't be written.
    #[error("the journal's file {} can't be written: {source}; set `journal.files`, or make its folder", path.display())]
    Journal {
        /// As set.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Files of TLS can't be used.
    #[error("TLS can't be served with these files:\n  {}", .0.to_string().replace('\n', "\n  "))]
    Tls(tls::Faults),
    /// Nobody can be believed to be the receiver of traces.
    #[error("the receiver of traces can't be believed (`traces.ca`): {0}")]
    Traces(tls::OutboundFault),
    /// The database that decisions are looked up in can't be used.
    #[error("the index of decisions {} {fault}", path.display())]
    Index {
        /// As set.
        path: PathBuf,
        /// What is wrong with it, and what to do.
        fault: IndexFault,
    },
    /// The journal can't be uploaded.
    #[error("the upload {name} can't start: {fault}")]
    Upload {
        /// As set.
        name: String,
        /// What is wrong, and what to do.
        fault: UploadFault,
    },
    /// The directory of agents can't be used.
    #[error(transparent)]
    Directory(#[from] OpenError),
    /// Passwords can't be checked as the settings say.
    #[error("passwords can't be checked so (`passwords`): {0}")]
    Passwords(#[from] UnusableParameters),
    /// Mail can't be sent.
    #[error("mail can't be sent: {0}")]
    Mail(#[from] MailFault),
    /// Nobody can be believed to be an identity provider.
    #[error("the identity provider {name} can't be believed: {fault}")]
    Provider {
        /// As set.
        name: String,
        /// What is wrong.
        fault: tls::OutboundFault,
    },
    /// A URL of a provider is none.
    #[error("a URL in `iservice.openid` or `iservice.public_url` is none: {0}")]
    ProviderUrl(#[from] openidconnect::url::ParseError),
    /// The system refused something else.
    #[error("the system refused a thread or a socket: {0}")]
    System(#[from] io::Error),
}
