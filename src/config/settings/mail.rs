//! Mail that is sent.

use std::path::PathBuf;

use lettre::message::Mailbox;

use crate::config::Secret;

/// `[mail]`
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// Who it is from.
    pub from: Mailbox,
    /// How it leaves.
    pub route: MailRoute,
}

/// How mail leaves.
#[derive(Debug, Clone)]
pub enum MailRoute {
    /// Into files of this directory, one each, for whoever reads them there.
    Outbox(PathBuf),
    /// To a server.
    Smtp(SmtpSettings),
}

/// A server that takes mail.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub encryption: MailEncryption,
    /// A user and a password.
    pub credentials: Option<(String, Secret)>,
}

/// How the way to a server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailEncryption {
    /// It begins in the open and goes on with TLS, or not at all.
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// Everybody on the way can read it.
    None,
}
