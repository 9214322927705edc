//! One attempt of one agent to log in, as every dialect hands it to the core.

#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::ids::{GroupId, ProjectId, UserId};
use super::platform::Platform;
use super::station::Station;
use super::subject::Subject;

/// The most projects one login may name.
pub const MAX_PROJECTS: usize = 256;

/// Who logs in: a user id, a user name, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    user_id: Option<UserId>,
    username: Option<String>,
}

impl Agent {
    /// `None` when neither a user id nor a non-empty user name is given.
    #[must_use]
    pub fn new(user_id: Option<UserId>, username: Option<String>) -> Option<Self> {
        let username = username.filter(|name| !name.is_empty());
        (user_id.is_some() || username.is_some()).then_some(Self { user_id, username })
    }

    /// The platform's number for the agent.
    #[must_use]
    pub fn user_id(&self) -> Option<UserId> {
        self.user_id
    }

    /// The agent's user name, never empty.
    #[must_use]
    pub fn username(&self) -> Option<&str> {
        self.username.as_deref()
    }
}

/// More than [`MAX_PROJECTS`] distinct projects in one login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {MAX_PROJECTS} projects in one login")]
pub struct TooManyProjects;

/// The projects of one login, each once, the primary first and then in request order; none, where the platform allows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projects(Vec<ProjectId>);

impl Projects {
    /// No project at all: then the platform is decided about.
    pub const NONE: Self = Self(Vec::new());

    /// At least one; drops repetitions, keeps the order.
    ///
    /// # Errors
    /// When more than [`MAX_PROJECTS`] distinct projects are named.
    pub fn new(primary: ProjectId, secondary: impl IntoIterator<Item = ProjectId>) -> Result<Self, TooManyProjects> {
        let secondary = secondary.into_iter();
        let mut projects = Vec::with_capacity(1 + secondary.size_hint().0.min(MAX_PROJECTS));
        projects.push(primary);
        for project in secondary {
            // Few enough that to look at each is quicker than to keep a set of them.
            if !projects.contains(&project) {
                projects.push(project);
            }
            if projects.len() > MAX_PROJECTS {
                return Err(TooManyProjects);
            }
        }
        Ok(Self(projects))
    }

    /// The first of `projects` as the primary, or none at all; drops repetitions, keeps the order.
    ///
    /// # Errors
    /// When more than [`MAX_PROJECTS`] distinct projects are named.
    pub fn any(projects: impl IntoIterator<Item = ProjectId>) -> Result<Self, TooManyProjects> {
        let mut projects = projects.into_iter();
        projects.next().map_or(Ok(Self::NONE), |primary| Self::new(primary, projects))
    }

    /// The project the agent works in first, if there is one.
    #[must_use]
    pub fn primary(&self) -> Option<ProjectId> {
        self.0.first().copied()
    }

    /// All projects, the primary first.
    #[must_use]
    pub fn as_slice(&self) -> &[ProjectId] {
        &self.0
    }
}

/// One attempt of one agent, as read from a platform's wire.
#[derive(Debug, Clone, PartialEq)]
pub struct Login {
    /// The platform it came from.
    pub platform: Platform,
    /// The name of the hook it came through, from the settings; the platform's own name where it has no hooks.
    pub hook: Arc<str>,
    /// What the agent wants to log in to.
    pub projects: Projects,
    /// Who logs in.
    pub agent: Agent,
    /// The agent's group, if the platform named one.
    pub group_id: Option<GroupId>,
    /// The agent's custom fields; empty if there are none.
    pub custom_data: Map<String, Value>,
    /// The address the request came from.
    pub source_ip: Option<IpAddr>,
    /// Where calls reach the agent, if the platform or the directory says.
    pub station: Option<Station>,
}

impl Login {
    /// What is decided about, in order: each project, or without any the platform. Never empty.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> + '_ {
        let projects = self.projects.as_slice();
        let platform = projects.is_empty().then_some(Subject::Platform(self.platform));
        projects.iter().copied().map(Subject::Project).chain(platform)
    }

    /// What a policy sees as `input` while it decides about `subject`; `policies/schemas/input.json` describes it.
    ///
    /// What the platform did not name is absent, not null; `customData` is always an object. About a platform,
    /// `projectId` and `primary` are absent and `projectIds` is empty.
    #[must_use]
    pub fn input(&self, subject: Subject) -> Value {
        let mut input = self.shared_input();
        if let Some(project) = subject.project() {
            input.insert("projectId".into(), project.get().into());
            input.insert("primary".into(), self.is_primary(project).into());
        }
        Value::Object(input)
    }

    /// What of `input` is the same for all subjects.
    #[must_use]
    pub fn shared_input(&self) -> Map<String, Value> {
        let mut input = Map::new();
        input.insert("platform".into(), self.platform.as_str().into());
        input.insert("hook".into(), (*self.hook).into());
        let ids = self.projects.as_slice().iter().map(|id| id.get().into()).collect();
        input.insert("projectIds".into(), Value::Array(ids));
        if let Some(id) = self.agent.user_id() {
            input.insert("userId".into(), id.get().into());
        }
        if let Some(name) = self.agent.username() {
            input.insert("username".into(), name.into());
        }
        if let Some(id) = self.group_id {
            input.insert("groupId".into(), id.get().into());
        }
        input.insert("customData".into(), Value::Object(self.custom_data.clone()));
        let mut source = Map::new();
        if let Some(ip) = self.source_ip {
            source.insert("ip".into(), ip.to_string().into());
        }
        input.insert("source".into(), Value::Object(source));
        if let Some(station) = &self.station {
            input.insert("station".into(), station.value());
        }
        input
    }

    /// Whether `project` is the one that the agent works in first.
    #[must_use]
    pub fn is_primary(&self, project: ProjectId) -> bool {
        self.projects.primary() == Some(project)
    }

    /// The first of [`Self::subjects`]: the primary project, or the platform.
    #[must_use]
    pub fn first_subject(&self) -> Subject {
        self.projects.primary().map_or(Subject::Platform(self.platform), Subject::Project)
    }
}
