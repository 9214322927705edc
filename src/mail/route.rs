//! How a mail leaves: to a server, or into the outbox.

use std::str;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Message, SmtpTransport, Transport as _};

use super::fault::{MailFault, Undelivered};
use super::outbox::Outbox;
use crate::config::{MailEncryption, MailRoute, SmtpSettings};

/// How long the server may take for each step.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where mails go.
pub(super) enum Route {
    Outbox(Outbox),
    Smtp(SmtpTransport),
}

impl Route {
    pub(super) fn new(settings: &MailRoute) -> Result<Self, MailFault> {
        Ok(match settings {
            MailRoute::Outbox(directory) => Self::Outbox(Outbox::at(directory)),
            MailRoute::Smtp(server) => Self::Smtp(transport(server)?),
        })
    }

    /// Hands `message` over.
    pub(super) fn send(&self, message: &Message) -> Result<(), Undelivered> {
        match self {
            Self::Outbox(outbox) => Ok(outbox.put(&message.formatted())?),
            Self::Smtp(server) => Ok(server.send(message).map(drop)?),
        }
    }
}

fn transport(server: &SmtpSettings) -> Result<SmtpTransport, MailFault> {
    let tls = || TlsParameters::new(server.host.clone()).map_err(MailFault::Tls);
    let tls = match server.encryption {
        MailEncryption::Starttls => Tls::Required(tls()?),
        MailEncryption::Tls => Tls::Wrapper(tls()?),
        MailEncryption::None => Tls::None,
    };
    let builder = SmtpTransport::builder_dangerous(&*server.host).port(server.port).tls(tls).timeout(Some(PATIENCE));
    let password = |password: &[u8]| str::from_utf8(password).unwrap_or_default().to_owned();
    let credentials = server.credentials.as_ref();
    let credentials = credentials.map(|(user, secret)| Credentials::new(user.clone(), password(secret.expose())));
    Ok(credentials.into_iter().fold(builder, lettre::transport::smtp::SmtpTransportBuilder::credentials).build())
}
