//! Names under which agents are found: their spelling in the database, and how they are compared.

use crate::decision::Platform;

use super::agent::{LoginName, LoginNameKind, NewAgent};

/// How kinds are spelt in the database.
const NAME: &str = "name";
const EMAIL: &str = "email";
const OPENID: &str = "openid:";

/// `name` as names are compared: each character in lower case by itself, so that no character changes what its neighbours
/// become.
#[must_use]
pub fn folded(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).collect()
}

/// Whether a name can be kept: PostgreSQL has no place for a NUL.
pub(super) fn is_fit(name: &str) -> bool {
    !name.is_empty() && !name.contains('\0')
}

impl LoginNameKind {
    /// How it is spelt in the database.
    pub(super) fn column(&self) -> String {
        match self {
            Self::Name => NAME.to_owned(),
            Self::Email => EMAIL.to_owned(),
            Self::OpenId { provider } => format!("{OPENID}{provider}"),
        }
    }

    pub(super) fn from_column(text: &str) -> Option<Self> {
        match text {
            NAME => Some(Self::Name),
            EMAIL => Some(Self::Email),
            _ => text.strip_prefix(OPENID).map(|provider| Self::OpenId { provider: provider.to_owned() }),
        }
    }

    /// `name` as names of this kind are compared.
    pub(super) fn key(&self, name: &str) -> String {
        match self {
            Self::Name | Self::Email => folded(name),
            Self::OpenId { .. } => name.to_owned(),
        }
    }
}

/// One row of `login_names`.
#[derive(Debug, Clone)]
pub(super) struct NameRow {
    pub(super) platform: Platform,
    pub(super) kind: String,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) position: i64,
    pub(super) is_username: bool,
}

impl NameRow {
    /// A name that was entered, `position` places after the agent's first.
    pub(super) fn entered(login_name: &LoginName, position: usize) -> Self {
        Self {
            platform: login_name.platform,
            kind: login_name.kind.column(),
            key: login_name.kind.key(&login_name.name),
            name: login_name.name.clone(),
            position: i64::try_from(position).unwrap_or(i64::MAX),
            is_username: false,
        }
    }

    fn username(platform: Platform, username: &str) -> Self {
        Self {
            platform,
            kind: NAME.to_owned(),
            key: folded(username),
            name: username.to_owned(),
            position: -1,
            is_username: true,
        }
    }
}

/// The names of `agent` that were entered.
pub(super) fn entered(agent: &NewAgent) -> Vec<NameRow> {
    agent.login_names.iter().enumerate().map(|(position, name)| NameRow::entered(name, position)).collect()
}

/// Every name of `agent`: those entered, and the username for each platform that has none of its own.
pub(super) fn all(agent: &NewAgent) -> Vec<NameRow> {
    let has_own = |platform: &Platform| {
        agent.login_names.iter().any(|name| name.platform == *platform && name.kind == LoginNameKind::Name)
    };
    let defaults = Platform::ALL.into_iter().filter(|platform| !has_own(platform));
    let defaults = defaults.map(|platform| NameRow::username(platform, &agent.username));
    entered(agent).into_iter().chain(defaults).collect()
}

/// The platform that is spelt so in the database.
pub(super) fn platform(text: &str) -> Option<Platform> {
    Platform::ALL.into_iter().find(|platform| platform.as_str() == text)
}
