//! Files as they might be: in the place of those in the policy directory or beside them, and nowhere but in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::tree::{File, FileKind, is_passed_over};

/// The longest path of a candidate, in bytes.
const MAX_PATH_BYTES: usize = 1024;

/// Changes to the policy directory that nobody has made yet, by path.
#[derive(Debug, Default)]
pub struct Candidates {
    /// `None` for a file that is not there any more.
    pub(super) files: BTreeMap<Arc<str>, Option<File>>,
}

/// A path under which no such file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnfitPath;

impl Candidates {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether something is said of the file at `path` already.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Puts a module with this `text` at `path`, relative to the policy directory.
    ///
    /// # Errors
    /// When no module would be looked for there: the name does not end in `.rego`, or is that of a test, or is passed
    /// over; or the path leads elsewhere.
    pub fn put_module(&mut self, path: &str, text: &str) -> Result<(), UnfitPath> {
        self.put(FileKind::Module, path, text)
    }

    /// The same with a data file.
    ///
    /// # Errors
    /// When its name is none of `data.json`, `data.yaml` and `data.yml`, or the path leads elsewhere.
    pub fn put_data(&mut self, path: &str, text: &str) -> Result<(), UnfitPath> {
        self.put(FileKind::Data, path, text)
    }

    /// Takes away the file at `path`.
    pub fn remove(&mut self, path: &str) {
        self.files.insert(path.into(), None);
    }

    fn put(&mut self, kind: FileKind, path: &str, text: &str) -> Result<(), UnfitPath> {
        if FileKind::of_path(path) != Some(kind) || !is_plain(path) {
            return Err(UnfitPath);
        }
        self.files.insert(path.into(), Some(File::from_bytes(kind, text.as_bytes())));
        Ok(())
    }
}

/// Whether a look at the directory could find something under this path.
fn is_plain(path: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && !is_passed_over(name);
    path.len() <= MAX_PATH_BYTES
        && !path.contains(|c: char| c.is_control() || c == '\\')
        && path.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candidate_stands_where_a_file_could() {
        let mut candidates = Candidates::default();
        for path in ["projects/42.rego", "a.rego", "lib/deep/er/x.rego"] {
            assert_eq!(candidates.put_module(path, ""), Ok(()), "{path}");
        }
        assert_eq!(candidates.put_data("facts/data.yaml", ""), Ok(()));
        for path in [
            "",
            "/a.rego",
            "../a.rego",
            "a/../b.rego",
            "a//b.rego",
            ".git/a.rego",
            "a_test.rego",
            "a.txt",
            "a\n.rego",
            "b\\a.rego",
        ] {
            assert_eq!(candidates.put_module(path, ""), Err(UnfitPath), "{path}");
        }
        assert_eq!(candidates.put_module("data.json", ""), Err(UnfitPath));
        assert_eq!(candidates.put_data("projects/42.rego", ""), Err(UnfitPath));
        assert_eq!(candidates.put_module(&format!("{}.rego", "a".repeat(MAX_PATH_BYTES)), ""), Err(UnfitPath));
        assert_eq!(candidates.files.len(), 4);
    }
}
