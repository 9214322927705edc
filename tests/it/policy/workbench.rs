//! Policies and their tests together, as authors see them.

use std::borrow::Cow;
use std::path::Path;

use logingate::policy::tree::{File, FileKind, Tree, scan_with_tests};
use logingate::policy::{FaultKind, Workbench};

use super::support::{Files, LIMIT};

fn with_tests(policies: &Files, tests: &[(&str, &str)]) -> Workbench {
    let mut tree: Tree = policies.tree();
    for (path, text) in tests {
        tree.files.insert((*path).into(), File::from_bytes(FileKind::Test, text.as_bytes()));
    }
    Workbench::of(&tree, LIMIT)
}

#[test]
fn the_tests_of_the_sample_are_sound() {
    let bench = Workbench::of(&scan_with_tests(Path::new("policies")).unwrap(), LIMIT);
    assert!(bench.tests().len() >= 5);
    assert_eq!(bench.test_faults(), []);
    for test in bench.tests() {
        let closure = bench.closure(&[test.package.clone().unwrap()]);
        let mut engine = bench.engine(&closure.modules, |module, _| Cow::from(&*module.text)).unwrap();
        assert!(engine.eval_rule("data.suspended".into()).is_err(), "no rule");
    }
}

#[test]
fn faults_of_tests_are_found_and_touch_no_policy() {
    let policies = Files::of([("projects/1.rego", "package projects[\"1\"]\n\nallow if input.groupId == 1\n")]);
    let bench = with_tests(
        &policies,
        &[
            ("projects/1/a_test.rego", "package projects[\"1\"]\n\ntest_it if allow with input.groupId as\n"),
            ("projects/1_test.rego", "package projects_1_test\n\ntest_it if data.projects[\"1\"].alow()\n"),
            ("x_test.rego", "package x\n\ntest_it if nobody(1)\n"),
        ],
    );
    let told: Vec<_> = bench.test_faults().iter().map(|fault| (fault.file.to_string(), fault.kind)).collect();
    let expected = [
        ("projects/1/a_test.rego".to_owned(), FaultKind::Syntax),
        ("projects/1_test.rego".to_owned(), FaultKind::UnknownFunction),
        ("x_test.rego".to_owned(), FaultKind::UnknownFunction),
    ];
    assert_eq!(told, expected);
    assert_eq!(bench.policies.faults, []);
    assert_eq!(bench.closure(&[vec!["projects".into(), "1".into()]]).faults, []);
}
