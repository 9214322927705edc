//! What an edit can have to do with a policy: nothing, if no module that changed is its own or stands where it refers to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Built;
use crate::policy::link::Packages;
use crate::policy::module::Module;
use crate::policy::package::{DataPath, Entry};
use crate::policy::sources::Sources;

/// The modules that came, went or changed between two looks at the directory, and their packages.
pub(super) struct Touched {
    gone: Vec<Arc<Module>>,
    new: Vec<Arc<Module>>,
    packages: BTreeSet<DataPath>,
}

impl Touched {
    /// Those between `before` and `after`; `None` if nobody knows, because the package of some module is not known.
    pub(super) fn between(before: &Sources, after: &Sources) -> Option<Self> {
        let pointers = |sources: &Sources| sources.modules().map(Arc::as_ptr).collect::<foldhash::HashSet<_>>();
        let (known, kept) = (pointers(before), pointers(after));
        let new: Vec<_> = after.modules().filter(|module| !known.contains(&Arc::as_ptr(module))).cloned().collect();
        let gone: Vec<_> = before.modules().filter(|module| !kept.contains(&Arc::as_ptr(module))).cloned().collect();
        let packages = new.iter().chain(&gone).map(|module| module.package.clone()).collect::<Option<_>>()?;
        Some(Self { gone, new, packages })
    }

    /// The same change to `packages`, which are those from before it.
    pub(super) fn change(&self, packages: &mut Packages) {
        packages.change(&self.gone, &self.new);
    }

    /// Which policies would not come out as they are, or are new, as long as base data is as it was.
    pub(super) fn entries(&self, built: &BTreeMap<Entry, Arc<Built>>) -> BTreeSet<Entry> {
        let known = built.iter().filter(|(_, built)| !self.leaves(built)).map(|(entry, _)| entry.clone());
        let declared = self.packages.iter().filter_map(|package| Entry::of(package));
        known.chain(declared).collect()
    }

    /// Whether all that `built` needs is as it was.
    fn leaves(&self, built: &Built) -> bool {
        built.faults.is_empty() && !built.modules.iter().any(|module| self.is_needed_by(module))
    }

    /// Whether `module` is one of these, or refers to what stands in, above or below any of them.
    fn is_needed_by(&self, module: &Arc<Module>) -> bool {
        let references = module.content.iter().flat_map(|content| &content.references);
        let own = module.package.iter();
        own.chain(references).any(|path| self.packages.iter().any(|it| it.starts_with(path) || path.starts_with(it)))
    }
}
