//! The set to put in force: what was built, and who is touched by what could not be looked at.

use super::{AssignmentsInForce, Workshop};
use crate::policy::package::project_named_by_path;
use crate::policy::set::{BrokenPolicy, PolicySet, error_verdict};
use crate::policy::sources::unreadable;
use crate::policy::tree::{FileKind, Tree, TreeFault};

impl Workshop {
    /// Everything as it was built last, from `tree`.
    pub(super) fn set(&self, assignments: AssignmentsInForce, tree: &Tree) -> PolicySet {
        let hidden = tree.faults.iter().find(|fault| may_hide_projects(fault)).map(|fault| {
            error_verdict(format!("the project may have a policy in what can't be read: {}", unreadable(fault)))
        });
        let mut set = PolicySet { assignments, hidden, ..PolicySet::empty() };
        set.projects.reserve(self.entries.len());
        for (entry, built) in self.entries.iter() {
            let has_last_good = built.has_active();
            // What was known of files that can't be looked at any more still decides.
            let is_behind = |fault: &&TreeFault| built.modules.iter().any(|it| is_at_or_below(&it.file, &fault.path));
            let mut faults = built.faults.clone();
            faults.extend(tree.faults.iter().filter(is_behind).map(unreadable));
            faults.dedup();
            if !faults.is_empty() {
                set.broken.push(BrokenPolicy { entry: entry.clone(), has_last_good, faults });
            }
            built.put_into(&mut set, entry);
        }
        set.broken.sort_by_key(|broken| broken.has_last_good);
        set
    }
}

/// Whether a folder can't be read that may hold policies of projects nobody knows.
fn may_hide_projects(fault: &TreeFault) -> bool {
    let is_folder = FileKind::of_path(&fault.path).is_none();
    let is_of_projects = &*fault.path == "projects" || fault.path.starts_with("projects/");
    is_folder && is_of_projects && project_named_by_path(&fault.path).is_none()
}

/// Whether the path `file` is `place`, or lies in that folder.
fn is_at_or_below(file: &str, place: &str) -> bool {
    file.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
