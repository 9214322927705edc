//! What became of one policy, or of the journal's rules: the version that decides, and what is wrong with the files as
//! they stand.

use std::sync::Arc;

use crate::policy::compile::{Asked, Compiler};
use crate::policy::data::Document;
use crate::policy::fault::{Fault, FaultKind};
use crate::policy::link::Closure;
use crate::policy::module::Module;
use crate::policy::package::{DataPath, Entry, written};
use crate::policy::set::{LogRulesSlot, PolicySet, Slot, error_verdict};

pub(super) struct Built {
    /// What it was built from, to tell whether it must be built again.
    pub(super) modules: Vec<Arc<Module>>,
    data: Vec<(DataPath, [u8; 32])>,
    /// The version that decides.
    active: Option<Asked>,
    /// Why the files as they stand can't be used.
    pub(super) faults: Vec<Fault>,
}

impl Built {
    /// Builds the policy that is declared as `spellings`: one, or it is faulty. `before` is its last good version.
    pub(super) fn new(
        spellings: &[DataPath],
        closure: Closure,
        compiler: &Compiler<'_>,
        before: Option<&Arc<Self>>,
    ) -> Self {
        let mut faults = closure.faults;
        if let [first, second, ..] = spellings {
            faults.extend(two_packages(first, second, &closure.modules));
        }
        let result = if faults.is_empty() { compiler.compile(&spellings[0], &closure.modules) } else { Err(faults) };
        match result {
            Ok((asked, read)) => {
                let with_digest = |path: DataPath| {
                    let digest = compiler.digest(&path);
                    (path, digest)
                };
                let data = read.into_iter().map(with_digest).collect();
                Self { modules: closure.modules, data, active: Some(asked), faults: Vec::new() }
            }
            Err(faults) => {
                let active = before.and_then(|before| before.active.clone());
                Self { modules: closure.modules, data: Vec::new(), active, faults }
            }
        }
    }

    /// Whether building it again would give the same.
    pub(super) fn is_current(&self, closure: &Closure, document: &Document) -> bool {
        let is_undisturbed =
            || document.withheld(&self.modules, self.data.iter().map(|(path, _)| path)).next().is_none();
        let same_data = || self.data.iter().all(|(path, digest)| document.digest(path) == *digest);
        self.faults.is_empty()
            && closure.faults.is_empty()
            && self.has_modules(closure)
            && is_undisturbed()
            && same_data()
    }

    /// Whether it was built from these very modules, soundly or not.
    pub(super) fn has_modules(&self, closure: &Closure) -> bool {
        self.modules.len() == closure.modules.len()
            && self.modules.iter().zip(&closure.modules).all(|(old, new)| Arc::ptr_eq(old, new))
    }

    /// Whether some version decides.
    pub(super) fn has_active(&self) -> bool {
        self.active.is_some()
    }

    /// Has it decide as `entry` in `set`.
    pub(super) fn put_into(&self, set: &mut PolicySet, entry: &Entry) {
        match entry {
            Entry::Project(project) => drop(set.projects.insert(*project, self.slot())),
            Entry::Named(name) => drop(set.named.insert(name.clone(), self.slot())),
            Entry::Platform(platform) => drop(set.platforms.insert(*platform, self.slot())),
            Entry::Default => set.default = Some(self.slot()),
            Entry::Log => set.log_rules = Some(self.log_rules()),
        }
    }

    /// What decides, for a policy.
    fn slot(&self) -> Slot {
        match &self.active {
            Some(Asked::Policy(policy)) => Ok(policy.clone()),
            _ => Err(error_verdict(format!("the policy is broken: {}", self.first_fault()))),
        }
    }

    /// What is asked, for the journal's rules.
    fn log_rules(&self) -> LogRulesSlot {
        match &self.active {
            Some(Asked::LogRules(rules)) => Ok(Arc::clone(rules)),
            _ => Err(format!("the rules are broken: {}", self.first_fault()).into()),
        }
    }

    fn first_fault(&self) -> String {
        self.faults.first().map(Fault::to_string).unwrap_or_default()
    }
}

fn two_packages(first: &DataPath, second: &DataPath, modules: &[Arc<Module>]) -> Vec<Fault> {
    let message = format!("one project has two packages: `{}` and `{}`", written(first), written(second));
    let own = modules.iter().filter(|module| [Some(first), Some(second)].contains(&module.package.as_ref()));
    let fault = |module: &Arc<Module>| {
        let hint = "keep one of the two spellings";
        Fault::of_file(FaultKind::TwoPackages, &module.file, message.clone()).with_hint(hint)
    };
    own.map(fault).collect()
}
