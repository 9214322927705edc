//! Package paths: how they are written, whose they are, and what a file's name demands of them.

use std::fmt;

use super::analysis::nearest;
use crate::decision::{Platform, ProjectId, Subject};

/// A path into `data`: `["projects", "42"]`.
pub type DataPath = Vec<String>;

/// What is asked of a package by itself: what a policy decides for, or the journal's rules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// `package projects["42"]` or `package projects.p42`
    Project(ProjectId),
    /// `package policies.<name>`, for projects that are assigned to it.
    Named(String),
    /// `package platforms.<platform>`, for agents of that platform who have no projects; never of VCC Live.
    Platform(Platform),
    /// `package projects.default`, for projects without a policy of their own.
    Default,
    /// `package system.log` (OPA's name): what of an event the journal keeps to itself. It decides for no project.
    Log,
}

impl Entry {
    /// What is asked of a package; `None` for a library.
    #[must_use]
    pub fn of(package: &[String]) -> Option<Self> {
        match package {
            [root, name] if root == "projects" && name == "default" => Some(Self::Default),
            [root, name] if root == "projects" => project_of(name).map(Self::Project),
            [root, name] if root == "policies" => Some(Self::Named(name.clone())),
            [root, name] if root == "platforms" => platform_of(name).map(Self::Platform),
            [root, name] if root == "system" && name == "log" => Some(Self::Log),
            _ => None,
        }
    }

    /// The package it is usually written as.
    #[must_use]
    pub fn package(&self) -> DataPath {
        match self {
            Self::Project(id) => vec!["projects".into(), id.to_string()],
            Self::Named(name) => vec!["policies".into(), name.clone()],
            Self::Platform(platform) => vec!["platforms".into(), platform.to_string()],
            Self::Default => vec!["projects".into(), "default".into()],
            Self::Log => vec!["system".into(), "log".into()],
        }
    }
}

impl From<Subject> for Entry {
    /// The subject's own policy, whether or not there is one.
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::Project(project) => Self::Project(project),
            Subject::Platform(platform) => Self::Platform(platform),
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&written(&self.package()))
    }
}

/// `42` and `p42` name project 42.
fn project_of(name: &str) -> Option<ProjectId> {
    name.strip_prefix('p').unwrap_or(name).parse().ok()
}

/// A platform that a package can decide for.
fn platform_of(name: &str) -> Option<Platform> {
    name.parse().ok().filter(|platform: &Platform| platform.is_decided_about())
}

/// Whether a name looks like a project's number, valid or not.
#[must_use]
pub fn looks_like_project(name: &str) -> bool {
    let digits = name.strip_prefix('p').unwrap_or(name);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The projects that the file's path names below `projects/`: folders first, then the file itself.
///
/// `projects/42.rego`, `projects/42/rules.rego` and `projects/sales/p42.rego` name project 42.
pub fn named_by_path(file: &str) -> impl Iterator<Item = &str> {
    let below = file.strip_prefix("projects/").unwrap_or_default();
    let stem = below.strip_suffix(".rego").unwrap_or(below);
    stem.split('/').filter(|name| looks_like_project(name))
}

/// The project that the path names, if it names exactly one valid project.
#[must_use]
pub fn project_named_by_path(file: &str) -> Option<ProjectId> {
    let mut projects = named_by_path(file).map(project_of);
    let first = projects.next()??;
    projects.all(|other| other == Some(first)).then_some(first)
}

/// The platform that the path names: that of `platforms/ucontact.rego` and `platforms/ucontact/rules.rego`.
fn platform_named_by_path(file: &str) -> Option<Platform> {
    let below = file.strip_prefix("platforms/")?;
    let stem = below.strip_suffix(".rego").unwrap_or(below);
    platform_of(stem.split('/').next()?)
}

/// What a file, or a folder, at this path must be presumed to be about when it does not tell: one project, one platform,
/// or the journal's rules, which are at home in `system/log.rego`.
#[must_use]
pub fn entry_named_by_path(file: &str) -> Option<Entry> {
    let stem = file.strip_suffix(".rego").unwrap_or(file);
    let is_of_log = ["system", "system/log"].contains(&stem) || stem.starts_with("system/log/");
    let project = project_named_by_path(file).map(Entry::Project);
    let platform = || platform_named_by_path(file).map(Entry::Platform);
    project.or_else(platform).or_else(|| is_of_log.then_some(Entry::Log))
}

/// What is wrong with `package` for a file at `file`, and what to write instead.
#[must_use]
pub fn misplaced(file: &str, package: &[String]) -> Option<(String, String)> {
    for name in named_by_path(file) {
        let Some(project) = project_of(name) else {
            return Some((
                format!("the file's name `{name}` is no project id"),
                "project ids are 1 to 9223372036854775807, without leading zeros".into(),
            ));
        };
        if Entry::of(package) != Some(Entry::Project(project)) {
            return Some((
                format!("the path names project {project}, but the package is `{}`", written(package)),
                format!("write `package {}`, or move the file", written(&Entry::Project(project).package())),
            ));
        }
    }
    if let Some(platform) = platform_named_by_path(file)
        && Entry::of(package) != Some(Entry::Platform(platform))
    {
        return Some((
            format!("the path names platform {platform}, but the package is `{}`", written(package)),
            format!("write `package {}`, or move the file", Entry::Platform(platform)),
        ));
    }
    match package {
        [root, name, ..] if root == "platforms" && platform_of(name).is_none() => Some(no_such_platform(name)),
        [root, name, ..] if root == "projects" && looks_like_project(name) && project_of(name).is_none() => Some((
            format!("no project can reach the package `{}`", written(package)),
            "project ids are 1 to 9223372036854775807, without leading zeros".into(),
        )),
        _ => None,
    }
}

fn no_such_platform(name: &str) -> (String, String) {
    if name == Platform::Vcc.as_str() {
        return (
            "nobody asks `platforms.vcc`: every login of VCC Live names its projects".into(),
            "write `package projects.default` for projects without a policy of their own".into(),
        );
    }
    let known = Platform::ALL.into_iter().filter(|platform| platform.is_decided_about()).map(Platform::as_str);
    let hint = match nearest(name, known.clone()) {
        Some(nearest) => format!("did you mean `platforms.{nearest}`?"),
        None => format!("known are {}", known.map(|name| format!("`platforms.{name}`")).collect::<Vec<_>>().join(", ")),
    };
    (format!("there is no platform `{name}`"), hint)
}

/// A path as Rego writes it: `projects["42"]`, `lib.time`.
#[must_use]
pub fn written(path: &[String]) -> String {
    let mut text = String::new();
    for (at, name) in path.iter().enumerate() {
        let mut chars = name.chars();
        let starts = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
        if starts && chars.all(|c| c.is_ascii_alphanumeric() || c == '_') {
            if at > 0 {
                text.push('.');
            }
            text.push_str(name);
        } else {
            text.push('[');
            text.push_str(&serde_json::Value::from(name.as_str()).to_string());
            text.push(']');
        }
    }
    text
}

/// The path the engine evaluates: `data.projects["42"].allow`.
#[must_use]
pub fn rule_path(package: &[String], rule: &str) -> String {
    let separator =
        if package.first().is_some_and(|root| written(std::slice::from_ref(root)).starts_with('[')) { "" } else { "." };
    format!("data{separator}{}.{rule}", written(package))
}
