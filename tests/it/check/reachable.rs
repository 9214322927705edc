//! Warnings about packages and assignments that no project heeds.

use logingate::policy::WarningKind::{ShadowedAssignment, UnreachablePackage};

use super::{MENTIONS_ALL, directory, look, told, warnings};

const GROUPS: (&str, &str) = ("lib/groups.rego", "package lib.groups\n\nagent if input.groupId == 4\n");
const POLICY: &str = "\n\ndefault allow := false\n\nallow if data.lib.groups.agent\n";

fn policy(package: &str) -> String {
    format!("package {package}{POLICY}")
}

#[test]
fn a_library_that_no_policy_uses_is_told() {
    let used = policy("projects[\"1\"]");
    assert_eq!(warnings(&[GROUPS, ("projects/1.rego", &used), MENTIONS_ALL]), []);
    let through = ("lib/more.rego", "package lib.more\n\nimport data.lib.groups\n\nagent if groups.agent\n");
    let found = warnings(&[GROUPS, through, MENTIONS_ALL]);
    assert_eq!(told(&found)[0], (UnreachablePackage, "lib/groups.rego:1:1".into()));
    assert_eq!(told(&found)[1], (UnreachablePackage, "lib/more.rego:1:1".into()));
    let using = used.replace("lib.groups", "lib.more");
    assert_eq!(warnings(&[GROUPS, through, ("projects/1.rego", &using), MENTIONS_ALL]), []);
}

#[test]
fn a_library_that_only_tests_use_belongs_to_them() {
    let found = warnings(&[GROUPS, ("lib/groups_test.rego", "package x\n\ntest_it if data.lib.groups.agent\n")]);
    assert_eq!(found.len(), 1);
    assert!(found[0].hint.as_deref().unwrap().contains("`…_test.rego`"), "{:?}", found[0].hint);
}

#[test]
fn a_policy_that_nothing_is_assigned_to_is_told_unless_another_uses_it() {
    let (sales, data) = (policy("policies.sales"), ("data.yaml", "assignments: {\"5\": sales}\n"));
    assert_eq!(warnings(&[GROUPS, ("sales.rego", &sales), data, MENTIONS_ALL]), []);
    let found = warnings(&[GROUPS, ("sales.rego", &sales), MENTIONS_ALL]);
    // What it uses is not told again.
    assert_eq!(told(&found), [(UnreachablePackage, "sales.rego:1:1".into())]);
    let asking = "package projects[\"1\"]\n\ndefault allow := false\n\nallow if data.policies.sales.allow\n";
    assert_eq!(warnings(&[GROUPS, ("sales.rego", &sales), ("projects/1.rego", asking), MENTIONS_ALL]), []);
}

#[test]
fn a_package_below_projects_that_is_no_project_is_told() {
    let sales = policy("projects.sales");
    let found = warnings(&[
        GROUPS,
        ("projects/sales.rego", &sales),
        ("default.rego", &policy("projects.default")),
        MENTIONS_ALL,
    ]);
    assert_eq!(told(&found), [(UnreachablePackage, "projects/sales.rego:1:1".into())]);
    assert!(found[0].hint.as_deref().unwrap().contains("package policies.sales"), "{:?}", found[0].hint);
}

#[test]
fn nothing_is_said_to_be_out_of_reach_while_a_file_may_use_it() {
    let directory = directory(&[GROUPS, ("projects/1.rego", "package projects[\"1\"]\n\nallow if {\n")]);
    let (tree, bench) = look(directory.path());
    assert_eq!(bench.policies.faults.len(), 1);
    assert_eq!(logingate::policy::lint(&bench, &tree), []);
}

#[test]
fn projects_of_their_own_within_a_range_are_named() {
    let own: Vec<_> =
        [3, 5, 6].map(|id| (format!("projects/{id}.rego"), policy(&format!("projects[\"{id}\"]")))).into();
    let sales = policy("policies.sales");
    let mut files: Vec<_> = own.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    // Neither the year nor the date is the range.
    let data = "since: 2025-9\nassignments:\n  \"15-9000\": sales\n  \"5-9\": sales\n";
    files.extend([GROUPS, ("policies/sales.rego", sales.as_str()), ("data.yaml", data), MENTIONS_ALL]);
    let found = warnings(&files);
    assert_eq!(told(&found), [(ShadowedAssignment, "data.yaml:4:4".into())]);
    assert!(found[0].message.starts_with("projects 5 and 6 have policies of their own"), "{}", found[0].message);
}

#[test]
fn many_projects_are_counted_and_one_is_told_by_itself() {
    let own: Vec<_> =
        (1..=9).map(|id| (format!("projects/{id}.rego"), policy(&format!("projects[\"{id}\"]")))).collect();
    let sales = policy("policies.sales");
    let mut files: Vec<_> = own.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.extend([GROUPS, ("policies/sales.rego", sales.as_str()), MENTIONS_ALL]);
    let data = "{\"assignments\": {\"1\": \"sales\", \"2-50\": \"sales\"}}";
    files.push(("data.json", data));
    let found = warnings(&files);
    assert_eq!(found[0].message, "project 1 has a policy of its own: its assignment to `sales` does not count");
    let many = "projects 2, 3, 4, 5, 6 and 3 more have policies of their own";
    assert!(found[1].message.starts_with(many), "{}", found[1].message);
}
