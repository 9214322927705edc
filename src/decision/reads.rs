//! The parts of `input` that a policy's answer can depend on.

#[cfg(test)]
mod tests;

use std::fmt::Write;

use serde_json::Value;

/// A part of `input` that some policy can read. Each stands for the whole value below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// `input.platform`
    Platform,
    /// `input.hook`
    Hook,
    /// `input.projectId`
    ProjectId,
    /// `input.primary`
    Primary,
    /// `input.projectIds`
    ProjectIds,
    /// `input.userId`
    UserId,
    /// `input.username`
    Username,
    /// `input.groupId`
    GroupId,
    /// `input.customData.a.b`: the path below `customData`, empty for all of it.
    CustomData(Vec<String>),
    /// `input.source`
    Source,
    /// `input.station`
    Station,
}

impl Part {
    /// The part that `input.<first>.<below>…` lies in; `None` when `input` never has a member `first`, so that the
    /// path is absent from every login.
    ///
    /// `below` goes as far as the path is known. What the schema makes a scalar is one part however long the path is.
    #[must_use]
    pub fn from_input_path(first: &str, below: &[String]) -> Option<Self> {
        Some(match first {
            "platform" => Self::Platform,
            "hook" => Self::Hook,
            "projectId" => Self::ProjectId,
            "primary" => Self::Primary,
            "projectIds" => Self::ProjectIds,
            "userId" => Self::UserId,
            "username" => Self::Username,
            "groupId" => Self::GroupId,
            "customData" => Self::CustomData(below.to_vec()),
            "source" => Self::Source,
            "station" => Self::Station,
            _ => return None,
        })
    }

    /// The part as it is written in Rego: `input.customData.region`, `input.customData["cost centre"]`.
    #[must_use]
    pub fn describe(&self) -> String {
        let Self::CustomData(path) = self else { return format!("input.{}", self.member()) };
        let mut text = String::from("input.customData");
        for step in path {
            // Writing to a String cannot fail.
            let _ = if is_identifier(step) {
                write!(text, ".{step}")
            } else {
                write!(text, "[{}]", Value::from(step.as_str()))
            };
        }
        text
    }

    /// Where in `input` it stands: `["customData", "region"]`.
    #[must_use]
    pub fn path(&self) -> Vec<&str> {
        let below = match self {
            Self::CustomData(path) => path.as_slice(),
            _ => &[],
        };
        [self.member()].into_iter().chain(below.iter().map(String::as_str)).collect()
    }

    /// The member of `input` that the part is, or lies in.
    fn member(&self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Hook => "hook",
            Self::ProjectId => "projectId",
            Self::Primary => "primary",
            Self::ProjectIds => "projectIds",
            Self::UserId => "userId",
            Self::Username => "username",
            Self::GroupId => "groupId",
            Self::CustomData(_) => "customData",
            Self::Source => "source",
            Self::Station => "station",
        }
    }

    /// Whether whoever reads `self` also reads `other`.
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::CustomData(path), Self::CustomData(longer)) => longer.starts_with(path),
            _ => self == other,
        }
    }
}

/// Whether `text` can follow a dot in Rego.
fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What one policy's answer can depend on besides its own text and data.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Reads {
    /// Which parts of `input`, sorted, none covered by another.
    pub parts: Vec<Part>,
    /// Whether it can read the clock.
    pub clock: bool,
    /// Why its verdicts are never remembered, if so.
    pub never_cached: Option<String>,
}

impl Reads {
    /// Exactly `parts`, in order and without those that another covers; neither the clock nor a reason against caching.
    #[must_use]
    pub fn of_parts(parts: impl IntoIterator<Item = Part>) -> Self {
        let mut parts: Vec<Part> = parts.into_iter().collect();
        // Sorted, a path comes right before all that begin with it, so that one look back finds who covers it.
        parts.sort_unstable();
        parts.dedup_by(|part, kept| kept.covers(part));
        Self { parts, ..Self::default() }
    }

    /// Exactly what lies at `paths` below `input`; an empty path is all of it.
    #[must_use]
    pub fn of_paths<'a>(paths: impl IntoIterator<Item = &'a [String]>) -> Self {
        let mut parts = Vec::new();
        for path in paths {
            match path.split_first() {
                Some((first, below)) => parts.extend(Part::from_input_path(first, below)),
                None => return Self::of_everything(),
            }
        }
        Self::of_parts(parts)
    }

    /// Whether it can tell the subjects of one login apart.
    pub(super) fn is_about_subject(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::ProjectId | Part::Primary))
    }

    /// Whether it can tell apart what platforms add of their own.
    pub(crate) fn is_about_custom_data(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::CustomData(_)))
    }

    /// The whole input, for a policy of which no less can be said; not the clock.
    #[must_use]
    pub fn of_everything() -> Self {
        Self::of_parts([
            Part::Platform,
            Part::Hook,
            Part::ProjectId,
            Part::Primary,
            Part::ProjectIds,
            Part::UserId,
            Part::Username,
            Part::GroupId,
            Part::CustomData(Vec::new()),
            Part::Source,
            Part::Station,
        ])
    }
}
