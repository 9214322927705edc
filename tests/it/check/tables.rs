//! Faults of tables of tests: `check` tells them as it tells every other.

use crate::program::bash;

#[test]
fn a_table_that_can_not_be_read_is_a_fault() {
    let directory = tempfile::tempdir().unwrap();
    let policies = directory.path().join("policies/projects");
    std::fs::create_dir_all(&policies).unwrap();
    std::fs::write(policies.join("1.rego"), "package projects[\"1\"]\n\ndefault allow := false\n").unwrap();
    std::fs::write(
        policies.join("1_test.yaml"),
        "agents:\n  ana: {userId: 7}\ntests:\n  - name: one\n    expect: {anna: {1: false}}\n",
    )
    .unwrap();
    let printed = bash(directory.path(), "logingate check", &[]);
    assert_eq!(printed.code, Some(3), "{}", printed.text);
    for told in ["projects/1_test.yaml:5:", "anna", "did you mean `ana`?", "1 fault; 1 policy is sound"] {
        assert!(printed.text.contains(told), "{told}\n{}", printed.text);
    }
}
