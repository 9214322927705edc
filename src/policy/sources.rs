//! The files of the policy directory as modules and data, each parsed once for each content.

use std::collections::BTreeMap;
use std::collections::btree_map::Iter;
use std::iter::Peekable;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::candidates::Candidates;
use super::data::DataFile;
use super::fault::{Fault, FaultKind};
use super::module::Module;
use super::package::entry_named_by_path;
use super::parallel;
use super::tree::{Content, File, FileKind, Tree, TreeFault};

/// A file's digest; `None` for what could not be looked at, which is parsed again each time.
type Seen = Option<[u8; 32]>;

/// Every file that counts, parsed.
#[derive(Default)]
pub struct Sources {
    modules: Parsed<Module>,
    tests: Parsed<Module>,
    data: Parsed<DataFile>,
}

/// One file to parse.
struct Job<'t> {
    path: &'t Arc<str>,
    seen: Seen,
    text: Result<&'t Arc<str>, Fault>,
}

impl Sources {
    /// All modules that decide, by path.
    pub fn modules(&self) -> impl Iterator<Item = &Arc<Module>> {
        self.modules.values().map(|(_, module)| module)
    }

    /// All tests, by path; none where the tree was looked at without them.
    pub fn tests(&self) -> impl Iterator<Item = &Arc<Module>> {
        self.tests.values().map(|(_, module)| module)
    }

    /// All data files, by path.
    pub fn data(&self) -> impl Iterator<Item = &Arc<DataFile>> {
        self.data.values().map(|(_, file)| file)
    }

    /// The sources of `tree`; files that are as they were keep what was parsed.
    #[must_use]
    pub fn read(&self, tree: &Tree) -> Self {
        let modules = read(&self.modules, &jobs(tree, FileKind::Module, self.modules.keys()), parse_module);
        let tests = read(&self.tests, &jobs(tree, FileKind::Test, self.tests.keys()), |job, _| match &job.text {
            Ok(text) => Module::parse_test(job.path, text),
            Err(fault) => Module { package: None, ..Module::unreadable(fault.clone(), None) },
        });
        let data = read(&self.data, &jobs(tree, FileKind::Data, self.data.keys()), parse_data);
        Self { modules, tests, data }
    }

    /// These sources with `candidates` in the place of what stands under their paths; what is equal is kept.
    #[must_use]
    pub fn with(&self, candidates: &Candidates) -> Self {
        let of_kind = |kind: FileKind| -> Vec<Job<'_>> {
            let files = candidates.files.iter().filter_map(|(path, file)| Some((path, file.as_ref()?)));
            files.filter(|(_, file)| file.kind == kind).map(|(path, file)| job(path, file)).collect()
        };
        let modules = read(&self.modules, &of_kind(FileKind::Module), parse_module);
        let data = read(&self.data, &of_kind(FileKind::Data), parse_data);
        Self {
            modules: replaced(&self.modules, candidates, modules),
            tests: Parsed::new(),
            data: replaced(&self.data, candidates, data),
        }
    }
}

fn parse_module(job: &Job<'_>, before: Option<&Module>) -> Module {
    let package = before.and_then(|module| module.package.as_ref());
    match &job.text {
        Ok(text) => Module::parse(job.path, text, package),
        Err(fault) => Module::unreadable(fault.clone(), package),
    }
}

fn parse_data(job: &Job<'_>, _: Option<&DataFile>) -> DataFile {
    match &job.text {
        Ok(text) => DataFile::parse(job.path, text),
        Err(fault) => DataFile::unreadable(job.path, fault.clone()),
    }
}

fn replaced<T>(known: &Parsed<T>, candidates: &Candidates, new: Parsed<T>) -> Parsed<T> {
    let kept = known.iter().filter(|(path, _)| !candidates.contains(path));
    kept.map(|(path, (seen, file))| (Arc::clone(path), (*seen, Arc::clone(file)))).chain(new).collect()
}

type Parsed<T> = BTreeMap<Arc<str>, SeenFile<T>>;

type SeenFile<T> = (Seen, Arc<T>);

/// Parses what changed. What the parser fails on is parsed as a file that can't be read.
fn read<T: Send + Sync>(
    known: &Parsed<T>,
    jobs: &[Job<'_>],
    parse: impl Fn(&Job<'_>, Option<&T>) -> T + Sync,
) -> Parsed<T> {
    let mut files = Vec::with_capacity(jobs.len());
    let mut changed = Vec::new();
    let mut known = Known { files: known, ahead: known.iter().peekable() };
    for job in jobs {
        match known.at(job.path) {
            Some((seen, file)) if job.seen.is_some() && *seen == job.seen => {
                files.push((Arc::clone(job.path), (*seen, Arc::clone(file))));
            }
            before => changed.push((job, before.map(|(_, file)| &**file))),
        }
    }
    let parsed = parallel::map(&changed, |(job, before)| {
        // The parser must not take the server down, whatever a text does to it.
        let parsed = catch_unwind(AssertUnwindSafe(|| parse(job, *before)));
        Arc::new(parsed.unwrap_or_else(|_| {
            let fault = Fault::of_file(FaultKind::Engine, job.path, "the parser failed on this file");
            parse(&Job { path: job.path, seen: job.seen, text: Err(fault) }, *before)
        }))
    });
    files.extend(changed.iter().zip(parsed).map(|((job, _), file)| (Arc::clone(job.path), (job.seen, file))));
    files.into_iter().collect()
}

/// Files that are asked for in the order of their paths, nearly all of them: each is found next to the one before.
struct Known<'k, T> {
    files: &'k Parsed<T>,
    ahead: Peekable<Iter<'k, Arc<str>, SeenFile<T>>>,
}

impl<'k, T> Known<'k, T> {
    fn at(&mut self, path: &Arc<str>) -> Option<&'k SeenFile<T>> {
        while self.ahead.next_if(|(known, _)| *known < path).is_some() {}
        let next = self.ahead.next_if(|(known, _)| *known == path).map(|(_, file)| file);
        // Those behind a fault come last, in an order of their own.
        next.or_else(|| self.files.get(path))
    }
}

fn job<'t>(path: &'t Arc<str>, file: &'t File) -> Job<'t> {
    let text = match &file.content {
        Content::Text(text) => Ok(text),
        Content::Fault(reason) => Err(Fault::of_file(FaultKind::Unreadable, path, reason.to_string())),
    };
    Job { path, seen: Some(file.digest), text }
}

/// The files of one kind, and those that are hidden behind a fault: itself at their place, or of a folder around it.
fn jobs<'t>(tree: &'t Tree, kind: FileKind, known: impl Iterator<Item = &'t Arc<str>>) -> Vec<Job<'t>> {
    let files = tree.files.iter().filter(|(_, file)| file.kind == kind).map(|(path, file)| job(path, file));
    let hidden = |path: &'t Arc<str>, fault: &TreeFault| Job { path, seen: None, text: Err(unreadable(fault)) };
    let named = tree.faults.iter().filter(|fault| match FileKind::of_path(&fault.path) {
        Some(named) => named == kind,
        // A folder, or what should be one: `projects/42`, `system`.
        None => kind == FileKind::Module && entry_named_by_path(&fault.path).is_some(),
    });
    let named = named.filter(|fault| !tree.files.contains_key(&fault.path)).map(|fault| hidden(&fault.path, fault));
    let inside = known.filter(|path| !tree.files.contains_key(*path)).filter_map(|path| {
        let is_around = |fault: &&TreeFault| path.strip_prefix(&*fault.path).is_some_and(|rest| rest.starts_with('/'));
        Some(hidden(path, tree.faults.iter().find(is_around)?))
    });
    files.chain(named).chain(inside).collect()
}

/// What could not be looked at, as a fault of its path.
pub fn unreadable(fault: &TreeFault) -> Fault {
    Fault::of_file(FaultKind::Unreadable, &fault.path, fault.kind.to_string())
}
