//! The six fields a login is read from: their spellings, what each accepts, and that each has one value.

use std::net::IpAddr;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::decision::{Agent, GroupId, Login, Platform, ProjectId, Projects, UserId};
use crate::dialect::{Excerpt, Field, Problem};

/// What an id looks like.
const ID: &str = "a positive integer up to 9223372036854775807 in plain decimal digits";

/// A field that a login is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    ProjectId,
    SecondaryProjectIds,
    UserId,
    Username,
    GroupId,
    CustomData,
}

/// How a field's name is written: as documented, or as VCC Live's other events write it (contract §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Canonical,
    Alias,
}

impl Name {
    /// The field that is spelt `spelling`; any other name is nobody's.
    pub(super) fn find(spelling: &str) -> Option<(Self, Spelling)> {
        use Spelling::{Alias, Canonical};
        Some(match spelling {
            "projectId" => (Self::ProjectId, Canonical),
            "projectid" => (Self::ProjectId, Alias),
            "secondaryProjectIds" => (Self::SecondaryProjectIds, Canonical),
            "secondaryprojectids" => (Self::SecondaryProjectIds, Alias),
            "userId" => (Self::UserId, Canonical),
            "userid" => (Self::UserId, Alias),
            "username" => (Self::Username, Canonical),
            "groupId" => (Self::GroupId, Canonical),
            "groupid" => (Self::GroupId, Alias),
            "customData" => (Self::CustomData, Canonical),
            "custom_data" => (Self::CustomData, Alias),
            _ => return None,
        })
    }

    /// The field as the documentation spells it.
    pub(super) fn field(self) -> Field {
        match self {
            Self::ProjectId => "projectId",
            Self::SecondaryProjectIds => "secondaryProjectIds",
            Self::UserId => "userId",
            Self::Username => "username",
            Self::GroupId => "groupId",
            Self::CustomData => "customData",
        }
    }

    /// What the field accepts, in words.
    pub(super) fn accepted(self) -> &'static str {
        match self {
            Self::ProjectId | Self::UserId => ID,
            Self::SecondaryProjectIds => {
                "a list of project ids, each a positive integer in plain decimal digits, or nothing"
            }
            Self::Username => "text in UTF-8",
            Self::GroupId => "a positive integer in plain decimal digits, or 0 or nothing for no group",
            Self::CustomData => "an object, a list, or nothing",
        }
    }

    /// The refusal of what can't be read.
    pub(super) fn refuse(self, got: &str) -> Problem {
        Problem::InvalidField { field: self.field(), got: Excerpt::of(got), accepted: self.accepted() }
    }

    /// The refusal of a second, different value.
    pub(super) fn conflict(self) -> Problem {
        Problem::ConflictingValues { field: self.field() }
    }
}

/// What has been read so far. Each field takes the same value any number of times, and never another.
#[derive(Debug, Default)]
pub(super) struct Fields {
    project_id: Once<ProjectId>,
    secondary_project_ids: Once<Vec<ProjectId>>,
    user_id: Once<Option<UserId>>,
    username: Once<Option<String>>,
    group_id: Once<Option<GroupId>>,
    custom_data: Once<Map<String, Value>>,
}

impl Fields {
    /// Takes the primary project.
    pub(super) fn project_id(&mut self, text: &str) -> Result<(), Problem> {
        let name = Name::ProjectId;
        let id = text.parse().map_err(|_| name.refuse(text))?;
        self.project_id.set(name, id)
    }

    /// Takes the agent's number; empty is none.
    pub(super) fn user_id(&mut self, text: &str) -> Result<(), Problem> {
        let name = Name::UserId;
        let id = if text.is_empty() { None } else { Some(text.parse().map_err(|_| name.refuse(text))?) };
        self.user_id.set(name, id)
    }

    /// Takes the agent's group; empty or `0` is none.
    pub(super) fn group_id(&mut self, text: &str) -> Result<(), Problem> {
        let name = Name::GroupId;
        let id = if matches!(text, "" | "0") { None } else { Some(text.parse().map_err(|_| name.refuse(text))?) };
        self.group_id.set(name, id)
    }

    /// Takes the agent's user name; empty is none.
    pub(super) fn username(&mut self, text: &str) -> Result<(), Problem> {
        self.username.set(Name::Username, Some(text.to_owned()).filter(|text| !text.is_empty()))
    }

    /// Takes the further projects, in the order in which they are answered.
    pub(super) fn secondary_project_ids(&mut self, ids: Vec<ProjectId>) -> Result<(), Problem> {
        self.secondary_project_ids.set(Name::SecondaryProjectIds, ids)
    }

    /// Takes the agent's custom fields.
    pub(super) fn custom_data(&mut self, data: Map<String, Value>) -> Result<(), Problem> {
        self.custom_data.set(Name::CustomData, data)
    }

    /// The login, if nothing it needs is missing. Only of VCC Live it needs a project.
    pub(super) fn into_login(
        self,
        platform: Platform,
        hook: &Arc<str>,
        source_ip: Option<IpAddr>,
    ) -> Result<Login, Problem> {
        let missing = |field, accepted| Problem::MissingField { field, accepted };
        let secondary = self.secondary_project_ids.0.unwrap_or_default();
        let projects = match self.project_id.0 {
            Some(primary) => Projects::new(primary, secondary).map_err(|_| Problem::TooManyProjects)?,
            None if platform.is_decided_about() && secondary.is_empty() => Projects::NONE,
            None => return Err(missing(Name::ProjectId.field(), ID)),
        };
        Ok(Login {
            platform,
            hook: Arc::clone(hook),
            projects,
            agent: Agent::new(self.user_id.0.flatten(), self.username.0.flatten())
                .ok_or(missing(Name::UserId.field(), "userId (a positive integer), username (text), or both"))?,
            group_id: self.group_id.0.flatten(),
            custom_data: self.custom_data.0.unwrap_or_default(),
            source_ip,
            station: None,
        })
    }
}

/// A value that, once given, may be given again but not changed.
#[derive(Debug)]
struct Once<T>(Option<T>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: PartialEq> Once<T> {
    fn set(&mut self, name: Name, value: T) -> Result<(), Problem> {
        match &self.0 {
            Some(earlier) if *earlier != value => Err(name.conflict()),
            _ => {
                self.0 = Some(value);
                Ok(())
            }
        }
    }
}

/// `0`, `1`, … as PHP writes array indices: no sign, no leading zero.
pub(super) fn index(key: &str) -> Option<u64> {
    let plain = key.bytes().all(|byte| byte.is_ascii_digit()) && (key == "0" || !key.starts_with('0'));
    if plain { key.parse().ok() } else { None }
}
