//! Walks the policy directory and reads what counts.

use std::collections::HashSet;
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::names::{is_passed_over, kind_of, kind_with_tests};
use super::read::{self, Reader};
use super::{FileKind, RootFault, Tree, TreeFault, TreeFaultKind, link};

/// Folders below each other that are entered.
const DEPTH_LIMIT: usize = 64;
/// Folders entered through links: `n` folders that link to each other have more paths than anyone could walk.
const LINKED_FOLDER_LIMIT: usize = 1024;

/// Looks at the directory `root`, which may itself be a link.
///
/// - Links are followed as long as their canonical target stays below the canonical root, also through folders whose
///   own names are passed over (a `ConfigMap`'s `42.rego -> ..data/42.rego`). The name that counts is the link's.
/// - A module that is reached under several names is taken once: under its own name, else under the first in order.
///   Data is taken under every name, because its folder says where it is rooted. Hard links are files of their own.
/// - A file that vanishes between listing and reading is absent.
/// - Contents equal to those in `previous` share its allocations, and files that nobody has written to since are not
///   read again.
///
/// # Errors
/// The root itself is missing, not a directory or cannot be listed. Everything below it is a fault in the tree instead.
pub fn scan(root: &Path, previous: Option<&Tree>) -> Result<Tree, RootFault> {
    look(root, previous, Comparison::OfStamps, kind_of, SystemTime::now())
}

/// As [`scan`], for authors: tests count too.
///
/// # Errors
/// As those of [`scan`].
pub fn scan_with_tests(root: &Path) -> Result<Tree, RootFault> {
    look(root, None, Comparison::OfStamps, kind_with_tests, SystemTime::now())
}

/// What tells that a file is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::policy) enum Comparison {
    /// That the system says so.
    OfStamps,
    /// That it reads the same.
    OfContents,
}

/// As [`scan`], or [`scan_with_tests`], after `previous`.
///
/// # Errors
/// As those of [`scan`].
pub(in crate::policy) fn scan_after(
    root: &Path,
    previous: &Tree,
    comparison: Comparison,
    with_tests: bool,
) -> Result<Tree, RootFault> {
    let kind_of = if with_tests { kind_with_tests } else { kind_of };
    look(root, Some(previous), comparison, kind_of, SystemTime::now())
}

/// A look that begins `now`.
pub(super) fn look(
    root: &Path,
    previous: Option<&Tree>,
    comparison: Comparison,
    kind_of: KindOf,
    now: SystemTime,
) -> Result<Tree, RootFault> {
    let reader = Reader { comparison, now, buffer: Vec::new() };
    let root_fault = |error: io::Error| RootFault::new(root, &error);
    let real_root = fs::canonicalize(root).map_err(root_fault)?;
    let mut walk = Walk::new(&real_root, kind_of);
    walk.list(&Place { path: String::new(), real: real_root.clone(), linked: false }).map_err(root_fault)?;
    Ok(walk.read(previous, reader))
}

/// One name in the directory.
struct Place {
    /// Relative to the root, as named.
    path: String,
    /// Canonical.
    real: PathBuf,
    /// Whether a link is on the way.
    linked: bool,
}

/// What a file of a name counts as.
pub(super) type KindOf = fn(&str) -> Option<FileKind>;

struct Walk<'a> {
    root: &'a Path,
    kind_of: KindOf,
    files: Vec<(Place, FileKind)>,
    faults: Vec<TreeFault>,
    /// The canonical folders from the root to the one being listed.
    chain: Vec<PathBuf>,
    linked_folders: usize,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Path, kind_of: KindOf) -> Self {
        Self { root, kind_of, files: Vec::new(), faults: Vec::new(), chain: Vec::new(), linked_folders: 0 }
    }

    fn fault(&mut self, path: String, kind: TreeFaultKind) {
        self.faults.push(TreeFault { path: path.into(), kind });
    }

    fn list(&mut self, folder: &Place) -> io::Result<()> {
        let entries = fs::read_dir(&folder.real)?;
        self.chain.push(folder.real.clone());
        let listed = entries.into_iter().try_for_each(|entry| entry.map(|entry| self.entry(folder, &entry)));
        self.chain.pop();
        listed
    }

    fn entry(&mut self, folder: &Place, entry: &DirEntry) {
        let file_name = entry.file_name();
        let name = file_name.to_string_lossy();
        if is_passed_over(&name) {
            return;
        }
        let path = if folder.path.is_empty() { name.to_string() } else { format!("{}/{name}", folder.path) };
        let sort = match entry.file_type() {
            Ok(sort) => sort,
            Err(error) if read::is_gone(&error) => return,
            Err(error) => return self.fault(path, TreeFaultKind::Unreadable(error.kind())),
        };
        let kind = (self.kind_of)(&name);
        if file_name.to_str().is_none() {
            if sort.is_dir() || kind.is_some() {
                self.fault(path, TreeFaultKind::NameNotUtf8);
            }
            return;
        }
        let place = Place { path, real: folder.real.join(&file_name), linked: folder.linked };
        if sort.is_symlink() { self.link(place, kind) } else { self.take(place, kind, sort) }
    }

    fn link(&mut self, place: Place, kind: Option<FileKind>) {
        let target = match link::follow(&place.real) {
            None => return,
            Some(Ok(target)) => target,
            Some(Err(fault)) => return self.fault(place.path, fault),
        };
        let sort = target.metadata.file_type();
        if kind.is_none() && !sort.is_dir() {
            return;
        }
        if !target.real.starts_with(self.root) {
            return self.fault(place.path, TreeFaultKind::LinkLeavesRoot { target: target.real });
        }
        if sort.is_dir() {
            if self.chain.contains(&target.real) {
                return self.fault(place.path, TreeFaultKind::LinkLoops);
            }
            self.linked_folders += 1;
            if self.linked_folders > LINKED_FOLDER_LIMIT {
                return self.fault(place.path, TreeFaultKind::TooManyLinkedFolders { limit: LINKED_FOLDER_LIMIT });
            }
        }
        self.take(Place { path: place.path, real: target.real, linked: true }, kind, sort);
    }

    fn take(&mut self, place: Place, kind: Option<FileKind>, sort: FileType) {
        match kind {
            Some(_) if sort.is_dir() => self.fault(place.path, TreeFaultKind::FolderNamedLikeFile),
            Some(kind) if sort.is_file() => self.files.push((place, kind)),
            Some(_) => self.fault(place.path, TreeFaultKind::NotARegularFile),
            None if sort.is_dir() => self.enter(place),
            None => {}
        }
    }

    fn enter(&mut self, folder: Place) {
        if self.chain.len() >= DEPTH_LIMIT {
            return self.fault(folder.path, TreeFaultKind::TooDeep { limit: DEPTH_LIMIT });
        }
        match self.list(&folder) {
            Err(error) if !read::is_gone(&error) => self.fault(folder.path, TreeFaultKind::Unreadable(error.kind())),
            Ok(()) | Err(_) => {}
        }
    }

    /// Leaves each module under one name: its own before that of a link, else the first in order.
    fn take_modules_once(&mut self) {
        if !self.files.iter().any(|(place, _)| place.linked) {
            return;
        }
        self.files.sort_by(|(a, _), (b, _)| (a.linked, &a.path).cmp(&(b.linked, &b.path)));
        let mut taken = HashSet::new();
        self.files.retain(|(place, kind)| *kind == FileKind::Data || taken.insert(place.real.clone()));
    }

    fn read(mut self, previous: Option<&Tree>, mut reader: Reader) -> Tree {
        self.take_modules_once();
        self.faults.sort();
        let mut tree = Tree { faults: self.faults, ..Tree::default() };
        for (place, kind) in self.files {
            let known = previous.and_then(|previous| previous.files.get_key_value(place.path.as_str()));
            let Some(file) = reader.read(&place.real, kind, known.map(|(_, file)| file)) else { continue };
            let path: Arc<str> = known.map_or_else(|| place.path.into(), |(path, _)| path.clone());
            if place.linked {
                tree.links.insert(path.clone(), relative(self.root, &place.real));
            }
            tree.files.insert(path, file);
        }
        tree
    }
}

/// `real` below `root`, with `/` between names.
pub(in crate::policy) fn relative(root: &Path, real: &Path) -> Arc<str> {
    let below = real.strip_prefix(root).unwrap_or(real);
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/").into()
}
