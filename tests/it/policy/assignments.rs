//! `data.assignments`: policies for ranges of projects.

use logingate::decision::Outcome::{Allow, Deny, Error, NoPolicy};
use logingate::policy::FaultKind::Assignments;

use super::support::{Files, House};

fn files(assignments: &str) -> Files {
    Files::default()
        .with("projects/150.rego", "package projects[\"150\"]\n\nallow := false\n")
        .with("assigned/sales.rego", "package policies.sales\n\nallow := true\n")
        .with("assigned/support.rego", "package policies.support\n\nallow := false\n")
        .with("data.yaml", assignments)
}

#[test]
fn projects_and_ranges_are_assigned_to_policies_by_name() {
    let house = House::of(&files(
        "assignments:\n  \"42\": support\n  \"100-199\": sales\n  7: sales\n  \" 300 - 301 \": sales\n",
    ));
    assert_eq!(house.faults(), []);
    let expected = [
        (42, Deny),
        (100, Allow),
        (199, Allow),
        (200, NoPolicy),
        (99, NoPolicy),
        (41, NoPolicy),
        (43, NoPolicy),
        (7, Allow),
        (300, Allow),
        (301, Allow),
        (302, NoPolicy),
    ];
    for (project, outcome) in expected {
        assert_eq!(house.outcome(project), outcome, "{project}");
    }
    assert_eq!(house.outcome(150), Deny, "a policy of its own comes first");
}

#[test]
fn the_default_decides_for_what_is_neither_named_nor_assigned() {
    let house = House::of(
        &files("assignments: {\"100-199\": support}\n").with("d.rego", "package projects.default\n\nallow := true\n"),
    );
    assert_eq!([100, 200].map(|id| house.outcome(id)), [Deny, Allow]);
}

#[test]
fn assignments_that_overlap_are_named_both() {
    for (assignments, named) in [
        ("{\"100-199\": sales, \"150-160\": support}", "the assignments `100-199` and `150-160` overlap"),
        ("{\"100-199\": sales, \"199\": support}", "the assignments `100-199` and `199` overlap"),
        ("{\"1\": sales, \"1-1\": support}", "the assignments `1` and `1-1` overlap"),
    ] {
        let house = House::of(&files(&format!("assignments: {assignments}\n")));
        assert_eq!((house.only_fault().kind, house.only_fault().message.as_str()), (Assignments, named));
        assert_eq!([100, 9_999].map(|id| house.outcome(id)), [Error, Error]);
        assert_eq!(house.outcome(150), Deny, "a policy of its own needs no assignment");
    }
    let wide = House::of(&files("assignments: {\"100-199\": sales, \"110\": support, \"150\": support}\n"));
    assert_eq!(wide.faults().len(), 2, "{:?}", wide.faults());
}

#[test]
fn keys_and_names_must_be_what_they_should() {
    for (assignments, line) in [
        ("{\"0\": sales}", 1),
        ("{\"9-3\": sales}", 1),
        ("{\"1.5\": sales}", 1),
        ("{\"all\": sales}", 1),
        ("{\"-3\": sales}", 1),
        ("{\"042\": sales}", 1),
        ("\n  \"42\": 7", 2),
        ("\n  \"42\": [sales]", 2),
        ("[sales]", 1),
        ("sales", 1),
    ] {
        let house = House::of(&files(&format!("assignments: {assignments}\n")));
        let fault = house.only_fault();
        assert_eq!((fault.kind, fault.place.unwrap().line), (Assignments, line), "{assignments}: {fault:?}");
        assert_eq!(house.outcome(42), Error, "{assignments}");
    }
}

#[test]
fn an_assignment_to_nothing_is_told_and_ends_in_an_error_for_its_projects() {
    let house = House::of(&files("assignments: {\"42\": marketing, \"100-199\": sales}\n"));
    let fault = house.only_fault();
    assert_eq!(fault.message, "`42` is assigned to `marketing`, but no file declares `package policies.marketing`");
    assert_eq!([42, 100, 1].map(|id| house.outcome(id)), [Error, Allow, NoPolicy]);
}

#[test]
fn broken_assignments_leave_the_last_good_ones_in_force() {
    let mut house = House::of(&files("assignments: {\"100-199\": sales}\n"));
    for broken in ["assignments: {\"9-3\": support}\n", "assignments: [", "assignments: 7\n", "\u{1}"] {
        house.now(&files(broken));
        assert_eq!([100, 200].map(|id| house.outcome(id)), [Allow, NoPolicy], "{broken}");
        assert_eq!(house.faults().len(), 1, "{broken}");
    }
    house.now(&files("assignments: {\"100-199\": support}\n"));
    assert_eq!(house.outcome(100), Deny);
    house.now(&files("other: 1\n"));
    assert_eq!(house.outcome(100), NoPolicy);
}

#[test]
fn an_assigned_policy_that_is_broken_is_an_error_for_its_projects() {
    let house = House::of(
        &files("assignments: {\"100-199\": sales}\n")
            .with("assigned/sales.rego", "package policies.sales\n\nallow if {\n"),
    );
    assert_eq!([100, 200].map(|id| house.outcome(id)), [Error, NoPolicy]);
}

#[test]
fn assignments_may_stand_in_a_folder_of_their_own() {
    let house = House::of(&files("other: 1\n").with("assignments/data.json", "{\"100-199\": \"sales\"}"));
    assert_eq!((house.faults(), house.outcome(100)), (&[][..], Allow));
}
