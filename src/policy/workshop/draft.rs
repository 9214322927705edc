//! What would decide if some files were others: built beside the set in force, and only what a login needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::unused::faults_of_unused;
use super::{Built, Workshop};
use crate::decision::Subject;
use crate::policy::candidates::Candidates;
use crate::policy::compile::Compiler;
use crate::policy::data::Document;
use crate::policy::fault::Fault;
use crate::policy::link::Packages;
use crate::policy::module::Module;
use crate::policy::package::{DataPath, Entry};
use crate::policy::parallel;
use crate::policy::set::PolicySet;

impl Workshop {
    /// The set that would decide about `subjects` if the directory held `candidates`; policies that these do not touch are
    /// those of `in_force`, last good versions among them. The set knows nothing of any other subject.
    ///
    /// # Errors
    /// Every fault of the candidates, and of each policy that they touch and that a subject needs or they declare.
    pub(in crate::policy) fn draft(
        &self,
        in_force: &PolicySet,
        candidates: &Candidates,
        subjects: &[Subject],
    ) -> Result<PolicySet, Vec<Fault>> {
        let mut draft = Self { sources: Arc::new(self.sources.with(candidates)), ..self.clone() };
        let packages = Packages::new(draft.sources.modules());
        let (files, names) = (draft.sources.data().cloned().collect(), Arc::clone(packages.kept_names()));
        let document = Document::merge(files, names, self.document.as_ref());
        let mut faults: Vec<Fault> = document.faults().cloned().collect();
        let assignments = draft.assign(&packages, &document, &mut faults);
        let assigned = |subject: &Subject| assignments.as_ref().ok()?.policy_of(subject.project()?).map(str::to_owned);
        let own = subjects.iter().copied().map(Entry::from);
        let named = subjects.iter().filter_map(assigned).map(Entry::Named);
        let new: Vec<_> = draft.sources.modules().filter(|module| candidates.contains(&module.file)).collect();
        let declared = new.iter().filter_map(|module| Entry::of(module.package.as_ref()?));
        let wanted: BTreeSet<Entry> = own.chain(named).chain(declared).chain([Entry::Default]).collect();
        let built = self.build_touched(&wanted, &packages, &document);
        faults.extend(parallel::map(&new, |module| alone(module, &packages, &document)).into_iter().flatten());
        // What is wrong anyway is not the candidates' fault.
        faults.retain(|fault| !self.faults.contains(fault));
        faults.extend(built.values().filter(|(_, is_touched)| *is_touched).flat_map(|(it, _)| it.faults.clone()));
        faults.sort();
        faults.dedup();
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut set = PolicySet { assignments, hidden: in_force.hidden.clone(), ..PolicySet::empty() };
        for (entry, (built, _)) in &built {
            built.put_into(&mut set, entry);
        }
        Ok(set)
    }

    /// The `wanted` policies that exist: as they were built, or built anew if something they need has changed.
    fn build_touched(
        &self,
        wanted: &BTreeSet<Entry>,
        packages: &Packages,
        document: &Arc<Document>,
    ) -> BTreeMap<Entry, (Arc<Built>, bool)> {
        let mut jobs: BTreeMap<Entry, Vec<DataPath>> = BTreeMap::new();
        for package in packages.names() {
            if let Some(entry) = Entry::of(package).filter(|entry| wanted.contains(entry)) {
                jobs.entry(entry).or_default().push(package.clone());
            }
        }
        let compiler = Compiler::new(document, &self.shared_reads, self.evaluation_limit);
        let is_same_data = self.document.as_ref().is_some_and(|before| Arc::ptr_eq(before, document));
        let jobs: Vec<_> = jobs.into_iter().collect();
        let built = parallel::map(&jobs, |(entry, spellings)| {
            let closure = packages.closure(spellings, &|path| document.get(path).is_some());
            let is_untouched = |before: &&Arc<Built>| {
                (is_same_data && before.has_modules(&closure)) || before.is_current(&closure, document)
            };
            match self.entries.get(entry).filter(is_untouched) {
                Some(before) => (Arc::clone(before), false),
                None => (Arc::new(Built::new(spellings, closure, &compiler, None)), true),
            }
        });
        jobs.into_iter().map(|(entry, _)| entry).zip(built).collect()
    }
}

/// The faults of one module and of what it uses.
fn alone(module: &Arc<Module>, packages: &Packages, document: &Document) -> Vec<Fault> {
    match &module.content {
        Err(faults) => faults.clone(),
        Ok(_) => faults_of_unused(module, packages, document),
    }
}
