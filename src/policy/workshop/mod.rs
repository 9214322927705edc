//! Turns each look at the policy directory into the set in force, building only what changed.

mod built;
mod draft;
mod touched;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::analysis::{RuleIndex, reach};
use super::assignments::{self, Assignments};
use super::compile::Compiler;
use super::data::Document;
use super::fault::Fault;
use super::link::Packages;
use super::module::Module;
use super::package::{DataPath, Entry, project_named_by_path};
use super::parallel;
use super::set::{BrokenPolicy, PolicySet, error_verdict};
use super::sources::{Sources, unreadable};
use super::tree::{FileKind, Tree, TreeFault};
use crate::decision::{ProjectId, Verdict};
use built::Built;
use touched::Touched;

/// Builds policies, and remembers what it built. Clones share what was built so far.
#[derive(Clone)]
pub struct Workshop {
    evaluation_limit: Duration,
    sources: Arc<Sources>,
    document: Option<Arc<Document>>,
    entries: Arc<BTreeMap<Entry, Arc<Built>>>,
    assignments: Option<Arc<Assignments>>,
    /// Of the last update.
    faults: Arc<[Fault]>,
}

/// What came of one look at the directory.
pub struct Update {
    /// The set to put in force.
    pub set: Arc<PolicySet>,
    /// Every fault of every file, sorted, none twice.
    pub faults: Vec<Fault>,
    /// How many policies were built anew.
    pub rebuilt: usize,
}

impl Workshop {
    /// A workshop whose policies may evaluate for `evaluation_limit`.
    #[must_use]
    pub fn new(evaluation_limit: Duration) -> Self {
        let (sources, entries, faults) = (Arc::default(), Arc::default(), Arc::default());
        Self { evaluation_limit, sources, document: None, entries, assignments: None, faults }
    }

    /// The files as the last update found them.
    pub(in crate::policy) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Every fault that the last update found.
    pub(in crate::policy) fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The base data as the last update found it.
    pub(in crate::policy) fn document(&self) -> Option<&Arc<Document>> {
        self.document.as_ref()
    }

    /// The files of the project's own policy, however it is spelt, faulty ones among them, as the last update found them.
    #[must_use]
    pub fn files_of(&self, project: ProjectId) -> Vec<Arc<str>> {
        let is_its = |package: &DataPath| Entry::of(package) == Some(Entry::Project(project));
        let modules = self.sources.modules().filter(|module| module.package.as_ref().is_some_and(is_its));
        modules.map(|module| Arc::clone(&module.file)).collect()
    }

    /// Builds what `tree` changes, and keeps the last good version of what it breaks.
    pub fn update(&mut self, tree: &Tree) -> Update {
        let sources = Arc::new(self.sources.read(tree));
        let before = std::mem::replace(&mut self.sources, sources);
        let packages = Packages::new(self.sources.modules());
        let files = self.sources.data().cloned().collect();
        let document = Document::merge(files, packages.names().cloned().collect(), self.document.as_ref());
        let mut faults: Vec<Fault> = tree.faults.iter().map(unreadable).collect();
        faults.extend(document.faults().cloned());
        faults.extend(self.sources.modules().filter_map(|module| module.content.as_ref().err()).flatten().cloned());
        let is_same_data = self.document.as_ref().is_some_and(|before| Arc::ptr_eq(before, &document));
        let touched = if is_same_data { Touched::between(&before, &self.sources) } else { None };
        let rebuilt = self.build(&packages, &document, touched.as_ref(), &mut faults);
        let assignments = self.assign(&packages, &document, &mut faults);
        self.document = Some(document);
        faults.sort();
        faults.dedup();
        self.faults = faults.as_slice().into();
        let set = PolicySet { origin: Some(self.clone()), faults: faults.len(), ..self.set(assignments, tree) };
        Update { set: Arc::new(set), faults, rebuilt }
    }

    /// Builds every policy that is not as it was; with `touched`, those that have nothing to do with it are.
    fn build(
        &mut self,
        packages: &Packages,
        document: &Document,
        touched: Option<&Touched>,
        faults: &mut Vec<Fault>,
    ) -> usize {
        let mut entries: BTreeMap<Entry, Vec<DataPath>> = BTreeMap::new();
        for package in packages.names() {
            if let Some(entry) = Entry::of(package) {
                entries.entry(entry).or_default().push(package.clone());
            }
        }
        let compiler = Compiler::new(document, self.evaluation_limit);
        let jobs: Vec<_> = entries.into_iter().collect();
        let built = parallel::map(&jobs, |(entry, spellings)| {
            let before = self.entries.get(entry);
            let is_left = |before: &&Arc<Built>| touched.is_some_and(|touched| touched.leaves(spellings, before));
            if let Some(before) = before.filter(is_left) {
                return (Arc::clone(before), false);
            }
            let closure = packages.closure(spellings, &|path| document.get(path).is_some());
            match before.filter(|before| before.is_current(&closure, document)) {
                Some(before) => (Arc::clone(before), false),
                None => (Arc::new(Built::new(spellings, closure, &compiler, before)), true),
            }
        });
        let rebuilt = built.iter().filter(|(built, is_new)| *is_new && built.faults.is_empty()).count();
        let entries = jobs.into_iter().map(|(entry, _)| entry);
        self.entries = Arc::new(entries.zip(built.into_iter().map(|(built, _)| built)).collect());
        faults.extend(self.entries.values().flat_map(|built| &built.faults).cloned());
        let used = self.entries.values().flat_map(|built| &built.modules).map(Arc::as_ptr);
        let used: foldhash::HashSet<_> = used.collect();
        let unused: Vec<_> = self.sources.modules().filter(|module| !used.contains(&Arc::as_ptr(module))).collect();
        let found = parallel::map(&unused, |module| faults_of_unused(module, packages, document));
        faults.extend(found.into_iter().flatten());
        rebuilt
    }

    /// Reads the assignments; those that can't be used leave the last good ones in force.
    fn assign(&mut self, packages: &Packages, document: &Document, faults: &mut Vec<Fault>) -> AssignmentsInForce {
        let path = ["assignments".to_owned()];
        let withheld = document.faults_at(&path).next();
        let read = match document.get(&path) {
            Some(value) => Assignments::read(value, document.files()),
            None => Ok(Assignments::default()),
        };
        let fault = match (read, withheld) {
            (Ok(read), None) => {
                let lacks = |name: &str| packages.declaring(&["policies".to_owned(), name.to_owned()]).is_empty();
                let missing = read.iter().filter(|assignment| lacks(&assignment.policy));
                faults.extend(missing.map(|assignment| assignments::without_policy(assignment, document.files())));
                let read = Arc::new(read);
                self.assignments = Some(Arc::clone(&read));
                return Ok(read);
            }
            (Err(found), withheld) => {
                let first = withheld.or(found.first()).map(Fault::to_string);
                faults.extend(found);
                first
            }
            (Ok(_), withheld) => withheld.map(Fault::to_string),
        };
        let unusable = || error_verdict(format!("the assignments can't be used: {}", fault.unwrap_or_default()));
        self.assignments.clone().ok_or_else(unusable)
    }

    fn set(&self, assignments: AssignmentsInForce, tree: &Tree) -> PolicySet {
        let hidden = tree.faults.iter().find(|fault| may_hide_projects(fault)).map(|fault| {
            error_verdict(format!("the project may have a policy in what can't be read: {}", unreadable(fault)))
        });
        let mut set = PolicySet { assignments, hidden, ..PolicySet::empty() };
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

/// The assignments, or the verdict of whoever would need them.
type AssignmentsInForce = Result<Arc<Assignments>, Arc<Verdict>>;

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

/// The faults of a module that no policy uses.
fn faults_of_unused(module: &Arc<Module>, packages: &Packages, document: &Document) -> Vec<Fault> {
    let Some(package) = &module.package else { return Vec::new() };
    let closure = packages.closure(std::slice::from_ref(package), &|path| document.get(path).is_some());
    if !closure.faults.is_empty() {
        return closure.faults;
    }
    reach(&RuleIndex::new(&closure.modules), &[]).err().unwrap_or_default()
}
