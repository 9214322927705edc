//! `[admin]`: where operators and monitoring ask, and who may.

use std::net::SocketAddr;
use std::path::Path;

use data_encoding::HEXLOWER_PERMISSIVE;

use super::fault::quoted;
use super::load::{ADDRESS, address};
use super::scalar::Form;
use super::settings::{AdminSettings, Role, TokenSettings};
use super::table::Table;
use super::{hooks, tls, warning};

const OFF: &str = "off";
const DIGEST: &str = "64 hexadecimal digits, as `logingate token` prints them";
const ROLES: &[(&str, Role)] = &[
    ("reader", Role::Reader),
    ("author", Role::Author),
    ("operator", Role::Operator),
    ("administrator", Role::Administrator),
];

/// Reads `[admin]`.
pub(super) fn read(mut table: Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<AdminSettings> {
    let expected = format!("\"{OFF}\" or {ADDRESS}");
    let listen = table.parsed("listen", Form::Text, &expected, |text| match text {
        OFF => Some(None),
        text => address(text).map(Some),
    });
    let tls = tls::read(&mut table, directory, warnings);
    let tokens = tokens(&mut table);
    if let (Some(Some(listen)), Some(tokens)) = (listen, &tokens) {
        refuse_open_door(&table, listen, tokens);
    }
    table.finish();
    Some(AdminSettings { listen: listen?, tls: tls?, tokens: tokens? })
}

fn refuse_open_door(table: &Table<'_>, listen: SocketAddr, tokens: &[TokenSettings]) {
    if tokens.is_empty() && !warning::is_loopback(listen) {
        let problem =
            format!("others can reach {listen}, and no token is set; set admin.tokens, or listen on 127.0.0.1");
        table.refuse("listen", problem);
    }
}

fn tokens(admin: &mut Table<'_>) -> Option<Vec<TokenSettings>> {
    if !admin.has("tokens") {
        admin.enter_default("tokens", Vec::<String>::new());
        return Some(Vec::new());
    }
    let mut tables = admin.tables("tokens")?;
    let tokens: Vec<_> = tables.iter_mut().map(token).collect();
    for (at, token) in tokens.iter().enumerate() {
        let is_same = |other: &&Option<TokenSettings>| match (other, token) {
            (Some(other), Some(token)) => other.name == token.name || other.digest == token.digest,
            _ => false,
        };
        if tokens[..at].iter().any(|other| is_same(&other)) {
            tables[at].refuse("name", "another token has this name or digest, expected one of its own".to_owned());
        }
    }
    tables.into_iter().for_each(Table::finish);
    tokens.into_iter().collect()
}

fn token(table: &mut Table<'_>) -> Option<TokenSettings> {
    let name = table.parsed("name", Form::Text, hooks::NAME, |text| hooks::is_name(text).then(|| text.to_owned()));
    let role = table.choice("role", ROLES);
    let digest = table.parsed("sha256", Form::Text, DIGEST, digest);
    Some(TokenSettings { name: name?, role: role?, digest: digest? })
}

fn digest(text: &str) -> Option<[u8; 32]> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?.try_into().ok()
}

/// Refuses an admin listener on the very address of the platforms' one.
pub(super) fn refuse_same_address(root: &Table<'_>, admin: &AdminSettings, listen: SocketAddr) {
    if admin.listen == Some(listen) && listen.port() != 0 {
        let problem = format!("{} is admin.listen too, expected an address of its own", quoted(&listen.to_string()));
        root.refuse("listen", problem);
    }
}
