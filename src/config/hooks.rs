//! `[[vcc.hooks]]`: who may call, where, and how the body is encrypted.

use std::net::SocketAddr;
use std::path::Path;

use ipnet::IpNet;

use super::fault::quoted;
use super::scalar::Form;
use super::settings::{EncryptionSettings, HookSettings, OnError};
use super::table::Table;
use super::{encryption, hook_path, hook_secrets, networks, warning};

pub(super) const NAME: &str = "1 to 64 of a-z, 0-9, `_` and `-`";
const PATH: &str = "a path such as \"/vcc/acme\"";
const PARAMETER: &str = "the name of a query parameter: 1 to 64 letters, digits and -._~";
const DEFAULT_PARAMETER: &str = "secret-key";

/// What hooks depend on besides their own table.
pub(super) struct Surroundings<'s> {
    /// Where the server listens, if that could be read.
    pub(super) listen: Option<SocketAddr>,
    /// Whether hooks without a secret may be served to others, if that could be read.
    pub(super) allow_unauthenticated: Option<bool>,
    /// Where relative paths start.
    pub(super) directory: &'s Path,
}

/// Reads all hooks of `vcc`.
pub(super) fn read(
    vcc: &mut Table<'_>,
    around: &Surroundings<'_>,
    warnings: &mut Vec<String>,
) -> Option<Vec<HookSettings>> {
    let mut tables = vcc.tables("hooks")?;
    if tables.is_empty() {
        vcc.refuse(
            "hooks",
            "got an empty list, expected at least one hook; leave it out for the default one".to_owned(),
        );
    }
    let hooks: Vec<_> = tables.iter_mut().map(|table| hook(table, around, warnings)).collect();
    refuse_doubles(&tables, &hooks);
    tables.into_iter().for_each(Table::finish);
    hooks.into_iter().collect()
}

fn hook(table: &mut Table<'_>, around: &Surroundings<'_>, warnings: &mut Vec<String>) -> Option<HookSettings> {
    let name = table.parsed("name", Form::Text, NAME, |text| is_name(text).then(|| text.to_owned()));
    let path = table.parsed("path", Form::Text, PATH, |text| Some(text.to_owned()));
    if let Some(rule) = path.as_deref().and_then(hook_path::broken_rule) {
        table.refuse("path", format!("got {}, expected {rule}", quoted(path.as_deref().unwrap_or_default())));
    }
    let allow = allow(table);
    let secrets = hook_secrets::shared(table, around.directory, warnings);
    let signing_secrets = hook_secrets::signing(table, around.directory, warnings);
    let secret_parameter = secret_parameter(table);
    let encryption = encryption::read(table, around.directory, warnings);
    let on_error = on_error(table);
    let hook = HookSettings {
        name: name?,
        path: path?,
        allow: allow?,
        secrets: secrets?,
        signing_secrets: signing_secrets?,
        secret_parameter: secret_parameter?,
        encryption: encryption?,
        on_error: on_error?,
    };
    refuse_contradictions(table, &hook, around);
    Some(hook)
}

/// Whether `text` can name a hook or a token: 1 to 64 of a-z, 0-9, `_` and `-`.
#[must_use]
pub fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
}

/// The networks that may call; empty for all.
fn allow(table: &mut Table<'_>) -> Option<Vec<IpNet>> {
    if !table.has("allow") {
        table.enter_default("allow", Vec::<String>::new());
        return Some(Vec::new());
    }
    let allow = networks::read(table, "allow")?;
    if allow.is_empty() {
        table.refuse("allow", "got an empty list, expected at least one; leave it out to allow all".to_owned());
        return None;
    }
    Some(allow)
}

fn secret_parameter(table: &mut Table<'_>) -> Option<String> {
    let key = "secret_parameter";
    if !table.has(key) {
        table.enter_default(key, DEFAULT_PARAMETER);
        return Some(DEFAULT_PARAMETER.to_owned());
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    table.parsed(key, Form::Text, PARAMETER, |text| {
        ((1..=64).contains(&text.len()) && text.chars().all(is_plain)).then(|| text.to_owned())
    })
}

fn on_error(table: &mut Table<'_>) -> Option<OnError> {
    if !table.has("on_error") {
        table.enter_default("on_error", "deny");
        return Some(OnError::Deny);
    }
    table.choice("on_error", &[("deny", OnError::Deny), ("unavailable", OnError::Unavailable)])
}

/// Refuses what is well-formed but does not go together.
fn refuse_contradictions(table: &Table<'_>, hook: &HookSettings, around: &Surroundings<'_>) {
    if hook.secrets.is_empty() && hook_path::carries_secret(&hook.path) {
        table.refuse("path", "has a segment {secret}, but the hook has neither secrets nor secrets_file".to_owned());
    }
    if !hook.asks_who_calls()
        && let Some(listen) = around.listen.filter(|listen| !warning::is_loopback(*listen))
        && around.allow_unauthenticated == Some(false)
    {
        let problem = format!(
            "hook {} has no secret, and others can reach {listen}; give it secrets, secrets_file or signing_secrets, \
             listen on 127.0.0.1, or set allow_unauthenticated = true",
            quoted(&hook.name)
        );
        table.refuse("secrets", problem);
    }
    let takes_iv = hook.encryption.as_ref().is_some_and(EncryptionSettings::takes_iv);
    if takes_iv && !hook.signing_secrets.is_empty() {
        let problem = "a signature covers the body and not the iv in the query, which can change what the body says; \
                       give whoever signs a hook of its own, without encryption or with iv = \"empty\"";
        table.refuse("signing_secrets", problem.to_owned());
    }
    if takes_iv && hook.secret_parameter.eq_ignore_ascii_case("iv") {
        table.refuse(
            "secret_parameter",
            "got \"iv\", expected another name: it carries the initialisation vector".to_owned(),
        );
    }
}

/// Refuses each hook that has the name of an earlier one, or a path that could be meant for both.
fn refuse_doubles(tables: &[Table<'_>], hooks: &[Option<HookSettings>]) {
    for (index, (table, hook)) in tables.iter().zip(hooks).enumerate() {
        let Some(hook) = hook else { continue };
        let earlier = || tables.iter().zip(hooks).take(index).filter_map(|(table, hook)| Some((table, hook.as_ref()?)));
        if let Some((other, _)) = earlier().find(|(_, other)| other.name == hook.name) {
            let taken = other.full_name("name");
            table
                .refuse("name", format!("got {}, expected a name of its own: {taken} is the same", quoted(&hook.name)));
        }
        if let Some((other, _)) = earlier().find(|(_, other)| hook_path::overlap(&other.path, &hook.path)) {
            let taken = other.full_name("path");
            table.refuse(
                "path",
                format!("got {}, expected a path of its own: {taken} matches it too", quoted(&hook.path)),
            );
        }
    }
}
