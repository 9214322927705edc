//! A subject as a member of what is told of it: `"projectId": 42`, or `"subject": "platforms.ucontact"`.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

use crate::decision::Subject;

/// What was decided about: a project, or the platform of an agent without projects.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = TriedSubject)]
pub enum About {
    /// A project.
    Project {
        /// Its number.
        #[serde(rename = "projectId")]
        id: u64,
    },
    /// The platform itself.
    Platform {
        /// `platforms.ucontact`
        subject: String,
    },
}

// serde asks for it.
#[allow(clippy::trivially_copy_pass_by_ref)]
pub(super) fn serialize<S: Serializer>(subject: &Subject, serializer: S) -> Result<S::Ok, S::Error> {
    let about = match subject {
        Subject::Project(project) => About::Project { id: project.get() },
        Subject::Platform(_) => About::Platform { subject: subject.to_string() },
    };
    about.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Subject, D::Error> {
    let text = match About::deserialize(deserializer)? {
        About::Project { id } => id.to_string(),
        About::Platform { subject } => subject,
    };
    text.parse().map_err(D::Error::custom)
}
