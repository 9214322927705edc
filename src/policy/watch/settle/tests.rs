mod removals;

use std::io;

use super::*;
use crate::policy::tree::{FileKind, TreeFaultKind};

/// A settling machine whose looks take 10 ms each.
struct Bench {
    settle: Settle,
    writers: Writers,
    faults: Vec<TreeFault>,
    again_at: Option<Duration>,
}

impl Bench {
    fn starting_with(files: &[(&str, &str)]) -> Self {
        let settle = Settle::new(Arc::new(tree(files)));
        Self { settle, writers: Writers::default(), faults: Vec::new(), again_at: None }
    }

    /// Looks at `at_millis`: what is accepted, if anything.
    fn look(&mut self, at_millis: u64, files: &[(&str, &str)]) -> Option<String> {
        let mut tree = tree(files);
        tree.faults.clone_from(&self.faults);
        self.look_at(at_millis, &tree)
    }

    fn look_at(&mut self, at_millis: u64, tree: &Tree) -> Option<String> {
        let (began, ended) = (millis(at_millis), millis(at_millis + 10));
        let outcome = self.settle.observe(&Look { began, ended, tree, writers: &self.writers });
        self.again_at = outcome.look_again_at;
        outcome.accepted.map(|tree| words(&tree))
    }
}

fn tree(files: &[(&str, &str)]) -> Tree {
    let file = |text: &str| File::from_bytes(FileKind::Module, text.as_bytes());
    Tree { files: files.iter().map(|&(path, text)| (path.into(), file(text))).collect(), ..Tree::default() }
}

/// `a=1 b=2`, and `!path` for faults.
fn words(tree: &Tree) -> String {
    let text = |file: &File| match &file.content {
        crate::policy::tree::Content::Text(text) => text.to_string(),
        crate::policy::tree::Content::Fault(fault) => fault.to_string(),
    };
    let files = tree.files.iter().map(|(path, file)| format!("{path}={}", text(file)));
    files.chain(tree.faults.iter().map(|fault| format!("!{}", fault.path))).collect::<Vec<_>>().join(" ")
}

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[test]
fn what_has_not_changed_is_not_accepted_again() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    assert_eq!(bench.look(0, &[("a", "1")]), None);
    assert_eq!(bench.look(5000, &[("a", "1")]), None);
    assert_eq!(bench.again_at, None);
}

#[test]
fn an_edit_counts_once_two_looks_saw_the_same() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    assert_eq!(bench.look(0, &[("a", "2")]), None);
    assert_eq!(bench.again_at, Some(millis(160)));
    assert_eq!(bench.look(159, &[("a", "2")]), None, "too soon");
    assert_eq!(bench.look(160, &[("a", "2")]), Some("a=2".to_owned()));
    assert_eq!(bench.again_at, None);
    assert_eq!(bench.look(400, &[("a", "2")]), None, "once is enough");
}

#[test]
fn every_further_edit_starts_anew() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    for (at, text) in [(0, "2"), (150, "3"), (300, "4")] {
        assert_eq!(bench.look(at, &[("a", text)]), None);
    }
    assert_eq!(bench.look(460, &[("a", "4")]), Some("a=4".to_owned()));
}

#[test]
fn an_edit_that_is_undone_is_no_change() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    assert_eq!(bench.look(0, &[("a", "2")]), None);
    assert_eq!(bench.look(160, &[("a", "1")]), None);
    assert!(!bench.settle.is_moving());
    assert_eq!(bench.look(320, &[("a", "2")]), None, "seen the second time, but not twice in a row");
}

#[test]
fn a_file_that_is_open_for_writing_does_not_count() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    bench.writers.wrote("a".into(), millis(0));
    assert_eq!(bench.look(0, &[("a", "half")]), None);
    assert_eq!(bench.look(1000, &[("a", "half")]), None);
    bench.writers.closed("a".into(), millis(1500));
    assert_eq!(bench.look(1510, &[("a", "half and half")]), None);
    assert_eq!(bench.look(1670, &[("a", "half and half")]), Some("a=half and half".to_owned()));
}

#[test]
fn a_file_that_was_written_and_closed_during_the_look_does_not_count() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    assert_eq!(bench.look(0, &[("a", "half")]), None);
    bench.writers.closed("a".into(), millis(205));
    assert_eq!(bench.look(200, &[("a", "half")]), None, "read before the end was written");
}

#[test]
fn a_writer_that_never_closes_is_waited_for_ten_seconds() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    bench.writers.wrote("a".into(), millis(0));
    assert_eq!(bench.look(0, &[("a", "2")]), None);
    assert_eq!(bench.again_at, Some(millis(10_000)));
    assert_eq!(bench.look(9_999, &[("a", "2")]), None);
    assert_eq!(bench.look(10_000, &[("a", "2")]), Some("a=2".to_owned()));
}

#[test]
fn writers_are_found_behind_links() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    bench.writers.wrote("..data/a".into(), millis(0));
    let mut linked = tree(&[("a", "half")]);
    linked.links.insert("a".into(), "..data/a".into());
    assert_eq!(bench.look_at(0, &linked), None);
    assert_eq!(bench.look_at(1000, &linked), None);
}

#[test]
fn a_writer_holds_up_the_other_files_for_no_more_than_their_patience() {
    let mut bench = Bench::starting_with(&[("a", "1"), ("b", "1")]);
    bench.writers.wrote("a".into(), millis(0));
    assert_eq!(bench.look(0, &[("a", "half"), ("b", "2")]), None);
    assert_eq!(bench.look(160, &[("a", "half"), ("b", "2")]), None);
    assert_eq!(bench.again_at, Some(millis(610)));
    assert_eq!(bench.look(610, &[("a", "half"), ("b", "2")]), Some("a=1 b=2".to_owned()));
}

#[test]
fn what_changed_together_is_accepted_together() {
    let mut bench = Bench::starting_with(&[("a", "1"), ("b", "1")]);
    assert_eq!(bench.look(0, &[("a", "2"), ("b", "1")]), None, "the look fell into the middle of the swap");
    assert_eq!(bench.look(160, &[("a", "2"), ("b", "2")]), None);
    assert_eq!(bench.look(320, &[("a", "2"), ("b", "2")]), Some("a=2 b=2".to_owned()));
}

#[test]
fn a_settled_file_is_live_within_a_second_of_any_storm() {
    let mut bench = Bench::starting_with(&[("a", "1"), ("b", "0")]);
    let mut live_at = None;
    for at in (0..2000).step_by(110) {
        let accepted = bench.look(at, &[("a", "2"), ("b", &at.to_string())]);
        assert!(accepted.is_none() || live_at.is_none(), "the storm itself never settles");
        live_at = live_at.or(accepted.map(|files| (at, files)));
    }
    let (at, files) = live_at.unwrap();
    assert!(at <= 720, "{at}");
    assert_eq!(files, "a=2 b=0");
}

#[test]
fn what_is_behind_a_fault_is_not_removed() {
    let mut bench = Bench::starting_with(&[("team/a", "1"), ("teams/b", "1"), ("c", "1")]);
    for path in ["c", "team"] {
        bench
            .faults
            .push(TreeFault { path: path.into(), kind: TreeFaultKind::Unreadable(io::ErrorKind::PermissionDenied) });
    }
    assert_eq!(bench.look(0, &[]), None);
    assert_eq!(bench.look(610, &[]), Some("c=1 team/a=1 !c !team".to_owned()));
    bench.faults.clear();
    assert_eq!(bench.look(1000, &[]), None);
    assert_eq!(bench.look(1610, &[]), Some(String::new()));
}

#[test]
fn a_passing_fault_is_not_told() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    bench.faults.push(TreeFault { path: "a".into(), kind: TreeFaultKind::LinkLoops });
    assert_eq!(bench.look(0, &[]), None);
    bench.faults.clear();
    assert_eq!(bench.look(700, &[("a", "1")]), None);
    assert!(!bench.settle.is_moving());
}

#[test]
fn a_fault_of_the_last_moment_does_not_go_with_the_files_that_are_due() {
    let mut bench = Bench::starting_with(&[("a", "1"), ("b", "1")]);
    bench.look(0, &[("a", "2"), ("b", "1")]);
    bench.faults.push(TreeFault { path: "c".into(), kind: TreeFaultKind::LinkLoops });
    bench.look(100, &[("a", "2"), ("b", "1")]);
    assert_eq!(bench.look(610, &[("a", "2"), ("b", "1")]), Some("a=2 b=1".to_owned()));
    assert_eq!(bench.look(710, &[("a", "2"), ("b", "1")]), Some("a=2 b=1 !c".to_owned()));
}

#[test]
fn the_links_of_the_accepted_tree_are_those_of_its_files() {
    let mut bench = Bench::starting_with(&[]);
    bench.writers.wrote("real/b".into(), millis(0));
    let mut linked = tree(&[("a", "1"), ("b", "1")]);
    linked.links.insert("a".into(), "real/a".into());
    linked.links.insert("b".into(), "real/b".into());
    bench.look_at(0, &linked);
    assert_eq!(bench.look_at(610, &linked), Some("a=1".to_owned()));
    assert_eq!(bench.settle.accepted.links.keys().map(|path| &**path).collect::<Vec<_>>(), ["a"]);
}

#[test]
fn nothing_has_been_gone_while_the_root_was() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    assert_eq!(bench.look(0, &[]), None);
    bench.settle.forget_moving();
    assert_eq!(bench.look(5000, &[]), None);
    assert_eq!(bench.look(5610, &[]), Some(String::new()));
}

#[test]
fn unchanged_files_keep_their_text() {
    let mut bench = Bench::starting_with(&[("a", "1"), ("b", "1")]);
    let before = bench.settle.accepted.files["a"].content.clone();
    bench.look(0, &[("a", "1"), ("b", "2")]);
    bench.look(160, &[("a", "1"), ("b", "2")]).unwrap();
    let (crate::policy::tree::Content::Text(before), crate::policy::tree::Content::Text(after)) =
        (before, bench.settle.accepted.files["a"].content.clone())
    else {
        panic!("not a text");
    };
    assert!(Arc::ptr_eq(&before, &after));
}

proptest::proptest! {
    /// Whatever happened before: once the directory rests, it is accepted as it is.
    #[test]
    fn a_directory_at_rest_is_always_accepted_in_the_end(
        looks in proptest::collection::vec((1_u64..900, proptest::collection::btree_map("[abc]", "[12]?", 0..4)), 0..12),
    ) {
        let mut bench = Bench::starting_with(&[("a", "1")]);
        let (mut now, mut last) = (0, tree(&[("a", "1")]));
        for (pause, files) in looks {
            now += pause;
            let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            last = tree(&files);
            bench.look_at(now, &last);
        }
        while let Some(again_at) = bench.again_at {
            proptest::prop_assert!(again_at > millis(now), "time stands still");
            now = u64::try_from(again_at.as_millis()).unwrap();
            bench.look_at(now, &last);
        }
        proptest::prop_assert_eq!(words(&bench.settle.accepted), words(&last));
    }
}
