//! From a directory to the set in force: looking at it, building all of it, building the one policy that was edited.
#![allow(clippy::expect_used, reason = "a benchmark ends by it")]

use std::time::Duration;

use divan::{Bencher, black_box};
use logingate::policy::Workshop;
use logingate::policy::tree::{self, File, FileKind, Tree};

use crate::workload::{Apart, Policies, Size};

const SIZES: [Size; 3] = [Size::Small, Size::Medium, Size::Large];
const LIMIT: Duration = Duration::from_secs(5);

fn hundred(size: Size) -> Policies {
    Policies { size, count: 100, apart: Apart::All }
}

#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn policies_100(bencher: Bencher<'_, '_>, size: Size) {
    let tree = hundred(size).tree();
    bencher.bench(|| {
        let update = Workshop::new(LIMIT).update(black_box(&tree));
        assert_eq!(update.rebuilt, 100);
        update
    });
}

#[divan::bench(args = SIZES, sample_count = 100, sample_size = 1)]
fn one_edited_of_100(bencher: Bencher<'_, '_>, size: Size) {
    let policies = hundred(size);
    let as_it_was = policies.tree();
    let edited = with_comment(&as_it_was, "projects/1.rego", &policies.module(1));
    let mut workshop = Workshop::new(LIMIT);
    workshop.update(&as_it_was);
    let mut next = [edited, as_it_was].into_iter().cycle();
    bencher.bench_local(move || {
        let tree = next.next().expect("a cycle has no end");
        let update = workshop.update(&tree);
        assert_eq!(update.rebuilt, 1);
        update
    });
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn look_at_1000_unchanged(bencher: Bencher<'_, '_>) {
    let directory = tempfile::tempdir().expect("there is room for a directory");
    let policies = Policies { size: Size::Medium, count: 1000, apart: Apart::All };
    policies.write(directory.path()).expect("there is room for policies");
    let before = tree::scan(directory.path(), None).expect("the directory can be read");
    bencher.bench(|| tree::scan(black_box(directory.path()), Some(&before)));
}

fn with_comment(tree: &Tree, path: &str, text: &str) -> Tree {
    let mut tree = tree.clone();
    let edited = File::from_bytes(FileKind::Module, format!("{text}# edited\n").as_bytes());
    tree.files.insert(path.into(), edited);
    tree
}
