//! Whom a fault touches: nobody but the policies that need the file.

use logingate::decision::Outcome::{self, Allow, Deny, Error, NoPolicy, Undefined};
use logingate::policy::FaultKind::{Package, Syntax, TwoPackages, Unreadable};
use logingate::policy::tree::{TreeFault, TreeFaultKind};
use serde_json::json;

use super::support::{Files, House};

const GRANTING: &str = "allow := true\n";
const REFUSING: &str = "allow := false\n";
const BROKEN: &str = "allow if {\n";

fn project(id: &str, rules: &str) -> String {
    format!("package projects[\"{id}\"]\n\n{rules}")
}

/// Three projects, two of which use a library, and a default.
fn files() -> Files {
    Files::default()
        .with("projects/1.rego", project("1", GRANTING))
        .with("projects/2.rego", project("2", "import data.lib.open\nallow if open.now\n"))
        .with("projects/3.rego", project("3", "import data.lib.open\nallow if open.now\n"))
        .with("lib/open.rego", "package lib.open\n\nnow := true\n")
        .with("default.rego", format!("package projects.default\n\n{GRANTING}"))
}

fn outcomes(house: &House) -> Vec<Outcome> {
    [1, 2, 3, 4].map(|id| house.outcome(id)).to_vec()
}

#[test]
fn a_broken_project_touches_itself_alone() {
    let house = House::of(&files().with("projects/1.rego", project("1", BROKEN)));
    assert_eq!(outcomes(&house), [Error, Allow, Allow, Allow]);
    let broken = house.update.set.broken();
    assert_eq!(
        (broken.len(), broken[0].entry.to_string(), broken[0].has_last_good),
        (1, "projects[\"1\"]".to_owned(), false)
    );
    let reasons = house.verdict(1, json!({})).reasons;
    assert!(reasons[0].starts_with("the policy is broken: projects/1.rego:"), "{reasons:?}");
}

#[test]
fn a_broken_library_touches_its_users_alone() {
    let house = House::of(&files().with("lib/open.rego", "package lib.open\n\nnow := \n"));
    assert_eq!(outcomes(&house), [Allow, Error, Error, Allow]);
    assert_eq!(house.only_fault().kind, Syntax);
}

#[test]
fn a_library_that_nobody_uses_is_told_and_touches_nobody() {
    let unused = "package lib.unused\n\nf(x) := f(x)\n\ng if y == 1\n";
    let house = House::of(&files().with("lib/unused.rego", unused));
    assert_eq!(outcomes(&house), [Allow, Allow, Allow, Allow]);
    assert_eq!(house.faults().len(), 2, "{:?}", house.faults());
}

#[test]
fn a_broken_default_touches_those_without_a_policy_of_their_own() {
    let house = House::of(&files().with("default.rego", "package projects.default\n\nallow if {\n"));
    assert_eq!(outcomes(&house), [Allow, Allow, Allow, Error]);
}

#[test]
fn a_file_whose_path_names_a_project_never_leaves_it_to_the_default() {
    for text in [
        "",
        "garbage",
        "package",
        "package lib.open",
        "package projects[\"2\"]\n\nallow := true\n",
        "package projects[",
        "\u{1}",
    ] {
        for path in ["projects/7.rego", "projects/p7.rego", "projects/7/rules.rego", "projects/sales/7.rego"] {
            let house = House::of(&files().with(path, text));
            assert_eq!(house.outcome(7), Error, "{path}: {text:?}");
            assert_eq!(outcomes(&house), [Allow, Allow, Allow, Allow], "{path}: {text:?}");
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_withholds_what_its_path_names() {
    let not_utf8: &[u8] = b"package projects[\"7\"]\n\nallow := \"\xff\"\n";
    let house = House::of(&files().with("projects/7.rego", not_utf8).with("projects/8.rego", vec![b'#'; 2 << 20]));
    assert_eq!((house.outcome(7), house.outcome(8)), (Error, Error));
    assert!(house.faults().iter().any(|fault| fault.kind == Unreadable && &*fault.file == "projects/7.rego"));
}

fn with_fault(files: &Files, path: &str) -> logingate::policy::tree::Tree {
    let mut tree = files.tree();
    let kind = TreeFaultKind::Unreadable(std::io::ErrorKind::PermissionDenied);
    tree.faults.push(TreeFault { path: path.into(), kind });
    tree
}

#[test]
fn a_folder_that_cannot_be_read_withholds_the_project_it_names() {
    let house = House::of_tree(&with_fault(&files(), "projects/7"));
    assert_eq!((house.outcome(7), house.outcome(8)), (Error, Allow));
    assert_eq!(house.only_fault().kind, Unreadable);
}

#[test]
fn a_folder_of_projects_that_cannot_be_read_may_hold_any_project() {
    for folder in ["projects", "projects/sales"] {
        let house = House::of_tree(&with_fault(&files(), folder));
        assert_eq!(outcomes(&house), [Allow, Allow, Allow, Error], "{folder}");
    }
    assert_eq!(House::of_tree(&with_fault(&files(), "lost+found")).outcome(4), Allow);
}

#[test]
fn files_behind_a_folder_that_cannot_be_read_any_more_keep_their_last_good_version() {
    let files = files().with("projects/sales/7.rego", project("7", REFUSING));
    let mut house = House::of(&files);
    assert_eq!(house.outcome(7), Deny);
    let hidden = files.clone().without("projects/sales/7.rego").without("lib/open.rego");
    let mut tree = with_fault(&hidden, "projects/sales");
    tree.faults.push(TreeFault { path: "lib".into(), ..tree.faults[0].clone() });
    house.now_tree(&tree);
    assert_eq!((house.outcome(7), house.outcome(2)), (Deny, Allow));
    assert_eq!(house.update.set.broken().len(), 3, "{:?}", house.faults());
    house.now(&hidden);
    assert_eq!((house.outcome(7), house.outcome(2)), (Allow, Undefined), "removed: {:?}", house.faults());
}

#[test]
fn two_spellings_of_one_project_are_a_fault_of_that_project() {
    let house = House::of(&files().with("other.rego", "package projects.p1\n\nallow := false\n"));
    assert_eq!(outcomes(&house), [Error, Allow, Allow, Allow]);
    let kinds: Vec<_> = house.faults().iter().map(|fault| (fault.kind, &*fault.file)).collect();
    assert_eq!(kinds, [(TwoPackages, "other.rego"), (TwoPackages, "projects/1.rego")]);
}

#[test]
fn a_broken_file_of_a_project_in_the_other_spelling_is_one_fault() {
    let files = files()
        .with("projects/9/a.rego", "package projects.p9\n\nallow if more\n")
        .with("projects/9/b.rego", "package projects.p9\n\nmore if {\n");
    let house = House::of(&files);
    assert_eq!(house.only_fault().kind, Syntax);
    assert_eq!(house.outcome(9), Error);
}

#[test]
fn a_file_of_another_project_cannot_decide_for_it() {
    let house = House::of(&files().with("projects/2.rego", project("1", REFUSING)));
    assert_eq!(outcomes(&house), [Allow, Error, Allow, Allow]);
    assert_eq!(house.only_fault().kind, Package);
    assert_eq!(house.only_fault().hint.as_deref(), Some("write `package projects[\"2\"]`, or move the file"));
}

#[test]
fn without_a_default_nobody_decides() {
    let house = House::of(&files().without("default.rego"));
    assert_eq!(outcomes(&house), [Allow, Allow, Allow, NoPolicy]);
}

#[test]
fn the_faults_of_all_files_are_told_in_one_run_in_order_and_none_twice() {
    let files = files()
        .with("projects/1.rego", project("1", BROKEN))
        .with("lib/open.rego", "package lib.open\n\nnow if f(1)\n\nf(x) := f(x)\n")
        .with("data.yaml", "a: [\n")
        .with("assigned/data.yaml", "- no object\n");
    let house = House::of(&files);
    let told: Vec<_> = house.faults().iter().map(|fault| fault.file.to_string()).collect();
    assert_eq!(told, ["assigned/data.yaml", "data.yaml", "lib/open.rego", "projects/1.rego"]);
}
