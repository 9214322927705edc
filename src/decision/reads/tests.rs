//! Which parts a policy is said to read.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Part, Reads};
use crate::decision::testing::generate::part;

fn path(steps: &[&str]) -> Vec<String> {
    steps.iter().map(|&step| step.to_owned()).collect()
}

fn custom(steps: &[&str]) -> Part {
    Part::CustomData(path(steps))
}

fn reads_of(paths: &[&[&str]]) -> Reads {
    let paths: Vec<_> = paths.iter().map(|steps| path(steps)).collect();
    Reads::of_paths(paths.iter().map(Vec::as_slice))
}

#[test]
fn a_path_below_custom_data_is_a_part_of_its_own() {
    assert_eq!(reads_of(&[&["customData", "region", "city"]]).parts, [custom(&["region", "city"])]);
    assert_eq!(reads_of(&[&["customData"]]).parts, [custom(&[])]);
}

#[test]
fn a_path_below_a_scalar_means_the_scalar() {
    assert_eq!(reads_of(&[&["userId", "x"], &["source", "ip"]]).parts, [Part::UserId, Part::Source]);
}

#[test]
fn a_member_that_no_input_has_is_no_part() {
    assert_eq!(reads_of(&[&["customdata"], &["user"]]), Reads::default());
}

#[test]
fn an_empty_path_means_the_whole_input() {
    assert_eq!(reads_of(&[&["userId"], &[]]), Reads::of_everything());
}

#[test]
fn everything_has_a_part_for_each_member_of_the_input() {
    let mut login = crate::decision::testing::login(&[1]);
    login.agent = crate::decision::Agent::new(login.agent.user_id(), Some("ann".into())).unwrap();
    login.station = Some(crate::decision::Station::Extension("5101".into()));
    let input = login.input(login.first_subject());
    let mut members: Vec<_> = Reads::of_everything().parts.iter().map(Part::member).collect();
    members.sort_unstable();
    assert_eq!(members, input.as_object().unwrap().keys().collect::<Vec<_>>());
}

#[test]
fn what_another_part_covers_is_dropped() {
    assert_eq!(
        Reads::of_parts([custom(&["a", "b"]), Part::GroupId, custom(&["a"]), custom(&["ab"]), Part::GroupId]).parts,
        [Part::GroupId, custom(&["a"]), custom(&["ab"])]
    );
    assert_eq!(Reads::of_parts([custom(&["a"]), custom(&[]), custom(&["b", "c"])]).parts, [custom(&[])]);
}

#[test]
fn parts_are_described_as_rego_spells_them() {
    assert_eq!(Part::ProjectIds.describe(), "input.projectIds");
    assert_eq!(custom(&[]).describe(), "input.customData");
    assert_eq!(custom(&["region", "city_2"]).describe(), "input.customData.region.city_2");
    assert_eq!(
        custom(&["cost centre", "2x", "", "say \"a\""]).describe(),
        r#"input.customData["cost centre"]["2x"][""]["say \"a\""]"#
    );
}

proptest! {
    #[test]
    fn each_part_asked_for_is_covered_by_exactly_one_kept(parts in vec(part(), 0..8)) {
        let kept = Reads::of_parts(parts.clone()).parts;
        for part in &parts {
            prop_assert_eq!(kept.iter().filter(|keeper| keeper.covers(part)).count(), 1);
        }
        prop_assert!(kept.iter().all(|part| parts.contains(part)));
        prop_assert!(kept.is_sorted());
    }

    #[test]
    fn the_order_of_asking_does_not_matter(parts in vec(part(), 0..8)) {
        let reversed: Vec<_> = parts.iter().rev().cloned().collect();
        prop_assert_eq!(Reads::of_parts(parts), Reads::of_parts(reversed));
    }
}
