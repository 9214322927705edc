//! What an edit can have to do with a policy: nothing, if no module that changed is its own or stands where it refers to.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Built;
use crate::policy::module::Module;
use crate::policy::package::DataPath;
use crate::policy::sources::Sources;

/// The packages of the modules that came, went or changed between two looks at the directory.
pub(super) struct Touched(BTreeSet<DataPath>);

impl Touched {
    /// Those between `before` and `after`; `None` if nobody knows, because the package of some module is not known.
    pub(super) fn between(before: &Sources, after: &Sources) -> Option<Self> {
        let pointers = |sources: &Sources| sources.modules().map(Arc::as_ptr).collect::<foldhash::HashSet<_>>();
        let (known, kept) = (pointers(before), pointers(after));
        let new = after.modules().filter(|module| !known.contains(&Arc::as_ptr(module)));
        let gone = before.modules().filter(|module| !kept.contains(&Arc::as_ptr(module)));
        new.chain(gone).map(|module| module.package.clone()).collect::<Option<_>>().map(Self)
    }

    /// Whether `built`, which is declared as `spellings`, would come out as it is: all that it needs is as it was, as long
    /// as base data is too.
    pub(super) fn leaves(&self, spellings: &[DataPath], built: &Built) -> bool {
        let is_touched = |package: &DataPath| self.0.contains(package);
        built.faults.is_empty()
            && !spellings.iter().any(is_touched)
            && !built.modules.iter().any(|module| self.is_needed_by(module))
    }

    /// Whether `module` is one of these, or refers to what stands in, above or below any of them.
    fn is_needed_by(&self, module: &Arc<Module>) -> bool {
        let references = module.content.iter().flat_map(|content| &content.references);
        let own = module.package.iter();
        own.chain(references).any(|path| self.0.iter().any(|it| it.starts_with(path) || path.starts_with(it)))
    }
}
