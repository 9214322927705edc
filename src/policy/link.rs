//! Which modules a policy needs: its own package's, and those that they refer to, and so on.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fault::Fault;
use super::module::Module;
use super::package::DataPath;

/// All modules of the directory, by package.
#[derive(Clone, Default)]
pub struct Packages {
    modules: BTreeMap<DataPath, Vec<Arc<Module>>>,
    names: Arc<BTreeSet<DataPath>>,
    /// Faults of files whose package nobody knows: they may withhold any package.
    unplaced: Vec<Fault>,
}

/// What a package needs.
pub struct Closure {
    /// The modules, those of the package itself first.
    pub modules: Vec<Arc<Module>>,
    /// The faults of those that can't be used.
    pub faults: Vec<Fault>,
}

impl Packages {
    /// Sorts modules by package.
    pub fn new<'m>(modules: impl IntoIterator<Item = &'m Arc<Module>>) -> Self {
        let mut packages = Self::default();
        for module in modules {
            match (&module.package, &module.content) {
                (Some(package), _) => packages.modules.entry(package.clone()).or_default().push(Arc::clone(module)),
                (None, Err(faults)) => packages.unplaced.extend(faults.iter().cloned()),
                (None, Ok(_)) => {}
            }
        }
        packages.names = Arc::new(packages.modules.keys().cloned().collect());
        packages
    }

    /// Those of a directory in which `gone` stand no more and `new` do; each module's package is known.
    pub fn change(&mut self, gone: &[Arc<Module>], new: &[Arc<Module>]) {
        let mut has_same_names = true;
        // The new ones first: a module that was edited takes no package away for a moment.
        for (module, package) in new.iter().filter_map(|module| Some((module, module.package.as_ref()?))) {
            let declaring = self.modules.entry(package.clone()).or_default();
            has_same_names &= !declaring.is_empty();
            let at = declaring.partition_point(|it| it.file < module.file);
            declaring.insert(at, Arc::clone(module));
        }
        for (module, package) in gone.iter().filter_map(|module| Some((module, module.package.as_ref()?))) {
            let Some(declaring) = self.modules.get_mut(package) else { continue };
            declaring.retain(|it| !Arc::ptr_eq(it, module));
            if declaring.is_empty() {
                self.modules.remove(package);
                has_same_names = false;
            }
        }
        if !has_same_names {
            self.names = Arc::new(self.modules.keys().cloned().collect());
        }
    }

    /// The packages that some file declares.
    pub fn names(&self) -> impl Iterator<Item = &DataPath> {
        self.modules.keys()
    }

    /// The same, to be kept: packages of the same names share them.
    #[must_use]
    pub fn kept_names(&self) -> &Arc<BTreeSet<DataPath>> {
        &self.names
    }

    /// `package`, if some file declares it.
    pub fn name(&self, package: &[String]) -> Option<&DataPath> {
        self.modules.get_key_value(package).map(|(name, _)| name)
    }

    /// Whether `path` is that of a package, or of what is above one.
    pub fn is_at_or_below(&self, path: &[String]) -> bool {
        self.modules.range(path.to_vec()..).next().is_some_and(|(name, _)| name.starts_with(path))
    }

    /// The modules that declare `package`.
    #[must_use]
    pub fn declaring(&self, package: &[String]) -> &[Arc<Module>] {
        self.modules.get(package).map_or(&[], Vec::as_slice)
    }

    /// The other packages that the modules of `package` refer to, be it by names that they lack.
    pub fn uses<'a>(&'a self, package: &'a DataPath) -> impl Iterator<Item = &'a DataPath> {
        let contents = self.declaring(package).iter().filter_map(|module| module.content.as_ref().ok());
        let paths = contents.flat_map(|content| &content.references);
        let used = paths.flat_map(|path| {
            let mut used: Vec<_> = self.referred(path).collect();
            used.extend(self.nearest_above(path).filter(|_| used.is_empty()));
            used
        });
        used.filter(move |used| *used != package)
    }

    /// The package that `path` must be meant to lead into, though it has no such rule.
    fn nearest_above(&self, path: &[String]) -> Option<&DataPath> {
        (1..path.len()).rev().find_map(|length| self.name(&path[..length]))
    }

    /// Everything that `packages` need. `has_data` tells whether base data stands at a path.
    #[must_use]
    pub fn closure(&self, packages: &[DataPath], has_data: &dyn Fn(&DataPath) -> bool) -> Closure {
        let mut closure = Closure { modules: Vec::new(), faults: Vec::new() };
        let mut linked: BTreeSet<&DataPath> = BTreeSet::new();
        let mut pending: Vec<&DataPath> =
            packages.iter().filter_map(|it| self.modules.get_key_value(it).map(|(name, _)| name)).collect();
        while let Some(package) = pending.pop() {
            if !linked.insert(package) {
                continue;
            }
            for module in self.declaring(package) {
                closure.modules.push(Arc::clone(module));
                match &module.content {
                    Err(faults) => closure.faults.extend(faults.iter().cloned()),
                    Ok(content) => content.references.iter().for_each(|path| {
                        let before = pending.len();
                        pending.extend(self.referred(path));
                        if pending.len() == before && !has_data(path) {
                            closure.faults.extend(self.unplaced.iter().cloned());
                            // So that a name misspelt there can be told with the right one.
                            pending.extend(self.nearest_above(path));
                        }
                    }),
                }
            }
        }
        closure.faults.sort();
        closure.faults.dedup();
        closure
    }

    /// The packages in which, or above which, `path` ends.
    fn referred<'a>(&'a self, path: &'a DataPath) -> impl Iterator<Item = &'a DataPath> {
        let below = self.modules.range(path.clone()..).map(|(name, _)| name).take_while(|name| name.starts_with(path));
        let above = (1..path.len()).filter_map(|length| {
            let (name, modules) = self.modules.get_key_value(&path[..length])?;
            let has_rule = |module: &Arc<Module>| match &module.content {
                Ok(content) => content.rule_names.contains(&path[length]),
                Err(_) => true,
            };
            modules.iter().any(has_rule).then_some(name)
        });
        below.chain(above)
    }
}
