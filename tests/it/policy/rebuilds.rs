//! Only what changed is built again, and a revision changes if and only if something changed that was compiled in.

use std::sync::Arc;
use std::time::{Duration, Instant};

use logingate::decision::{Policy, Revision};
use proptest::prelude::*;

use super::support::{Files, House};

fn files() -> Files {
    Files::default()
        .with("projects/1.rego", "package projects[\"1\"]\n\nimport data.lib.tools\n\nallow if tools.open\n")
        .with("projects/2.rego", "package projects[\"2\"]\n\nallow if data.groups.agents[0] == 3\n")
        .with("projects/3.rego", "package projects[\"3\"]\n\nallow if data.hours.open\n")
        .with("projects/4.rego", "package projects[\"4\"]\n\nallow := true\n")
        .with("projects/5.rego", "package projects[\"5\"]\n\nallow if data.later.x\n")
        .with("lib/tools.rego", "package lib.tools\n\nimport data.lib.deep\n\nopen if deep.x\n")
        .with("lib/deep.rego", "package lib.deep\n\nx := true\n")
        .with("lib/unused.rego", "package lib.unused\n\nx := true\n")
        .with("data.yaml", "groups: {agents: [3], others: [4]}\n")
        .with("hours/data.yaml", "open: true\n")
}

const PROJECTS: [u64; 5] = [1, 2, 3, 4, 5];

/// The projects whose policies were built again when the files became `changed`.
#[track_caller]
fn assert_rebuilt(changed: &Files, expected: &[u64]) {
    let mut house = House::of(&files());
    assert_eq!((house.faults(), house.update.rebuilt), (&[][..], 5));
    let before = PROJECTS.map(|id| house.policy(id).unwrap());
    house.now(changed);
    let after = PROJECTS.map(|id| house.policy(id).unwrap());
    let is_new = |at: &usize| !Arc::ptr_eq(&before[*at], &after[*at]);
    let rebuilt: Vec<u64> = (0..5).filter(is_new).map(|at| PROJECTS[at]).collect();
    assert_eq!((rebuilt.as_slice(), house.update.rebuilt), (expected, expected.len()));
    let revision = |policy: &Arc<logingate::policy::CompiledPolicy>| -> Revision { policy.name().revision };
    for at in 0..5 {
        assert_eq!(revision(&before[at]) != revision(&after[at]), is_new(&at), "project {}", PROJECTS[at]);
    }
}

#[test]
fn the_same_files_build_nothing() {
    assert_rebuilt(&files(), &[]);
}

#[test]
fn a_projects_file_builds_one_project() {
    assert_rebuilt(&files().with("projects/4.rego", "package projects[\"4\"]\n\nallow := false\n"), &[4]);
    assert_rebuilt(&files().with("projects/4/more.rego", "package projects[\"4\"]\n\nmore := 1\n"), &[4]);
}

#[test]
fn a_library_builds_those_that_use_it_directly_or_not() {
    assert_rebuilt(&files().with("lib/tools.rego", "package lib.tools\n\nopen := true\n"), &[1]);
    assert_rebuilt(&files().with("lib/deep.rego", "package lib.deep\n\nx := false\n"), &[1]);
    assert_rebuilt(&files().with("lib/unused.rego", "package lib.unused\n\nx := false\n"), &[]);
    assert_rebuilt(&files().with("lib/new.rego", "package lib.new\n\nx := false\n"), &[]);
}

#[test]
fn data_builds_those_that_read_what_changed() {
    assert_rebuilt(&files().with("data.yaml", "groups: {agents: [4], others: [4]}\n"), &[2]);
    assert_rebuilt(&files().with("data.yaml", "groups: {agents: [3], others: [5]}\n"), &[]);
    assert_rebuilt(&files().with("data.yaml", "# a comment\ngroups:\n  others: [4]\n  agents: [3]\n"), &[]);
    assert_rebuilt(&files().with("hours/data.yaml", "open: false\n"), &[3]);
    assert_rebuilt(&files().with("later/data.yaml", "y: 1\n"), &[]);
    assert_rebuilt(&files().with("later/data.yaml", "x: 1\n"), &[5]);
    assert_rebuilt(&files().without("hours/data.yaml"), &[3]);
}

#[test]
fn a_package_where_there_was_nothing_builds_those_that_refer_to_it() {
    assert_rebuilt(&files().with("later.rego", "package later\n\nx := true\n"), &[5]);
}

#[test]
fn a_fault_elsewhere_builds_nothing() {
    assert_rebuilt(&files().with("lib/unused.rego", "package lib.unused\n\nx if {\n"), &[]);
    assert_rebuilt(&files().with("other/data.yaml", "a: ["), &[]);
    assert_rebuilt(&files().with("projects/9.rego", "package projects[\"9\"]\n\nallow if {\n"), &[]);
}

#[test]
fn while_a_fault_lasts_nothing_is_built_again_and_again() {
    let mut house = House::of(&files());
    let broken = files().with("other/data.yaml", "a: [").with("projects/9.rego", "package");
    house.now(&broken);
    let before = PROJECTS.map(|id| house.policy(id).unwrap());
    house.now(&broken.with("projects/4.rego", "package projects[\"4\"]\n\nallow := false\n"));
    assert_eq!(house.update.rebuilt, 1);
    for (at, id) in PROJECTS.iter().enumerate().filter(|(_, id)| **id != 4) {
        assert!(Arc::ptr_eq(&before[at], &house.policy(*id).unwrap()), "project {id}");
    }
}

#[test]
fn what_is_mended_as_it_was_has_the_revision_it_had() {
    let mut house = House::of(&files());
    let before = house.policy(4).unwrap().name().revision;
    house.now(&files().with("projects/4.rego", "package projects[\"4\"]\n\nallow if {\n"));
    assert_eq!(house.policy(4).unwrap().name().revision, before, "the last good version");
    house.now(&files().with("projects/4.rego", "package projects[\"4\"]\n\nallow := false\n"));
    assert_ne!(house.policy(4).unwrap().name().revision, before);
    house.now(&files());
    assert_eq!(house.policy(4).unwrap().name().revision, before);
}

#[test]
fn like_policies_of_different_projects_have_revisions_of_their_own() {
    let house = House::of(&files().with("projects/6.rego", "package projects[\"6\"]\n\nallow := true\n"));
    assert_ne!(house.policy(4).unwrap().name().revision, house.policy(6).unwrap().name().revision);
}

/// Not a benchmark: what is quadratic in the number of projects takes minutes here.
#[test]
fn two_thousand_projects_load_and_one_file_is_a_small_change() {
    let project = |id: usize| {
        format!(
            "package projects[\"{id}\"]\n\nimport data.lib.tools\n\ndefault allow := false\n\nallow if {{\n\ttools.member(\"agents\")\n\tinput.projectId == {id}\n}}\n\ndeny contains \"late\" if data.hours.late\n"
        )
    };
    let library = "package lib.tools\n\nmember(name) if input.groupId in data.groups[name]\n";
    let files =
        Files::of([("lib/tools.rego", library), ("data.yaml", "groups: {agents: [3]}\nhours: {late: false}\n")]);
    let files = (1..=2_000).fold(files, |files, id| files.with(&format!("projects/{id}.rego"), project(id)));
    let mut house = House::of(&files);
    assert_eq!((house.faults(), house.update.rebuilt), (&[][..], 2_000));
    let started = Instant::now();
    house.now(&files.with("projects/7.rego", "package projects[\"7\"]\n\nallow := true\n"));
    assert_eq!(house.update.rebuilt, 1);
    assert!(started.elapsed() < Duration::from_mins(1), "{:?}", started.elapsed());
}

#[test]
fn a_data_edit_that_ten_of_three_hundred_policies_can_read_builds_ten() {
    let project = |id: usize| {
        let read = if id.is_multiple_of(30) { "data.hours.late" } else { "data.groups.agents[0] == 4" };
        format!("package projects[\"{id}\"]\n\nallow if {read}\n")
    };
    let files = Files::of([("data.yaml", "groups: {agents: [3]}\nhours: {late: false}\n")]);
    let files = (1..=300).fold(files, |files, id| files.with(&format!("projects/{id}.rego"), project(id)));
    let mut house = House::of(&files);
    assert_eq!((house.faults(), house.update.rebuilt), (&[][..], 300));
    house.now(&files.clone().with("data.yaml", "groups: {agents: [3]}\nhours: {late: true}\n"));
    assert_eq!(house.update.rebuilt, 10);
    house.now(&files.with("data.yaml", "groups: {agents: [4]}\nhours: {late: true}\n"));
    assert_eq!(house.update.rebuilt, 290);
}

/// Files of which each comes in some versions, all of them sound, whatever the others are. The first never goes.
const VERSIONS: [(&str, &[&str]); 8] = [
    (
        "projects/1.rego",
        &[
            "package projects[\"1\"]\n\nallow if data.lib.a.open\n",
            "package projects[\"1\"]\n\nallow if data.lib.c.open == 1\n",
        ],
    ),
    ("projects/1/more.rego", &["package projects[\"1\"]\n\nallow if data.lib.b\n"]),
    ("projects/2.rego", &["package projects[\"2\"]\n\nallow if data.lib[input.username]\n"]),
    ("projects/p4.rego", &["package projects.p4\n\nallow := true\n", "package projects[\"4\"]\n\nallow := true\n"]),
    ("default.rego", &["package projects[\"default\"]\n\nallow if data.facts.x\n"]),
    ("lib/a.rego", &["package lib.a\n\nopen if data.facts.x\n", "package lib.a\n\nopen if data.lib.b.open\n"]),
    ("lib/b.rego", &["package lib.b\n\nopen := true\n", "package lib.c\n\nopen := 1\n"]),
    ("facts/data.yaml", &["x: 1\n", "y: 2\n"]),
];

proptest! {
    /// What is kept from one look to the next is what the next would make.
    #[test]
    fn after_any_edits_everything_is_as_if_it_had_just_been_loaded(
        edits in proptest::collection::vec((0..VERSIONS.len(), 0_usize..3), 1..12)
    ) {
        let mut files = Files::of([(VERSIONS[0].0, VERSIONS[0].1[0])]);
        let mut house = House::of(&files);
        for (file, version) in edits {
            let (path, versions) = VERSIONS[file];
            files = match versions.get(version) {
                Some(text) => files.with(path, text),
                None if file > 0 && files.has(path) => files.without(path),
                None => continue,
            };
            house.now(&files);
            let fresh = House::of(&files);
            prop_assert_eq!(house.faults(), fresh.faults());
            prop_assert_eq!(house.update.set.active(), fresh.update.set.active());
            for id in [1, 2, 3, 4] {
                let revision = |house: &House| house.policy(id).ok().map(|policy| policy.name().revision);
                prop_assert_eq!(revision(&house), revision(&fresh), "project {} of {:?}", id, files);
            }
        }
    }
}
