//! Turns each look at the policy directory into the set in force, building only what changed.

mod built;
mod draft;
mod in_force;
mod touched;
mod unused;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use super::assignments::{self, Assignments};
use super::compile::Compiler;
use super::data::Document;
use super::fault::Fault;
use super::link::Packages;
use super::package::{DataPath, Entry};
use super::parallel;
use super::set::{PolicySet, error_verdict};
use super::shared_reads::SharedReads;
use super::sources::{Sources, unreadable};
use super::tree::Tree;
use crate::decision::{ProjectId, Verdict};
use built::Built;
use touched::Touched;

/// Builds policies, and remembers what it built. Clones share what was built so far.
#[derive(Clone)]
pub struct Workshop {
    evaluation_limit: Duration,
    sources: Arc<Sources>,
    document: Option<Arc<Document>>,
    /// As the last update found them. Only who updates keeps them, and not while it does.
    packages: Option<Packages>,
    entries: Arc<BTreeMap<Entry, Arc<Built>>>,
    assignments: Option<Arc<Assignments>>,
    /// Of the last update.
    faults: Arc<[Fault]>,
    shared_reads: Arc<SharedReads>,
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
        Self {
            evaluation_limit,
            sources: Arc::default(),
            document: None,
            packages: None,
            entries: Arc::default(),
            assignments: None,
            faults: Arc::default(),
            shared_reads: Arc::default(),
        }
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
        let (packages, touched) = self.link(&before);
        let files = self.sources.data().cloned().collect();
        let document = Document::merge(files, Arc::clone(packages.kept_names()), self.document.as_ref());
        let mut faults: Vec<Fault> = tree.faults.iter().map(unreadable).collect();
        faults.extend(document.faults().cloned());
        faults.extend(self.sources.modules().filter_map(|module| module.content.as_ref().err()).flatten().cloned());
        let is_same_data = self.document.as_ref().is_some_and(|before| Arc::ptr_eq(before, &document));
        let touched = touched.filter(|_| is_same_data).map(|touched| touched.entries(&self.entries));
        let rebuilt = self.build(&packages, &document, touched.as_ref(), &mut faults);
        let assignments = self.assign(&packages, &document, &mut faults);
        self.document = Some(document);
        faults.sort();
        faults.dedup();
        self.faults = faults.as_slice().into();
        let set = PolicySet { origin: Some(self.clone()), faults: faults.len(), ..self.set(assignments, tree) };
        self.packages = Some(packages);
        Update { set: Arc::new(set), faults, rebuilt }
    }

    /// The packages as they are now, and what has changed since `before`, if that is known: not the first time, nor after
    /// an update that came to no end.
    fn link(&mut self, before: &Sources) -> (Packages, Option<Touched>) {
        let known = self.packages.take();
        match known.and_then(|packages| Some((packages, Touched::between(before, &self.sources)?))) {
            Some((mut packages, touched)) => {
                touched.change(&mut packages);
                (packages, Some(touched))
            }
            None => (Packages::new(self.sources.modules()), None),
        }
    }

    /// Builds every policy that is not as it was: one of the `touched`, if these are known. Says how many it built soundly.
    fn build(
        &mut self,
        packages: &Packages,
        document: &Document,
        touched: Option<&BTreeSet<Entry>>,
        faults: &mut Vec<Fault>,
    ) -> usize {
        let mut declared: BTreeMap<Entry, Vec<DataPath>> = BTreeMap::new();
        for package in packages.names() {
            if let Some(entry) = Entry::of(package).filter(|it| touched.is_none_or(|touched| touched.contains(it))) {
                declared.entry(entry).or_default().push(package.clone());
            }
        }
        let compiler = Compiler::new(document, &self.shared_reads, self.evaluation_limit);
        let jobs: Vec<_> = declared.into_iter().collect();
        let built = parallel::map(&jobs, |(entry, spellings)| {
            let before = self.entries.get(entry);
            let closure = packages.closure(spellings, &|path| document.get(path).is_some());
            match before.filter(|before| before.is_current(&closure, document)) {
                Some(before) => (Arc::clone(before), false),
                None => (Arc::new(Built::new(spellings, closure, &compiler, before)), true),
            }
        });
        let rebuilt = built.iter().filter(|(built, is_new)| *is_new && built.faults.is_empty()).count();
        let mut entries = if touched.is_some() { BTreeMap::clone(&self.entries) } else { BTreeMap::new() };
        touched.iter().copied().flatten().for_each(|entry| drop(entries.remove(entry)));
        entries.extend(jobs.into_iter().zip(built).map(|((entry, _), (built, _))| (entry, built)));
        self.entries = Arc::new(entries);
        self.shared_reads.tidy();
        faults.extend(self.entries.values().flat_map(|built| &built.faults).cloned());
        faults.extend(self.faults_of_unused(packages, document));
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
}

/// The assignments, or the verdict of whoever would need them.
type AssignmentsInForce = Result<Arc<Assignments>, Arc<Verdict>>;
