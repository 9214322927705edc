mod contents;
mod links;
mod listing;
#[cfg(unix)]
mod stamps;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;

/// A policy directory of a test: `root/` in a temporary directory, so that there is an outside.
struct Bench {
    directory: TempDir,
}

impl Bench {
    fn new() -> Self {
        let bench = Self { directory: TempDir::new().unwrap() };
        fs::create_dir(bench.root()).unwrap();
        bench
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let bench = Self::new();
        for (path, text) in files {
            bench.write(path, text);
        }
        bench
    }

    fn root(&self) -> std::path::PathBuf {
        self.directory.path().join("root")
    }

    fn outside(&self) -> &Path {
        self.directory.path()
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    #[cfg(unix)]
    fn link(&self, path: &str, target: impl AsRef<Path>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
    }

    fn scan(&self) -> Tree {
        scan(&self.root(), None).unwrap()
    }
}

fn paths(tree: &Tree) -> Vec<&str> {
    tree.files.keys().map(|path| &**path).collect()
}

fn faults(tree: &Tree) -> Vec<(&str, &TreeFaultKind)> {
    tree.faults.iter().map(|fault| (&*fault.path, &fault.kind)).collect()
}

fn text(tree: &Tree, path: &str) -> Arc<str> {
    match &tree.files[path].content {
        Content::Text(text) => text.clone(),
        Content::Fault(fault) => panic!("{path} {fault}"),
    }
}
