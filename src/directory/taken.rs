//! Why an agent can't have a name.

use std::fmt;

use super::agent::{LoginNameKind, NewAgent};
use super::insert::Entry;
use super::names::is_fit;
use crate::decision::{MAX_PROJECTS, Platform};

/// A name that another agent has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Where it is used and what it is there; `None` for the username, which is the agent's name everywhere.
    pub login: Option<(Platform, LoginNameKind)>,
    /// The name as it was to be entered.
    pub name: String,
}

impl fmt::Display for Taken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.login {
            None => write!(formatter, "another agent has the username {name:?}"),
            Some((platform, LoginNameKind::Name)) => {
                write!(formatter, "another agent logs in to {} as {name:?}", platform.as_str())
            }
            Some((platform, LoginNameKind::Email)) => {
                write!(formatter, "another agent logs in to {} with the e-mail address {name:?}", platform.as_str())
            }
            Some((platform, LoginNameKind::OpenId { provider })) => {
                write!(formatter, "another agent logs in to {} as {name:?} of {provider}", platform.as_str())
            }
        }
    }
}

/// What the directory can't keep.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the {what} {problem}")]
pub struct Unfit {
    /// Such as `username`.
    pub what: &'static str,
    /// Such as `is empty`.
    pub problem: &'static str,
}

/// What of this agent can't be kept.
pub(super) fn unfit(entry: &Entry) -> Option<Unfit> {
    let NewAgent { username, extension, phone, full_name, email, language, .. } = &entry.agent;
    let names = entry.agent.login_names.iter().map(|login_name| ("login name", &login_name.name));
    for (what, name) in std::iter::once(("username", username)).chain(names) {
        if !is_fit(name) {
            let problem = if name.is_empty() { "is empty" } else { "holds a NUL character" };
            return Some(Unfit { what, problem });
        }
    }
    let texts = [
        ("extension", extension),
        ("phone", phone),
        ("full name", full_name),
        ("e-mail address", email),
        ("language", language),
    ];
    let holds_nul = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains('\0'));
    if let Some((what, _)) = texts.into_iter().find(|(_, text)| holds_nul(text)) {
        return Some(Unfit { what, problem: "holds a NUL character" });
    }
    if entry.agent.projects.len() > MAX_PROJECTS {
        return Some(Unfit { what: "projects", problem: "are more than a login may name, 256" });
    }
    let names = entry.entered();
    let keys: Vec<_> = names.iter().map(|row| (row.platform, &row.kind, &row.key)).collect();
    let is_twice = keys.iter().enumerate().any(|(at, key)| keys[..at].contains(key));
    is_twice.then_some(Unfit { what: "same login name", problem: "stands there twice" })
}
