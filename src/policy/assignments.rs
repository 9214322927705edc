//! `data.assignments`: which policy decides for projects without one of their own.

use std::sync::Arc;

use regorus::Value;

use super::data::DataFile;
use super::fault::{Fault, FaultKind, Finding, Place};
use crate::decision::ProjectId;

/// A range of projects and the name of the policy that decides for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The first project.
    pub first: ProjectId,
    /// The last project.
    pub last: ProjectId,
    /// The `<name>` of `package policies.<name>`.
    pub policy: String,
    /// The key as it is written.
    key: String,
}

/// All assignments, sorted, none overlapping another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assignments(Vec<Assignment>);

impl Assignments {
    /// Reads `"42"` and `"100-199"` mapped to names of policies. `files` are asked where a key stands.
    ///
    /// # Errors
    /// Every key that is no project or range, every value that is no name, every overlap.
    pub fn read(value: &Value, files: &[Arc<DataFile>]) -> Result<Self, Vec<Fault>> {
        let Ok(object) = value.as_object() else {
            let hint = "write `assignments: {\"100-199\": sales}`";
            return Err(vec![fault(files, "assignments", "`assignments` is not an object".into()).with_hint(hint)]);
        };
        let mut faults = Vec::new();
        let mut assignments = Vec::new();
        for (key, value) in object.iter() {
            let key = key.as_string().map(ToString::to_string).unwrap_or_default();
            match (range(&key), value.as_string()) {
                (Some((first, last)), Ok(policy)) => {
                    assignments.push(Assignment { first, last, policy: policy.to_string(), key });
                }
                (None, _) => {
                    let hint = "write a project id such as \"42\", or a range such as \"100-199\"";
                    faults.push(
                        fault(files, &key, format!("`{key}` is neither a project nor a range of projects"))
                            .with_hint(hint),
                    );
                }
                (_, Err(_)) => {
                    let hint = "write the `<name>` of a `package policies.<name>`";
                    faults.push(
                        fault(files, &key, format!("the assignment of `{key}` is not the name of a policy"))
                            .with_hint(hint),
                    );
                }
            }
        }
        assignments.sort_by_key(|it| (it.first, it.last));
        let mut widest: Option<&Assignment> = None;
        for assignment in &assignments {
            match widest {
                Some(widest) if assignment.first <= widest.last => {
                    let message = format!("the assignments `{}` and `{}` overlap", widest.key, assignment.key);
                    let hint = "every project needs exactly one: narrow one of them";
                    faults.push(fault(files, &assignment.key, message).with_hint(hint));
                }
                _ => {}
            }
            widest = widest.into_iter().chain([assignment]).max_by_key(|it| it.last);
        }
        if faults.is_empty() { Ok(Self(assignments)) } else { Err(faults) }
    }

    /// The assignments in force.
    pub fn iter(&self) -> impl Iterator<Item = &Assignment> {
        self.0.iter()
    }

    /// The name of the policy that `project` is assigned to.
    #[must_use]
    pub fn policy_of(&self, project: ProjectId) -> Option<&str> {
        let after = self.0.partition_point(|it| it.first <= project);
        let assignment = &self.0[after.checked_sub(1)?];
        (project <= assignment.last).then_some(&*assignment.policy)
    }
}

/// The fault of an assignment whose policy no file declares.
#[must_use]
pub fn without_policy(assignment: &Assignment, files: &[Arc<DataFile>]) -> Fault {
    let Assignment { key, policy, .. } = assignment;
    fault(files, key, format!("`{key}` is assigned to `{policy}`, but no file declares `package policies.{policy}`"))
        .with_hint("add that policy, or assign another")
}

fn range(key: &str) -> Option<(ProjectId, ProjectId)> {
    let (first, last) = key.split_once('-').unwrap_or((key, key));
    let (first, last): (ProjectId, ProjectId) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first <= last).then_some((first, last))
}

impl Assignment {
    /// A finding about it, where it stands in `files`.
    pub fn finding<K>(&self, kind: K, files: &[Arc<DataFile>], message: String) -> Finding<K> {
        finding(kind, files, &self.key, message)
    }
}

fn fault(files: &[Arc<DataFile>], key: &str, message: String) -> Fault {
    finding(FaultKind::Assignments, files, key, message)
}

/// A finding where `key` stands, in the file that speaks of assignments.
fn finding<K>(kind: K, files: &[Arc<DataFile>], key: &str, message: String) -> Finding<K> {
    let place = |file: &Arc<DataFile>| {
        let above = match file.root.first() {
            Some(root) => (root == "assignments").then_some(0)?,
            None => file.text.find("assignments")?,
        };
        let start = above + key_in(file.text.get(above..).filter(|_| file.content.is_ok())?, key)?;
        Some(Place::of_bytes(&file.text, start, key.len()))
    };
    match files.iter().find_map(|file| Some((file, place(file)?))) {
        Some((file, place)) => Finding::at(kind, &file.file, &file.text, place, message),
        None => Finding::of_file(kind, &"data.yaml".into(), message),
    }
}

/// Where `key` stands in `text` by itself, not as a part of something longer.
fn key_in(text: &str, key: &str) -> Option<usize> {
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '-';
    text.match_indices(key).map(|(start, _)| start).find(|start| {
        let (before, after) = (&text[..*start], &text[start + key.len()..]);
        !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}
