//! Which file speaks for which project.

use logingate::decision::Outcome::{Allow, Error, NoPolicy};
use logingate::policy::FaultKind::Package;

use super::support::{Files, House};

fn house(path: &str, package: &str) -> House {
    House::of(&Files::default().with(path, format!("package {package}\n\nallow := true\n")))
}

#[test]
fn a_project_is_spelt_in_two_ways_in_any_file() {
    for package in ["projects[\"42\"]", "projects.p42"] {
        for path in [
            "projects/42.rego",
            "projects/p42.rego",
            "projects/42/rules.rego",
            "projects/sales/42.rego",
            "any.rego",
            "projects/sales.rego",
        ] {
            let house = house(path, package);
            assert_eq!((house.faults(), house.outcome(42)), (&[][..], Allow), "{path}: {package}");
        }
    }
    let longest = house("projects/9223372036854775807.rego", "projects[\"9223372036854775807\"]");
    assert_eq!(longest.outcome(9_223_372_036_854_775_807), Allow);
}

#[test]
fn the_package_must_be_that_of_the_project_that_the_path_names() {
    for (path, package) in [
        ("projects/42.rego", "projects[\"43\"]"),
        ("projects/42.rego", "lib.sales"),
        ("projects/42.rego", "projects.default"),
        ("projects/42.rego", "policies.sales"),
        ("projects/42.rego", "projects[\"42\"].more"),
        ("projects/p42.rego", "projects.p43"),
        ("projects/42/rules.rego", "projects[\"43\"]"),
        ("projects/42/43.rego", "projects[\"42\"]"),
        ("projects/42/43.rego", "projects[\"43\"]"),
        ("projects/042.rego", "projects[\"42\"]"),
        ("projects/0.rego", "projects[\"0\"]"),
        ("projects/9223372036854775808.rego", "projects[\"9223372036854775808\"]"),
        ("any.rego", "projects[\"042\"]"),
        ("any.rego", "projects[\"0\"]"),
        ("any.rego", "projects.p0"),
    ] {
        let house = house(path, package);
        assert_eq!(house.only_fault().kind, Package, "{path}: {package}");
        assert_eq!(house.only_fault().place.unwrap().line, 1);
        assert!(matches!(house.outcome(42), Error | NoPolicy), "{path}: {package}");
    }
}

#[test]
fn other_folders_name_nothing() {
    for path in ["lib/42.rego", "42.rego", "sales/projects/42.rego", "projects42/7.rego"] {
        let house = house(path, "lib.sales");
        assert_eq!((house.faults(), house.outcome(42)), (&[][..], NoPolicy), "{path}");
    }
}

#[test]
fn several_files_of_one_package_are_one_policy() {
    let files = Files::of([
        ("projects/1/a.rego", "package projects[\"1\"]\n\nallow if more\n"),
        ("projects/1/b.rego", "package projects[\"1\"]\n\nmore := true\n"),
    ]);
    assert_eq!(House::of(&files).outcome(1), Allow);
    assert_eq!(House::of(&files.with("projects/1/b.rego", "package projects[\"1\"]\n\nmore if {\n")).outcome(1), Error);
}

#[test]
fn tests_are_never_loaded() {
    let files = Files::of([
        ("projects/1.rego", "package projects[\"1\"]\n\ndefault allow := false\n"),
        ("projects/1_test.rego", "package projects[\"1\"]\n\nallow := true\n"),
        ("projects/2_test.rego", "package projects[\"2\"]\n\nallow if {\n"),
    ]);
    let house = House::of(&files);
    assert_eq!((house.faults(), house.outcome(2)), (&[][..], NoPolicy));
    assert_eq!(house.policy(1).unwrap().files().len(), 1);
}

#[test]
fn libraries_may_have_any_package_that_is_no_project() {
    for package in ["projects", "projects.sales", "projects.sales.deep", "policies", "lib", "a.b.c.d", "x[\"y z\"]"] {
        assert_eq!(house("lib/x.rego", package).faults(), [], "{package}");
    }
}
