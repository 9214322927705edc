//! The listener for operators and monitoring.

use std::net::SocketAddr;

use super::TlsSettings;

/// `[admin]`
#[derive(Debug, Clone)]
pub struct AdminSettings {
    /// Where operators and monitoring ask; `None` for nowhere.
    pub listen: Option<SocketAddr>,
    /// TLS there; `None` for plain HTTP.
    pub tls: Option<TlsSettings>,
    /// Who may ask; empty means every program on this machine.
    pub tokens: Vec<TokenSettings>,
}

/// `[[admin.tokens]]`: a bearer token, known by its digest.
#[derive(Debug, Clone)]
pub struct TokenSettings {
    /// Unique; whose token it is.
    pub name: String,
    /// What its bearer may do.
    pub role: Role,
    /// SHA-256 of the token.
    pub digest: [u8; 32],
}

/// What somebody may do on the admin listener; each may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Look: health, metrics, decisions.
    Reader,
    /// Read sources, and try logins.
    Author,
    /// Reload the policies, and see the agents of the directory.
    Operator,
    /// Change the agents of the directory: whoever sets passwords can be anybody.
    Administrator,
}

impl Role {
    /// Its name in settings.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Author => "author",
            Self::Operator => "operator",
            Self::Administrator => "administrator",
        }
    }
}
