//! Why there was no answer, in words.

use std::error::Error;
use std::io::{self, ErrorKind};

use rustls::{AlertDescription, CertificateError};

use super::message::Message;
use super::target::Target;
use crate::cli::output::plain;

/// What `error` means, and what to do.
pub(super) fn words(error: &ureq::Error, target: &Target, message: &Message) -> (String, Vec<String>) {
    let host = &target.origin;
    if let Some(error) = of_tls(error) {
        return tls(error, host);
    }
    let (meaning, advice) = match error {
        ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => (
            format!("Nobody listens at {host}."),
            "Is the server running? `listen` in its settings says where; on loopback, nobody outside reaches it.",
        ),
        error if is_name_unknown(error) => (
            format!("The name in {host} has no address."),
            "Look for a slip in the name, or ask whoever keeps the DNS.",
        ),
        ureq::Error::Timeout(_) => (
            format!("No answer from {host} in time."),
            "A firewall that swallows packets looks like this, and so does a server that is too slow. VCC Live does not say \
             how long it waits; comparable platforms give up after 3 to 5 s. --timeout waits longer.",
        ),
        ureq::Error::Io(error) if is_cut_off(error.kind()) => {
            (format!("{host} closed the connection without an answer."), other_scheme(target))
        }
        ureq::Error::Protocol(_) => (format!("What {host} answers is not HTTP."), other_scheme(target)),
        ureq::Error::Http(_) | ureq::Error::BadUri(_) => (
            "The URL can't be sent as it stands.".to_owned(),
            "Write what is no letter, digit or -._~ as % and two hexadecimal digits.",
        ),
        ureq::Error::BodyExceedsLimit(_) => {
            (format!("{host} answers with more than a megabyte."), "What answers there is not Logingate.")
        }
        error => (format!("No answer from {host}: {}.", message.shown(&error.to_string())), "Nothing was decided."),
    };
    (meaning, vec![advice.to_owned()])
}

/// The system's resolver has no kind of error for it, only words.
fn is_name_unknown(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::HostNotFound => true,
        ureq::Error::Io(error) => error.to_string().starts_with("failed to lookup address"),
        _ => false,
    }
}

fn is_cut_off(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe
    )
}

fn other_scheme(target: &Target) -> &'static str {
    if target.is_https() {
        "A server that wants a certificate of its caller does this, and VCC Live is not known to have one: set \
         `tls.client_certificates` to \"off\" or \"optional\" there."
    } else {
        "If that port speaks TLS, write https://."
    }
}

/// What TLS says, wherever it stands in the chain of causes.
fn of_tls(error: &ureq::Error) -> Option<&rustls::Error> {
    match error {
        ureq::Error::Rustls(error) => Some(error),
        ureq::Error::Io(error) => in_chain(error),
        _ => None,
    }
}

fn in_chain(error: &io::Error) -> Option<&rustls::Error> {
    let mut cause: Option<&(dyn Error + 'static)> = error.get_ref().map(|inner| -> &(dyn Error + 'static) { inner });
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref() {
            return Some(error);
        }
        cause = error.source();
    }
    None
}

fn tls(error: &rustls::Error, host: &str) -> (String, Vec<String>) {
    let (meaning, advice) = match error {
        rustls::Error::InvalidCertificate(error) => certificate(error),
        rustls::Error::InvalidMessage(_) => {
            ("what answers does not speak TLS", "If that port speaks plain HTTP, write http://.")
        }
        rustls::Error::AlertReceived(
            AlertDescription::CertificateRequired
            | AlertDescription::UnknownCA
            | AlertDescription::BadCertificate
            | AlertDescription::HandshakeFailure,
        ) => (
            "the server wants a certificate of its caller, or agrees on no cipher",
            "VCC Live is not known to have a certificate: set `tls.client_certificates` to \"optional\" or \"off\", and let a \
             secret say who is calling.",
        ),
        rustls::Error::AlertReceived(AlertDescription::ProtocolVersion) => {
            ("the server speaks neither TLS 1.2 nor 1.3", "Switch on one of them.")
        }
        _ => ("TLS fails", "The server's log may say more."),
    };
    (format!("No answer from {host}: {meaning} ({}).", plain(&error.to_string())), vec![advice.to_owned()])
}

fn certificate(error: &CertificateError) -> (&'static str, &'static str) {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            ("its certificate has expired", "Renew it: Logingate takes the new files up within seconds.")
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            ("its certificate is not valid yet", "Compare the clocks of both machines.")
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => (
            "its certificate is for another name",
            "Write the URL with a name that the certificate has, here and in VCC Live.",
        ),
        CertificateError::UnknownIssuer => (
            "nobody here trusts whoever issued its certificate",
            "The server's `tls.certificate` must hold those between it and its root, too. For an authority of your own give \
             --ca; VCC Live is not known to trust any but public ones.",
        ),
        CertificateError::Other(error) if error.to_string().contains("CaUsedAsEndEntity") => (
            "its certificate is that of an authority, as `openssl req -x509` makes them",
            "Have one issued for the server; or make it with `-addext basicConstraints=critical,CA:FALSE`, and give it as --ca.",
        ),
        _ => ("its certificate can't be trusted", "VCC Live would not trust it either: have another one issued."),
    }
}
