//! Package paths: how they are written, whose they are, and what a file's name demands of them.

use std::fmt;

use crate::decision::ProjectId;

/// A path into `data`: `["projects", "42"]`.
pub type DataPath = Vec<String>;

/// What a policy decides for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// `package projects["42"]` or `package projects.p42`
    Project(ProjectId),
    /// `package policies.<name>`, for projects that are assigned to it.
    Named(String),
    /// `package projects.default`, for projects without a policy of their own.
    Default,
}

impl Entry {
    /// The entry that a package decides for; `None` for a library.
    #[must_use]
    pub fn of(package: &[String]) -> Option<Self> {
        match package {
            [root, name] if root == "projects" && name == "default" => Some(Self::Default),
            [root, name] if root == "projects" => project_of(name).map(Self::Project),
            [root, name] if root == "policies" => Some(Self::Named(name.clone())),
            _ => None,
        }
    }

    /// The package it is usually written as.
    #[must_use]
    pub fn package(&self) -> DataPath {
        match self {
            Self::Project(id) => vec!["projects".into(), id.to_string()],
            Self::Named(name) => vec!["policies".into(), name.clone()],
            Self::Default => vec!["projects".into(), "default".into()],
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
    match package {
        [root, name, ..] if root == "projects" && looks_like_project(name) && project_of(name).is_none() => Some((
            format!("no project can reach the package `{}`", written(package)),
            "project ids are 1 to 9223372036854775807, without leading zeros".into(),
        )),
        _ => None,
    }
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
