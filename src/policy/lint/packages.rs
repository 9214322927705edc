//! Packages that no project can reach, and assignments that no project heeds.

use std::collections::BTreeSet;

use super::subject::Subject;
use crate::decision::ProjectId;
use crate::policy::assignments;
use crate::policy::fault::{Warning, WarningKind};
use crate::policy::module::Module;
use crate::policy::package::{DataPath, Entry, written};

/// How many projects are named before the rest is counted.
const NAMED_PROJECTS: usize = 5;

/// Libraries that no policy uses, `policies.<name>` that nothing is assigned to, `projects.<name>` that is no project.
pub(super) fn unreachable(subject: &Subject<'_>) -> Vec<Warning> {
    let Some(assignments) = subject.assignments().filter(|_| subject.is_sound) else { return Vec::new() };
    let assigned: BTreeSet<&str> = assignments.iter().map(|assignment| &*assignment.policy).collect();
    let used = subject.used();
    let mentioned: BTreeSet<&DataPath> = subject.tests.iter().flat_map(|test| mentions(subject, test)).collect();
    let told = |package: &DataPath| {
        let (message, hint) = match Entry::of(package) {
            Some(Entry::Project(_) | Entry::Platform(_) | Entry::Default | Entry::Log) => return None,
            Some(Entry::Named(name)) if assigned.contains(&*name) => return None,
            Some(Entry::Named(name)) => (
                format!("no project is assigned to `{name}`"),
                format!("assign some in data.yaml: `assignments: {{\"100-199\": {name}}}`"),
            ),
            None => not_used(package, mentioned.contains(package)),
        };
        Some(subject.of_package(WarningKind::UnreachablePackage, package, &message)?.with_hint(hint))
    };
    subject.packages.names().filter(|package| !used.contains(package)).filter_map(told).collect()
}

/// The packages that a test refers to.
fn mentions<'s>(subject: &'s Subject<'_>, test: &Module) -> Vec<&'s DataPath> {
    let references = test.content.as_ref().map(|content| &content.references).into_iter().flatten();
    let at_or_above =
        |path: &DataPath| (1..=path.len()).rev().find_map(|length| subject.packages.name(&path[..length]));
    references.filter_map(at_or_above).collect()
}

fn not_used(package: &DataPath, is_tested: bool) -> (String, String) {
    let name = written(package);
    match package.as_slice() {
        [root, project] if root == "projects" => (
            format!("no project can reach `{name}`: `{project}` is no project id"),
            format!("write `package projects[\"42\"]`, or `package policies.{project}` and assign projects to it"),
        ),
        _ if is_tested => (
            format!("no policy uses `{name}`, only tests do"),
            "import it where it is needed; what only tests need stands in a file named `…_test.rego`".into(),
        ),
        _ => (
            format!("no policy uses `{name}`"),
            format!("import it where it is needed (`import data.{name}`), or remove it"),
        ),
    }
}

/// Assignments of projects that have a policy of their own.
pub(super) fn shadowed(subject: &Subject<'_>) -> Vec<Warning> {
    let Some(assignments) = subject.assignments() else { return Vec::new() };
    let own: BTreeSet<ProjectId> = subject
        .policies()
        .filter_map(|(_, entry)| match entry {
            Entry::Project(project) => Some(project),
            Entry::Named(_) | Entry::Platform(_) | Entry::Default | Entry::Log => None,
        })
        .collect();
    let told = |assignment: &assignments::Assignment| {
        let projects: Vec<_> = own.range(assignment.first..=assignment.last).collect();
        let (one, _) = projects.split_first()?;
        let policy = &assignment.policy;
        let (message, hint) = if assignment.first == assignment.last {
            (
                format!("project {one} has a policy of its own: its assignment to `{policy}` does not count"),
                "remove the assignment, or the policy".to_owned(),
            )
        } else {
            let named = named(&projects);
            let have = if projects.len() == 1 { "has a policy of its own" } else { "have policies of their own" };
            (
                format!("{named} {have}: this assignment to `{policy}` does not count there"),
                "narrow the range, remove what stands in its place, or turn the warning off above it if that is meant"
                    .to_owned(),
            )
        };
        let files = subject.document.files();
        Some(assignment.finding(WarningKind::ShadowedAssignment, files, message).with_hint(hint))
    };
    assignments.iter().filter_map(told).collect()
}

/// `projects 5, 6 and 7`.
fn named(projects: &[&ProjectId]) -> String {
    let mut names: Vec<String> = projects.iter().take(NAMED_PROJECTS).map(ToString::to_string).collect();
    let last = match projects.len().checked_sub(NAMED_PROJECTS) {
        Some(rest) if rest > 0 => Some(format!("{rest} more")),
        _ => names.pop(),
    };
    match (names.is_empty(), last) {
        (true, last) => format!("project {}", last.unwrap_or_default()),
        (false, last) => format!("projects {} and {}", names.join(", "), last.unwrap_or_default()),
    }
}
