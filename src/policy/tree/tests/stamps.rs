//! What is not read again.

use std::fs::File as OpenFile;
use std::time::{Duration, SystemTime};

use super::super::names::kind_of;
use super::super::scan::look;
use super::*;

/// So late that no file that was written by now can be written to without a trace.
fn later() -> SystemTime {
    SystemTime::now() + Duration::from_secs(10)
}

fn look_again(bench: &Bench, previous: &Tree, comparison: Comparison) -> Tree {
    look(&bench.root(), Some(previous), comparison, kind_of, later()).unwrap()
}

/// A tree that says something else of `a.rego` than what stands there, and the directory.
fn mistaken(now: SystemTime) -> (Bench, Tree) {
    let bench = Bench::with(&[("a.rego", "true")]);
    let mut tree = look(&bench.root(), None, Comparison::OfStamps, kind_of, now).unwrap();
    tree.files.get_mut("a.rego").unwrap().content = Content::Text("mistaken".into());
    tree.files.get_mut("a.rego").unwrap().digest = [0; 32];
    (bench, tree)
}

#[test]
fn a_file_that_nobody_wrote_to_is_not_read_again() {
    let (bench, tree) = mistaken(later());
    assert_eq!(&*text(&look_again(&bench, &tree, Comparison::OfStamps), "a.rego"), "mistaken");
    assert_eq!(&*text(&look_again(&bench, &tree, Comparison::OfContents), "a.rego"), "true");
}

#[test]
fn a_file_that_was_read_right_after_it_was_written_is_read_again() {
    let (bench, tree) = mistaken(SystemTime::now());
    assert_eq!(&*text(&look_again(&bench, &tree, Comparison::OfStamps), "a.rego"), "true");
}

#[test]
fn a_write_that_hides_its_time_and_leaves_the_size_is_seen() {
    let bench = Bench::with(&[("a.rego", "old")]);
    let path = bench.root().join("a.rego");
    let written = fs::metadata(&path).unwrap().modified().unwrap();
    let first = look(&bench.root(), None, Comparison::OfStamps, kind_of, later()).unwrap();
    // Until the clock of the file system has moved on: tests are quicker than its steps.
    let changed = || std::os::unix::fs::MetadataExt::ctime_nsec(&fs::metadata(&path).unwrap());
    let before = changed();
    while changed() == before {
        fs::write(&path, "new").unwrap();
        OpenFile::options().write(true).open(&path).unwrap().set_modified(written).unwrap();
    }
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);
    assert_eq!(&*text(&look_again(&bench, &first, Comparison::OfStamps), "a.rego"), "new");
}

#[test]
fn another_file_of_the_same_name_is_read() {
    let bench = Bench::with(&[("a.rego", "old"), ("b/x.txt", "new")]);
    let first = look(&bench.root(), None, Comparison::OfStamps, kind_of, later()).unwrap();
    fs::rename(bench.root().join("b/x.txt"), bench.root().join("a.rego")).unwrap();
    assert_eq!(&*text(&look_again(&bench, &first, Comparison::OfStamps), "a.rego"), "new");
    fs::remove_file(bench.root().join("a.rego")).unwrap();
    assert!(look_again(&bench, &first, Comparison::OfStamps).files.is_empty());
}
