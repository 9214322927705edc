//! What is wrong with modules that no policy uses: nothing else would tell.

use std::sync::Arc;

use super::Workshop;
use crate::policy::analysis::{RuleIndex, reach};
use crate::policy::data::Document;
use crate::policy::fault::Fault;
use crate::policy::link::Packages;
use crate::policy::module::Module;
use crate::policy::parallel;

impl Workshop {
    /// The faults of the modules that no policy uses.
    pub(super) fn faults_of_unused(&self, packages: &Packages, document: &Document) -> Vec<Fault> {
        let used = self.entries.values().flat_map(|built| &built.modules).map(Arc::as_ptr);
        let used: foldhash::HashSet<_> = used.collect();
        let unused: Vec<_> = self.sources.modules().filter(|module| !used.contains(&Arc::as_ptr(module))).collect();
        let found = parallel::map(&unused, |module| faults_of_unused(module, packages, document));
        found.into_iter().flatten().collect()
    }
}

/// The faults of a module that no policy uses.
pub(super) fn faults_of_unused(module: &Arc<Module>, packages: &Packages, document: &Document) -> Vec<Fault> {
    let Some(package) = &module.package else { return Vec::new() };
    let closure = packages.closure(std::slice::from_ref(package), &|path| document.get(path).is_some());
    if !closure.faults.is_empty() {
        return closure.faults;
    }
    reach(&RuleIndex::new(&closure.modules), &[]).err().unwrap_or_default()
}
