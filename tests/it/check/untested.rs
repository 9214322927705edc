//! Warnings about policies without tests.

use logingate::policy::WarningKind::Untested;

use super::{directory, look, told, warnings};

const POLICY: (&str, &str) =
    ("projects/42.rego", "package projects[\"42\"]\n\ndefault allow := false\n\nallow if input.groupId == 4\n");
const SALES: (&str, &str) =
    ("sales.rego", "package policies.sales\n\ndefault allow := false\n\nallow if input.groupId == 4\n");
const DEFAULT: (&str, &str) = ("default.rego", "package projects.default\n\ndefault allow := false\n");
const DATA: (&str, &str) = ("data.yaml", "assignments: {\"50-59\": sales}\n");

fn untested(tests: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = [POLICY, SALES, DEFAULT, DATA].iter().chain(tests).copied().collect();
    let found = warnings(&files);
    assert!(found.iter().all(|warning| warning.kind == Untested), "{found:?}");
    told(&found).into_iter().map(|(_, place)| place).collect()
}

#[test]
fn every_policy_wants_a_test() {
    assert_eq!(untested(&[]), ["default.rego:1:1", "projects/42.rego:1:1", "sales.rego:1:1"]);
}

#[test]
fn a_test_anywhere_that_mentions_the_package_is_enough() {
    for test in [
        "package x\n\ntest_it if data.projects[\"42\"].allow with input as {}\n",
        "package x\n\nimport data.projects[\"42\"] as policy\n\ntest_it if policy.allow with input as {}\n",
        "package projects[\"42\"]\n\ntest_it if not allow with input as {}\n",
    ] {
        assert_eq!(untested(&[("tests/deep/x_test.rego", test)]), ["default.rego:1:1", "sales.rego:1:1"], "{test}");
    }
    let of_all = "package x\n\ntest_it if every policy in data.projects { policy.allow }\n";
    assert_eq!(untested(&[("x_test.rego", of_all)]), ["sales.rego:1:1"]);
    let of_another = "package x\n\ntest_it if data.projects[\"4\"]\n";
    assert_eq!(untested(&[("projects/42_test.rego", of_another)]).len(), 3);
}

#[test]
fn a_table_tests_whoever_decides_for_its_projects() {
    let table = |project: u32| {
        format!("agents: {{ana: {{groupId: 4}}}}\ntests:\n  - expect:\n      ana: {{{project}: true}}\n")
    };
    for (project, left) in [
        (42, ["default.rego:1:1", "sales.rego:1:1"]),
        (57, ["default.rego:1:1", "projects/42.rego:1:1"]),
        (7, ["projects/42.rego:1:1", "sales.rego:1:1"]),
    ] {
        assert_eq!(untested(&[("any_test.yaml", &table(project))]), left, "{project}");
    }
}

#[test]
fn a_broken_test_or_table_is_one_fault_and_no_warning() {
    for (path, text, faults) in [("a_test.rego", "package a\n\ntest_it if {\n", 1), ("a_test.yaml", "tests: [", 0)] {
        let directory = directory(&[POLICY, (path, text)]);
        let (tree, bench) = look(directory.path());
        assert_eq!((bench.test_faults().len(), bench.policies.faults.len()), (faults, 0));
        assert_eq!(logingate::policy::lint(&bench, &tree), [], "{path}");
    }
}
