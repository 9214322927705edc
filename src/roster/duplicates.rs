//! Names that two rows of one file would share: the directory has each once.

use std::collections::HashMap;

use super::fault::Faults;
use super::login_names::{self, NAMES};
use super::row::Row;
use crate::decision::Platform;
use crate::directory::{LoginName, LoginNameKind, folded};

/// The names that have come up, each with the line where it did.
#[derive(Debug, Default)]
pub(super) struct Seen {
    usernames: HashMap<String, u64>,
    login_names: HashMap<LoginName, u64>,
}

impl Seen {
    /// Takes note of the names of `row`, and of every one that another row has.
    pub(super) fn check(&mut self, row: &Row, faults: &mut Faults) {
        let line = row.line.unwrap_or_default();
        let username = &row.agent.username;
        if let Some(first) = put(&mut self.usernames, folded(username), line) {
            faults.of_column(row.line, "username", format!("\"{username}\" is the username of line {first} already"));
            return;
        }
        for name in names(row) {
            let (field, shown) = (field(&name, username), name.name.clone());
            let platform = name.platform.as_str();
            if let Some(first) = put(&mut self.login_names, key(name), line) {
                let problem = format!("\"{shown}\" is a login name of line {first} for {platform} already");
                faults.of_column(row.line, field, problem);
            }
        }
    }
}

/// The line that has `key` already.
fn put<K: std::hash::Hash + Eq>(seen: &mut HashMap<K, u64>, key: K, line: u64) -> Option<u64> {
    let first = *seen.entry(key).or_insert(line);
    (first != line).then_some(first)
}

/// Every name under which a row's agent logs in.
fn names(row: &Row) -> Vec<LoginName> {
    let mut names = row.agent.login_names.clone();
    for (_, platform) in NAMES {
        let has_own = names.iter().any(|name| name.platform == platform && name.kind == LoginNameKind::Name);
        if !has_own {
            names.push(login_names::name(platform, row.agent.username.clone()));
        }
    }
    names
}

fn key(name: LoginName) -> LoginName {
    match name.kind {
        LoginNameKind::OpenId { .. } => name,
        LoginNameKind::Name | LoginNameKind::Email => LoginName { name: folded(&name.name), ..name },
    }
}

fn field(name: &LoginName, username: &str) -> &'static str {
    match (&name.kind, name.platform) {
        (LoginNameKind::Email, _) => "iserviceEmails",
        (LoginNameKind::OpenId { .. }, _) => "iserviceOpenIds",
        (LoginNameKind::Name, _) if name.name == username => "username",
        (LoginNameKind::Name, Platform::Vcc) => "username",
        (LoginNameKind::Name, platform) => platform.as_str(),
    }
}
