//! `[tls]` and `[admin.tls]`: certificate, key, and who has to show a certificate in turn.

use std::path::{Path, PathBuf};

use super::secret_file;
use super::settings::{ClientCertificateSettings, TlsSettings};
use super::table::Table;

const MODE: &str = "client_certificates";
const AUTHORITIES: &str = "client_ca";

/// What `client_certificates` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Off,
    Optional,
    Required,
}

const MODES: &[(&str, Mode)] = &[("off", Mode::Off), ("optional", Mode::Optional), ("required", Mode::Required)];

/// Reads the table `tls` of a listener; `Some(None)` for plain HTTP.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
pub(super) fn read(
    listener: &mut Table<'_>,
    directory: &Path,
    warnings: &mut Vec<String>,
) -> Option<Option<TlsSettings>> {
    if !listener.has("tls") {
        return Some(None);
    }
    let mut table = listener.table("tls")?;
    let certificate = path(&mut table, "certificate", directory);
    let key = path(&mut table, "key", directory);
    if let Some(key) = &key {
        secret_file::warn_if_everybody_reads(key, warnings);
    }
    let clients = clients(&mut table, directory);
    table.finish();
    Some(Some(TlsSettings { certificate: certificate?, key: key?, clients: clients? }))
}

fn path(table: &mut Table<'_>, key: &'static str, directory: &Path) -> Option<PathBuf> {
    table.path(key, "the path of a PEM file").map(|path| directory.join(path))
}

/// `Some(None)` if clients are not asked for a certificate.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
fn clients(table: &mut Table<'_>, directory: &Path) -> Option<Option<ClientCertificateSettings>> {
    let is_mode_set = table.has(MODE);
    let mode = if is_mode_set {
        table.choice(MODE, MODES)
    } else {
        table.enter_default(MODE, "off");
        Some(Mode::Off)
    };
    let has_authorities = table.has(AUTHORITIES);
    let authorities = has_authorities.then(|| path(table, AUTHORITIES, directory)).flatten();
    match mode? {
        // Whoever names authorities and leaves it there would take clients for checked.
        Mode::Off if has_authorities && !is_mode_set => {
            let problem = "is set, but not whether clients are asked: set client_certificates as well, \"optional\" or \
                           \"required\", or \"off\"";
            table.refuse(AUTHORITIES, problem.to_owned());
            None
        }
        Mode::Off => Some(None),
        Mode::Optional | Mode::Required if !has_authorities => {
            let problem = "is missing, and client_certificates needs it: a PEM file of the authorities whose \
                           certificates are accepted";
            table.refuse(AUTHORITIES, problem.to_owned());
            None
        }
        mode => {
            Some(Some(ClientCertificateSettings { authorities: authorities?, are_required: mode == Mode::Required }))
        }
    }
}
