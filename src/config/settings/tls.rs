//! What a listener needs for TLS.

use std::path::PathBuf;

/// `[tls]` and `[admin.tls]`: files in PEM form, whose content nobody has looked at yet.
#[derive(Debug, Clone)]
pub struct TlsSettings {
    /// The server's certificate and those between it and its root.
    pub certificate: PathBuf,
    /// The private key of that certificate.
    pub key: PathBuf,
    /// The certificates that clients show; `None` if they are not asked.
    pub clients: Option<ClientCertificateSettings>,
}

/// The certificates that clients show.
#[derive(Debug, Clone)]
pub struct ClientCertificateSettings {
    /// The authorities that may have issued them: a file in PEM form.
    pub authorities: PathBuf,
    /// Whether a client without one is refused.
    pub are_required: bool,
}
