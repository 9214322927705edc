//! Files that are gone, for a moment or for good.

use super::*;

#[test]
fn a_removed_file_counts_as_removed_after_a_while() {
    let mut bench = Bench::starting_with(&[("a", "1"), ("b", "1")]);
    assert_eq!(bench.look(0, &[("b", "1")]), None);
    assert_eq!(bench.again_at, Some(millis(610)));
    assert_eq!(bench.look(609, &[("b", "1")]), None);
    assert_eq!(bench.look(610, &[("b", "1")]), Some("b=1".to_owned()));
}

#[test]
fn a_file_that_comes_back_was_never_away() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    assert_eq!(bench.look(0, &[]), None);
    assert_eq!(bench.look(500, &[("a", "1")]), None);
    assert_eq!(bench.look(700, &[]), None, "away again, from the start");
    assert_eq!(bench.look(1200, &[]), None);
}

#[test]
fn a_renamed_file_changes_its_name_at_once_for_everybody() {
    let mut bench = Bench::starting_with(&[("old", "1")]);
    assert_eq!(bench.look(0, &[("new", "1")]), None);
    assert_eq!(bench.look(160, &[("new", "1")]), None);
    assert_eq!(bench.look(610, &[("new", "1")]), Some("new=1".to_owned()));
}

#[test]
fn a_file_that_was_copied_to_another_name_and_then_removed_is_never_there_twice() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    assert_eq!(bench.look(0, &[("a", "1"), ("b", "1")]), None);
    for at in [110, 610, 719] {
        assert_eq!(bench.look(at, &[("b", "1")]), None, "{at}: the removal does not count yet");
    }
    assert_eq!(bench.again_at, Some(millis(720)));
    assert_eq!(bench.look(720, &[("b", "1")]), Some("b=1".to_owned()));
}

#[test]
fn removals_that_go_on_hold_nothing_up_for_long() {
    let mut bench = Bench::starting_with(&[("a", "1"), ("b", "1"), ("c", "1")]);
    assert_eq!(bench.look(0, &[("a", "2"), ("b", "1"), ("c", "1")]), None);
    assert_eq!(bench.look(110, &[("a", "2"), ("c", "1")]), None);
    assert_eq!(bench.look(210, &[("a", "2")]), None);
    assert_eq!(bench.look(759, &[("a", "2")]), None);
    assert_eq!(bench.look(760, &[("a", "2")]), Some("a=2 c=1".to_owned()));
}

#[test]
fn while_a_folder_is_copied_back_nothing_of_it_is_withdrawn() {
    let mut bench = Bench::starting_with(&[("a", "1"), ("b", "1"), ("c", "1"), ("d", "1")]);
    assert_eq!(bench.look(0, &[]), None);
    assert_eq!(bench.look(500, &[("a", "1")]), None);
    assert_eq!(bench.look(1000, &[("a", "1"), ("b", "1")]), None);
    assert_eq!(bench.look(1500, &[("a", "1"), ("b", "1"), ("c", "1")]), None);
    assert_eq!(bench.look(2109, &[("a", "1"), ("b", "1"), ("c", "1")]), None);
    assert_eq!(bench.look(2110, &[("a", "1"), ("b", "1"), ("c", "1")]), Some("a=1 b=1 c=1".to_owned()));
}

#[test]
fn files_that_keep_appearing_do_not_keep_a_removed_one_for_ever() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    let mut names: Vec<String> = Vec::new();
    let mut removed_at = None;
    for at in (0..6000).step_by(200) {
        names.push(format!("n{at}"));
        let files: Vec<_> = names.iter().map(|name| (name.as_str(), "1")).collect();
        let accepted = bench.look(at, &files);
        removed_at = removed_at.or(accepted.filter(|files| !files.contains("a=1")).map(|_| at));
    }
    assert_eq!(removed_at, Some(3200));
}

#[test]
fn an_emptied_file_is_given_the_time_of_a_removed_one() {
    let mut bench = Bench::starting_with(&[("a", "1")]);
    assert_eq!(bench.look(0, &[("a", "")]), None);
    assert_eq!(bench.look(609, &[("a", "")]), None);
    assert_eq!(bench.look(610, &[("a", "")]), Some("a=".to_owned()));
}
