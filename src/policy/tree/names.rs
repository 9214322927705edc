//! Which names in the policy directory count.

use super::FileKind;

/// Whether a file or folder is never looked at: names that begin with a dot (`.git`, `..data`, `.#42.rego`,
/// `.42.rego.swp`) and what editors leave behind (`42.rego~`, `#42.rego#`, `x.swp`, `x.tmp`).
///
/// For files the last four are already excluded by [`kind_of`]; for folders (`lib~/`) only this rule does it.
pub(in crate::policy) fn is_passed_over(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name.rsplit_once('.'), Some((_, "swp" | "tmp")))
}

/// What a file of this name is to a decision, if anything. Tests (`*_test.rego`) are nothing here: they never decide.
pub(super) fn kind_of(name: &str) -> Option<FileKind> {
    match name.rsplit_once('.')? {
        ("data", "json" | "yaml" | "yml") => Some(FileKind::Data),
        (stem, "rego") if !stem.ends_with("_test") => Some(FileKind::Module),
        _ => None,
    }
}

/// As [`kind_of`], for authors: tests count too.
pub(super) fn kind_with_tests(name: &str) -> Option<FileKind> {
    match name.rsplit_once('.')? {
        (stem, "rego") if stem.ends_with("_test") => Some(FileKind::Test),
        (stem, "yaml" | "yml") if stem.ends_with("_test") => Some(FileKind::Table),
        _ => kind_of(name),
    }
}
