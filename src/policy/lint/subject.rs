//! What is looked at: the policies of a workbench, who decides for which project, and what tests mention.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::schema::{Member, member, member_of_event};
use crate::policy::assignments::Assignments;
use crate::policy::data::Document;
use crate::policy::fault::{Place, Warning, WarningKind};
use crate::policy::link::Packages;
use crate::policy::module::Module;
use crate::policy::package::{DataPath, Entry};
use crate::policy::set::PolicySet;
use crate::policy::tree::Tree;
use crate::policy::workbench::Workbench;

/// Whether `input` is an event of the journal to the rules of `module`, not a login.
pub(super) fn is_about_events(module: &Module) -> bool {
    module.package.as_deref().and_then(Entry::of) == Some(Entry::Log)
}

/// What stands at `path` below the `input` of `module`.
pub(super) fn member_for(module: &Module, path: &[Option<String>]) -> Member {
    if is_about_events(module) { member_of_event(path) } else { member(path) }
}

/// A policy directory as the checks see it.
pub(super) struct Subject<'w> {
    pub(super) modules: &'w [Arc<Module>],
    /// The packages of `modules`: tests have no part in them.
    pub(super) packages: Packages,
    pub(super) document: &'w Document,
    pub(super) set: &'w PolicySet,
    pub(super) tests: &'w [Arc<Module>],
    /// Whether every module says something: one that does not may declare or use anything.
    pub(super) is_sound: bool,
    /// Where tests as tables are.
    pub(super) tree: &'w Tree,
}

impl<'w> Subject<'w> {
    pub(super) fn of(bench: &'w Workbench, tree: &'w Tree) -> Self {
        Self {
            modules: bench.modules(),
            packages: Packages::new(bench.modules()),
            document: bench.document(),
            set: &bench.policies.set,
            tests: bench.tests(),
            is_sound: bench.modules().iter().all(|module| module.content.is_ok()),
            tree,
        }
    }

    /// The policies by package, each with what it decides for; the journal's rules among them.
    pub(super) fn policies(&self) -> impl Iterator<Item = (&DataPath, Entry)> {
        self.packages.names().filter_map(|package| Some((package, Entry::of(package)?)))
    }

    /// The assignments; `None` if they can't be used.
    pub(super) fn assignments(&self) -> Option<&Assignments> {
        self.set.assignments.as_ref().ok().map(Arc::as_ref)
    }

    /// A warning about a package as a whole, shown where it is declared first.
    pub(super) fn of_package(&self, kind: WarningKind, package: &DataPath, message: &str) -> Option<Warning> {
        self.packages.declaring(package).iter().find_map(|module| {
            let place = Place::of(&module.content.as_ref().ok()?.syntax.tree().package.span);
            Some(Warning::at(kind, &module.file, &module.text, place, message))
        })
    }

    /// The packages that some policy uses, other than its own.
    pub(super) fn used(&self) -> BTreeSet<&DataPath> {
        let mut used = BTreeSet::new();
        let mut pending: Vec<&DataPath> = self.policies().map(|(package, _)| package).collect();
        while let Some(package) = pending.pop() {
            pending.extend(self.packages.uses(package).filter(|package| used.insert(*package)));
        }
        used
    }
}
