//! `[[iservice.openid]]`: identity providers.

use std::path::Path;

use ureq::http::Uri;

use crate::config::scalar::Form;
use crate::config::settings::OpenIdSettings;
use crate::config::table::Table;
use crate::config::url::is_loopback_host;
use crate::config::{Secret, secret_file};

const NAME: &str = "1 to 64 letters, digits, `_` and `-`";
const CLIENT_ID: &str = "what the provider calls this server: 1 to 512 visible characters";
const SCOPES: &str = "a list of scopes: [\"email\", \"profile\"]";
const SCOPE: &str = "a scope: visible ASCII characters other than `\"` and `\\`";
const DEFAULT_SCOPES: [&str; 2] = ["email", "profile"];
const SECRET_FILE: &str = "client_secret_file";

/// Reads all providers.
pub(super) fn read(
    iservice: &mut Table<'_>,
    directory: &Path,
    warnings: &mut Vec<String>,
) -> Option<Vec<OpenIdSettings>> {
    if !iservice.has("openid") {
        iservice.enter_default("openid", Vec::<String>::new());
        return Some(Vec::new());
    }
    let mut tables = iservice.tables("openid")?;
    let providers: Vec<_> = tables.iter_mut().map(|table| provider(table, directory, warnings)).collect();
    for (at, provider) in providers.iter().enumerate() {
        let Some(provider) = provider else { continue };
        if providers[..at].iter().flatten().any(|other| other.name.eq_ignore_ascii_case(&provider.name)) {
            tables[at].refuse("name", "another provider has this name, expected one of its own".to_owned());
        }
    }
    tables.into_iter().for_each(Table::finish);
    providers.into_iter().collect()
}

fn provider(table: &mut Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<OpenIdSettings> {
    let name = table.parsed("name", Form::Text, NAME, name);
    let issuer = issuer(table);
    let client_id = table.parsed("client_id", Form::Text, CLIENT_ID, |text| {
        ((1..=512).contains(&text.len()) && text.chars().all(|char| char.is_ascii_graphic())).then(|| text.to_owned())
    });
    let client_secret = client_secret(table, directory, warnings);
    let scopes = scopes(table);
    Some(OpenIdSettings {
        name: name?,
        issuer: issuer?,
        client_id: client_id?,
        client_secret: client_secret?,
        scopes: scopes?,
    })
}

fn name(text: &str) -> Option<String> {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "_-".contains(char);
    ((1..=64).contains(&text.len()) && text.chars().all(is_plain)).then(|| text.to_owned())
}

/// Kept as it is written: tokens have to say the very same.
fn issuer(table: &mut Table<'_>) -> Option<String> {
    let url = table.url("issuer")?;
    if !is_private(&url) {
        let problem = "is reached without TLS, and whoever is on the way could vouch for anybody; expected https";
        table.refuse("issuer", problem.to_owned());
        return None;
    }
    table.text("issuer")
}

fn is_private(url: &Uri) -> bool {
    url.scheme_str() == Some("https") || url.host().is_some_and(is_loopback_host)
}

/// `Some(None)` for a public client.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
fn client_secret(table: &mut Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<Option<Secret>> {
    if !table.has(SECRET_FILE) {
        return Some(None);
    }
    let path = directory.join(table.path(SECRET_FILE, "the path of a file")?);
    let secret = secret_file::key(&path, warnings).map_err(|problem| table.refuse(SECRET_FILE, problem)).ok()?;
    if std::str::from_utf8(secret.expose()).is_err() {
        table.refuse(SECRET_FILE, "holds bytes that are not UTF-8 text, expected the client's secret".to_owned());
        return None;
    }
    Some(Some(secret))
}

fn scopes(table: &mut Table<'_>) -> Option<Vec<String>> {
    if !table.has("scopes") {
        table.enter_default("scopes", DEFAULT_SCOPES.to_vec());
        return Some(DEFAULT_SCOPES.map(str::to_owned).to_vec());
    }
    table.list("scopes", SCOPES, |text| {
        let is_scope = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\');
        if is_scope { Ok(text.to_owned()) } else { Err(SCOPE.to_owned()) }
    })
}
