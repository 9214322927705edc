//! What one question of a login is about.

use std::fmt;
use std::str::FromStr;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ids::ProjectId;
use super::platform::Platform;

/// What before a platform's name tells it from a project.
const PLATFORMS: &str = "platforms.";

/// What is decided about: a project of the login, or the platform itself, for an agent without projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// One of the projects.
    Project(ProjectId),
    /// The platform that the login came from.
    Platform(Platform),
}

impl Subject {
    /// The project, if it is one.
    #[must_use]
    pub fn project(self) -> Option<ProjectId> {
        match self {
            Self::Project(project) => Some(project),
            Self::Platform(_) => None,
        }
    }

    /// The platform, if it is one.
    #[must_use]
    pub fn platform(self) -> Option<Platform> {
        match self {
            Self::Project(_) => None,
            Self::Platform(platform) => Some(platform),
        }
    }

    /// For people: `project 42`, `platform ucontact`.
    #[must_use]
    pub fn described(self) -> String {
        match self {
            Self::Project(project) => format!("project {project}"),
            Self::Platform(platform) => format!("platform {platform}"),
        }
    }
}

impl From<ProjectId> for Subject {
    fn from(project: ProjectId) -> Self {
        Self::Project(project)
    }
}

impl fmt::Display for Subject {
    /// `42`, `platforms.ucontact`: how journal, log and index name it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Project(project) => project.fmt(formatter),
            Self::Platform(platform) => write!(formatter, "{PLATFORMS}{platform}"),
        }
    }
}

/// Why a text is no subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither a project id such as 42 nor a platform such as platforms.ucontact")]
pub struct SubjectError;

impl FromStr for Subject {
    type Err = SubjectError;

    fn from_str(text: &str) -> Result<Self, SubjectError> {
        match text.strip_prefix(PLATFORMS) {
            Some(platform) => platform.parse().map(Self::Platform).map_err(|_| SubjectError),
            None => text.parse().map(Self::Project).map_err(|_| SubjectError),
        }
    }
}

impl Serialize for Subject {
    /// A project as its number, a platform as text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Project(project) => serializer.serialize_u64(project.get()),
            Self::Platform(_) => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Subject {
    /// What was serialized, and a project's number as text, which it is where it is a key.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrText;

        impl Visitor<'_> for NumberOrText {
            type Value = Subject;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a project id or the text `platforms.` and a platform")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Subject, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Subject, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_any(NumberOrText)
    }
}
