//! What is wrong with the files of TLS, in words for whoever runs the server.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::files::Part;
use crate::telemetry::metrics::Listener;

/// One file that can't be used.
#[derive(Debug)]
pub struct Fault {
    /// Whose file it is.
    pub listener: Listener,
    /// Which of the files.
    pub part: Part,
    /// Where it is.
    pub file: PathBuf,
    /// What is wrong with it.
    pub kind: FaultKind,
}

/// What is wrong with a file of TLS. Nothing of what the file holds is shown.
#[derive(Debug, thiserror::Error)]
pub enum FaultKind {
    /// The system refuses it.
    #[error("can't be read: {0}; see that the file is there and that this user may read it")]
    Unreadable(#[source] io::Error),
    /// Nobody's chain is that long.
    #[error("is longer than {limit_bytes} bytes, expected a file in PEM form")]
    TooLong {
        /// How long it may be.
        limit_bytes: u64,
    },
    /// It ends early, or somebody writes it just now.
    #[error(
        "is cut off or damaged: a `-----BEGIN …-----` without its `-----END …-----`, or text between them that is not base64; write it anew"
    )]
    Damaged,
    /// There is something else in it.
    #[error("holds {got}, expected a certificate: `-----BEGIN CERTIFICATE-----`")]
    NoCertificate {
        /// What is there instead.
        got: &'static str,
    },
    /// The text is PEM, but what it stands for is nothing that can be used.
    #[error("certificate {number} in it can't be used: {reason}; have it issued anew")]
    BadCertificate {
        /// Its place in the file, from 1.
        number: usize,
        /// What is said of it.
        reason: String,
    },
    /// There is something else in it.
    #[error("holds {got}, expected a private key: `-----BEGIN PRIVATE KEY-----`")]
    NoKey {
        /// What is there instead.
        got: &'static str,
    },
    /// Nobody is there to type the password.
    #[error("holds a key that is protected by a password; take it off: openssl pkey -in OLD -out NEW")]
    ProtectedKey,
    /// A kind of key that `rustls` does not know.
    #[error(
        "holds a key of a kind that can't be used, expected RSA from 2048 bits on, ECDSA P-256 or P-384, or Ed25519"
    )]
    UnusableKey,
    /// Key and certificate were not made together.
    #[error("is not the key of the certificate in {}{}", certificate.display(), hint(*belongs_to))]
    KeyOfAnother {
        /// The file with the certificate.
        certificate: PathBuf,
        /// The place of the certificate that it does belong to, from 1.
        belongs_to: Option<usize>,
    },
    /// Its time has not come.
    #[error("is not valid before {from}; wait until then, or set this machine's clock")]
    NotYetValid {
        /// As people write it.
        from: String,
    },
    /// Its time is over.
    #[error("expired at {until}; have a new one issued, or set this machine's clock")]
    Expired {
        /// As people write it.
        until: String,
    },
}

fn hint(belongs_to: Option<usize>) -> String {
    match belongs_to {
        Some(number) => format!(" that stands first, but of number {number}; put that one first"),
        None => "; put the two that were made together there".to_owned(),
    }
}

impl Fault {
    /// The setting that names the file.
    #[must_use]
    pub fn setting(&self) -> &'static str {
        match (self.listener, self.part) {
            (Listener::Platforms, Part::Certificate) => "tls.certificate",
            (Listener::Platforms, Part::Key) => "tls.key",
            (Listener::Platforms, Part::Authorities) => "tls.client_ca",
            (Listener::Operators, Part::Certificate) => "admin.tls.certificate",
            (Listener::Operators, Part::Key) => "admin.tls.key",
            (Listener::Operators, Part::Authorities) => "admin.tls.client_ca",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({}): {}", self.setting(), self.file.display(), self.kind)
    }
}

/// All that is wrong with files of TLS: a line for each, the setting first.
#[derive(Debug)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Those that there are.
    pub(super) fn of(faults: impl IntoIterator<Item = Option<Fault>>) -> Self {
        Self(faults.into_iter().flatten().collect())
    }

    /// At least one, in the order of the settings.
    #[must_use]
    pub fn all(&self) -> &[Fault] {
        &self.0
    }

    /// These and then `others`.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        formatter.write_str(&lines.join("\n"))
    }
}
