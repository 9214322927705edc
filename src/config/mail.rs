//! `[mail]`: who it is from, and how it leaves.

use std::path::Path;

use lettre::message::Mailbox;

use super::scalar::Form;
use super::settings::{MailEncryption, MailRoute, MailSettings, SmtpSettings};
use super::table::Table;
use super::url::is_loopback_host;
use super::{Secret, secret_file};

const OFF: &str = "off";
const SERVER: &str = "\"off\" or a host and a port, such as \"mail.example.com:587\"";
const FROM: &str = "an address such as \"Accounts <accounts@example.com>\"";
const ENCRYPTIONS: &[(&str, MailEncryption)] =
    &[("starttls", MailEncryption::Starttls), ("tls", MailEncryption::Tls), ("none", MailEncryption::None)];

/// Reads `[mail]`; relative paths start in `directory`.
pub(super) fn read(mut table: Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<MailSettings> {
    let from = table.parsed("from", Form::Text, FROM, |text| text.parse::<Mailbox>().ok());
    let server = table.parsed("server", Form::Text, SERVER, |text| match text {
        OFF => Some(None),
        text => server(text).map(Some),
    });
    let encryption = table.choice("encryption", ENCRYPTIONS);
    let credentials = credentials(&mut table, directory, warnings);
    let outbox = table.path("outbox", "the path of a directory");
    if let (Some(Some((host, _))), Some(MailEncryption::None), Some(Some(_))) = (&server, encryption, &credentials)
        && !is_loopback_host(host)
    {
        let problem =
            "is \"none\", and whoever is on the way could read the password; expected \"starttls\" or \"tls\"";
        table.refuse("encryption", problem.to_owned());
    }
    table.finish();
    let (encryption, credentials, outbox) = (encryption?, credentials?, outbox?);
    let route = match server? {
        None => MailRoute::Outbox(directory.join(outbox)),
        Some((host, port)) => MailRoute::Smtp(SmtpSettings { host, port, encryption, credentials }),
    };
    Some(MailSettings { from: from?, route })
}

fn server(text: &str) -> Option<(String, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let port = port.parse().ok().filter(|port| *port > 0)?;
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let is_host = !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric() || ".-:_".contains(char));
    is_host.then(|| (name.to_owned(), port))
}

/// `Some(None)` for none.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
fn credentials(
    table: &mut Table<'_>,
    directory: &Path,
    warnings: &mut Vec<String>,
) -> Option<Option<(String, Secret)>> {
    let (user, file) = ("user", "password_file");
    match (table.has(user), table.has(file)) {
        (false, false) => return Some(None),
        (true, true) => {}
        (true, false) => {
            table.refuse(file, "is missing, and user needs it: the path of a file that holds the password".to_owned());
            return None;
        }
        (false, true) => {
            table.refuse(user, "is missing, and password_file needs it: whose password it is".to_owned());
            return None;
        }
    }
    let name = table.parsed(user, Form::Text, "a name that is not empty", |text| {
        (!text.is_empty() && !text.contains(char::is_control)).then(|| text.to_owned())
    });
    let path = directory.join(table.path(file, "the path of a file")?);
    let password = secret_file::key(&path, warnings).map_err(|problem| table.refuse(file, problem)).ok()?;
    if std::str::from_utf8(password.expose()).is_err() {
        table.refuse(file, "holds bytes that are not UTF-8 text, expected a password".to_owned());
        return None;
    }
    Some(Some((name?, password)))
}
