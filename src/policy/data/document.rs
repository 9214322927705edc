//! All data files as one document, and what of it a policy may see.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use regorus::Value;
use sha2::{Digest, Sha256};

use super::DataFile;
use crate::policy::fault::{Fault, FaultKind, Place};
use crate::policy::module::Module;
use crate::policy::package::{DataPath, written};

/// All base data, and what is wrong with the files it comes from.
pub struct Document {
    value: Value,
    /// Files that can't be used, by their roots: whoever can read below them keeps what it had.
    broken: Vec<(DataPath, Fault)>,
    /// Packages in whose place some file would put data.
    disputed: Vec<(DataPath, Fault)>,
    digests: Mutex<BTreeMap<DataPath, [u8; 32]>>,
    /// What it was made from.
    files: Vec<Arc<DataFile>>,
    packages: Arc<BTreeSet<DataPath>>,
}

impl Document {
    /// Merges the files in the order of their paths. `packages` are those that modules declare: no data may stand there.
    ///
    /// As long as both are what they were, this is `previous` again, with every digest it knows.
    #[must_use]
    pub fn merge(
        files: Vec<Arc<DataFile>>,
        packages: Arc<BTreeSet<DataPath>>,
        previous: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        let is_same = |previous: &&Arc<Self>| {
            previous.packages == packages
                && previous.files.len() == files.len()
                && previous.files.iter().zip(&files).all(|(old, new)| Arc::ptr_eq(old, new))
        };
        if let Some(previous) = previous.filter(is_same) {
            return Arc::clone(previous);
        }
        let (value, digests) = (Value::new_object(), Mutex::default());
        let mut document =
            Self { value, broken: Vec::new(), disputed: Vec::new(), digests, files: files.clone(), packages };
        for file in files {
            match &file.content {
                Err(fault) => document.broken.push((file.root.clone(), fault.clone())),
                Ok(value) => document.add(&file, value),
            }
        }
        Arc::new(document)
    }

    /// The files it was made from.
    #[must_use]
    pub fn files(&self) -> &[Arc<DataFile>] {
        &self.files
    }

    fn add(&mut self, file: &DataFile, value: &Value) {
        let rooted = rooted(value, &file.root);
        let stands_in_place_of =
            |package: &&DataPath| get(&rooted, package).is_some() || scalar_above(&rooted, package);
        let disputed: Vec<DataPath> = self.packages.iter().filter(stands_in_place_of).cloned().collect();
        let fault = if let Some(package) = disputed.first() {
            let name = written(package);
            Fault::of_file(FaultKind::DataConflict, &file.file, format!("data stands where the package `{name}` does"))
                .with_hint(
                    "keep facts under a name of their own, such as `facts/data.yaml`: data would override the rules",
                )
        } else if let Some(path) = overlap(&self.value, &rooted, &mut Vec::new()) {
            let message = format!("`{}` stands in another data file already", written(&path));
            match path.last().map(|key| Place::of_word(&file.text, key)) {
                Some(place) => Fault::at(FaultKind::DataConflict, &file.file, &file.text, place, message),
                None => Fault::of_file(FaultKind::DataConflict, &file.file, message),
            }
        } else {
            return merge(&mut self.value, rooted);
        };
        self.disputed.extend(disputed.into_iter().map(|package| (package, fault.clone())));
        self.broken.push((file.root.clone(), fault));
    }

    /// The faults of all data files.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.broken.iter().map(|(_, fault)| fault)
    }

    /// The faults of the files that may have had something to say at `path`.
    pub fn faults_at<'a>(&'a self, path: &'a [String]) -> impl Iterator<Item = &'a Fault> {
        let touches = move |root: &DataPath| root.starts_with(path) || path.starts_with(root);
        self.broken.iter().filter(move |(root, _)| touches(root)).map(|(_, fault)| fault)
    }

    /// The faults for which a policy of these `modules` that reads at `paths` must keep what it had.
    pub fn withheld<'a>(
        &'a self,
        modules: &'a [Arc<Module>],
        paths: impl IntoIterator<Item = &'a DataPath> + 'a,
    ) -> impl Iterator<Item = &'a Fault> {
        let is_needed = |package: &DataPath| modules.iter().any(|module| module.package.as_ref() == Some(package));
        let disputed = self.disputed.iter().filter(move |(package, _)| is_needed(package)).map(|(_, fault)| fault);
        paths.into_iter().flat_map(|path| self.faults_at(path)).chain(disputed)
    }

    /// The value at `path`.
    #[must_use]
    pub fn get(&self, path: &[String]) -> Option<&Value> {
        get(&self.value, path)
    }

    /// SHA-256 of what stands at `path`; of nothing, if nothing does.
    #[must_use]
    pub fn digest(&self, path: &DataPath) -> [u8; 32] {
        let known = |digests: &BTreeMap<_, [u8; 32]>| digests.get(path).copied();
        if let Some(digest) = known(&self.digests.lock().unwrap_or_else(PoisonError::into_inner)) {
            return digest;
        }
        // Without the lock: data may be large, and policies are built in parallel.
        let text = self.get(path).and_then(|value| value.to_json_str().ok());
        let digest = Sha256::digest(text.unwrap_or_default()).into();
        self.digests.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), digest);
        digest
    }

    /// A document that holds only what stands at `paths`.
    #[must_use]
    pub fn restricted(&self, paths: &BTreeSet<DataPath>) -> Value {
        let mut restricted = Value::new_object();
        for path in paths {
            let Some(value) = self.get(path) else { continue };
            merge(&mut restricted, rooted(value, path));
        }
        restricted
    }
}

/// A document that holds only `value`, at `path`.
fn rooted(value: &Value, path: &[String]) -> Value {
    path.iter().rev().fold(value.clone(), |inner, name| BTreeMap::from([(Value::from(name.as_str()), inner)]).into())
}

fn get<'v>(value: &'v Value, path: &[String]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, name| value.as_object().ok()?.get(&Value::from(name.as_str())))
}

/// Whether something other than an object stands above `path`.
fn scalar_above(value: &Value, path: &[String]) -> bool {
    (1..path.len()).any(|length| get(value, &path[..length]).is_some_and(|value| value.as_object().is_err()))
}

/// The first path at which both documents have a value, and not both an object.
fn overlap(left: &Value, right: &Value, path: &mut DataPath) -> Option<DataPath> {
    let (Ok(left), Ok(right)) = (left.as_object(), right.as_object()) else { return Some(path.clone()) };
    for (key, value) in right.iter() {
        let Some(known) = left.get(key) else { continue };
        path.push(key.as_string().map(ToString::to_string).unwrap_or_default());
        if let Some(found) = overlap(known, value, path) {
            return Some(found);
        }
        path.pop();
    }
    None
}

/// Adds what `overlap` has found free of conflict.
fn merge(into: &mut Value, from: Value) {
    let (Ok(target), Ok(source)) = (into.as_object_mut(), from.as_object()) else { return *into = from };
    for (key, value) in source.iter() {
        match target.get_mut(key) {
            Some(known) => merge(known, value.clone()),
            None => {
                target.insert(key.clone(), value.clone());
            }
        }
    }
}
