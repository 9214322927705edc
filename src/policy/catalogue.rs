//! The files of the policy directory, what of them decides, and for whom.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::data::DataFile;
use super::fault::Fault;
use super::in_force::InForce;
use super::module::Module;
use super::package::{DataPath, Entry};
use super::set::PolicySet;
use super::workshop::Workshop;
use crate::decision::{Policies as _, PolicyName, Subject};

/// What a file is to the policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileRole {
    /// A module of a package that decides.
    Policy(Entry),
    /// A module of any other package.
    Library,
    /// Facts.
    Data,
}

/// One file, and what of it decides.
#[derive(Debug, Clone)]
pub struct CataloguedFile {
    /// Its path, relative to the policy directory.
    pub path: Arc<str>,
    /// What it is.
    pub role: FileRole,
    /// Where in `data` it stands: its package, or its root.
    pub place: Option<DataPath>,
    /// Its text in the directory as it was last looked at; `None` if it is not there any more or can't be read.
    pub found: Option<Arc<str>>,
    /// The text that decides: the one in the directory, if some policy was compiled from it; else, of a module, the one
    /// that the first of its policies was. `None` where nothing of it decides, or the text that does is not kept: of a
    /// data file that is faulty now, only values are.
    pub in_force: Option<Arc<str>>,
    /// The policies that decide by it, by package.
    pub used_by: Vec<Arc<PolicyName>>,
    /// Those of them that decide by another text than `in_force`: their last good versions.
    pub by_another_text: Vec<Arc<PolicyName>>,
    /// What is wrong with it as it was found.
    pub faults: Vec<Fault>,
}

/// A module and who uses it, while the catalogue is made.
#[derive(Default)]
struct Uses<'s> {
    found: Option<&'s Arc<Module>>,
    uses: Vec<(&'s Arc<Module>, &'s Arc<PolicyName>)>,
}

impl PolicySet {
    /// The paths of all files, sorted: those in the directory, and those that decide though they are there no more.
    #[must_use]
    pub fn paths(&self) -> Vec<&Arc<str>> {
        let sources = self.origin.iter().map(Workshop::sources);
        let found = sources.flat_map(|it| it.modules().map(|it| &it.file).chain(it.data().map(|it| &it.file)));
        let used = self.in_force().flat_map(|it| it.modules).map(|module| &module.file);
        let mut paths: Vec<_> = found.chain(used).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// Those of them that decide about `subject`, and those that are its own though they can't be used.
    #[must_use]
    pub fn paths_of(&self, subject: Subject) -> Vec<&Arc<str>> {
        let policy = self.find(subject).ok().map(|policy| InForce::from(&***policy));
        let sources = self.origin.as_ref().map(Workshop::sources);
        let is_own = |module: &&Arc<Module>| {
            module.package.as_ref().is_some_and(|package| Entry::of(package) == Some(Entry::from(subject)))
        };
        let own = sources.iter().flat_map(|it| it.modules()).filter(is_own).map(|module| &module.file);
        let used = policy.iter().flat_map(|policy| policy.modules).map(|module| &module.file);
        let is_read = |file: &&Arc<DataFile>| policy.is_some_and(|policy| reads(policy, file));
        let data = sources.iter().flat_map(|it| it.data()).filter(is_read).map(|file| &file.file);
        let mut paths: Vec<_> = own.chain(used).chain(data).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// What there is to know of those files whose paths are `wanted`, by path.
    pub fn catalogue(&self, wanted: impl Fn(&str) -> bool) -> Vec<CataloguedFile> {
        let mut modules: BTreeMap<&Arc<str>, Uses<'_>> = BTreeMap::new();
        let sources = self.origin.as_ref().map(Workshop::sources);
        for module in sources.iter().flat_map(|sources| sources.modules()).filter(|it| wanted(&it.file)) {
            modules.entry(&module.file).or_default().found = Some(module);
        }
        for InForce { name, modules: used, .. } in self.in_force() {
            for module in used.iter().filter(|it| wanted(&it.file)) {
                modules.entry(&module.file).or_default().uses.push((module, name));
            }
        }
        let modules = modules.into_iter().filter_map(|(path, uses)| self.module(path, &uses));
        let data = sources.iter().flat_map(|sources| sources.data()).filter(|it| wanted(&it.file));
        let mut files: Vec<_> = modules.chain(data.map(|file| self.data_file(file))).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    fn module(&self, path: &Arc<str>, Uses { found, uses }: &Uses<'_>) -> Option<CataloguedFile> {
        let is_found = |module: &Arc<Module>| found.is_some_and(|found| Arc::ptr_eq(found, module));
        let first = uses.iter().min_by_key(|(_, name)| &name.package);
        let decides = uses.iter().find(|(module, _)| is_found(module)).or(first).map(|(module, _)| *module);
        let any = decides.or(*found)?;
        let is_other = |module: &Arc<Module>| decides.is_some_and(|decides| decides.text != module.text);
        let others = uses.iter().filter(|(module, _)| is_other(module)).map(|(_, name)| *name);
        let place = any.package.clone();
        let is_readable = |module: &&Arc<Module>| module.content.is_ok() || !module.text.is_empty();
        Some(CataloguedFile {
            path: Arc::clone(path),
            role: place.as_ref().and_then(|place| Entry::of(place)).map_or(FileRole::Library, FileRole::Policy),
            place,
            found: found.filter(is_readable).map(|module| Arc::clone(&module.text)),
            in_force: decides.map(|module| Arc::clone(&module.text)),
            used_by: by_package(uses.iter().map(|(_, name)| *name)),
            by_another_text: by_package(others),
            faults: self.faults_in(path),
        })
    }

    fn data_file(&self, file: &Arc<DataFile>) -> CataloguedFile {
        let faults = self.faults_in(&file.file);
        let is_sound = faults.is_empty() && file.content.is_ok();
        CataloguedFile {
            path: Arc::clone(&file.file),
            role: FileRole::Data,
            place: Some(file.root.clone()),
            found: Some(Arc::clone(&file.text)),
            in_force: is_sound.then(|| Arc::clone(&file.text)),
            used_by: by_package(self.in_force().filter(|it| reads(*it, file)).map(|it| it.name)),
            by_another_text: Vec::new(),
            faults,
        }
    }

    fn faults_in(&self, path: &str) -> Vec<Fault> {
        let faults = self.origin.iter().flat_map(Workshop::faults);
        faults.filter(|fault| *fault.file == *path).cloned().collect()
    }
}

fn by_package<'n>(names: impl Iterator<Item = &'n Arc<PolicyName>>) -> Vec<Arc<PolicyName>> {
    let mut names: Vec<_> = names.map(Arc::clone).collect();
    names.sort_by(|a, b| a.package.cmp(&b.package));
    names
}

/// Whether `reader` can read something that `file` says.
fn reads(reader: InForce<'_>, file: &DataFile) -> bool {
    let says = |path: &DataPath| match path.strip_prefix(file.root.as_slice()) {
        Some(below) => {
            let content = file.content.as_ref().ok();
            let value = content.and_then(|content| {
                below.iter().try_fold(content, |value, name| value.as_object().ok()?.get(&name.as_str().into()))
            });
            value.is_some()
        }
        None => file.root.starts_with(path),
    };
    reader.reads_data.iter().any(says)
}
