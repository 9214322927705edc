//! Symbolic links: followed inside the root, refused outside, never for ever.
#![cfg(unix)]

use super::*;

#[test]
fn a_configmap_is_read_through_its_links() {
    let bench = Bench::with(&[("..2026_11_21/42.rego", "new"), ("..2026_11_20/42.rego", "old")]);
    bench.link("..data", "..2026_11_21");
    bench.link("42.rego", "..data/42.rego");
    let tree = bench.scan();
    assert_eq!(paths(&tree), ["42.rego"]);
    assert_eq!(&*text(&tree, "42.rego"), "new");
    assert_eq!(&*tree.links["42.rego"], "..2026_11_21/42.rego");
    assert_eq!(tree.faults, []);
}

#[test]
fn a_linked_folder_is_entered() {
    let bench = Bench::with(&[("..data/projects/42.rego", "x"), ("..data/projects/data.yaml", "x")]);
    bench.link("projects", "..data/projects");
    let tree = bench.scan();
    assert_eq!(paths(&tree), ["projects/42.rego", "projects/data.yaml"]);
    assert_eq!(&*tree.links["projects/42.rego"], "..data/projects/42.rego");
}

#[test]
fn the_root_may_be_a_link() {
    let bench = Bench::with(&[("real/42.rego", "x")]);
    bench.link("policies", "real");
    bench.link("real/43.rego", "42.rego");
    let tree = scan(&bench.root().join("policies"), None).unwrap();
    assert_eq!(paths(&tree), ["42.rego"]);
    assert_eq!(tree.faults, []);
}

#[test]
fn links_that_leave_the_root_are_refused() {
    let bench = Bench::new();
    fs::create_dir(bench.outside().join("root-like")).unwrap();
    fs::write(bench.outside().join("x.rego"), "secret").unwrap();
    bench.link("absolute.rego", bench.outside().join("x.rego"));
    bench.link("relative.rego", "../x.rego");
    bench.link("folder", "../root-like");
    bench.link("README.md", "../x.rego");
    bench.link("..hidden", "..");
    bench.link("through.rego", "..hidden/x.rego");
    let tree = bench.scan();
    assert_eq!(paths(&tree), Vec::<&str>::new());
    assert_eq!(
        faults(&tree).iter().map(|fault| fault.0).collect::<Vec<_>>(),
        ["absolute.rego", "folder", "relative.rego", "through.rego"]
    );
    assert!(tree.faults.iter().all(|fault| matches!(fault.kind, TreeFaultKind::LinkLeavesRoot { .. })));
}

#[test]
fn a_link_to_nothing_is_a_fault() {
    let bench = Bench::with(&[("file", "")]);
    bench.link("42.rego", "gone/42.rego");
    bench.link("43.rego", "file/43.rego");
    let tree = bench.scan();
    assert_eq!(tree.faults[0].to_string(), "42.rego: is a link to gone/42.rego, which does not exist");
    assert_eq!(faults(&tree)[1], ("43.rego", &TreeFaultKind::LinkDangles { target: "file/43.rego".into() }));
}

#[test]
fn loops_end() {
    let bench = Bench::with(&[("a/x.rego", ""), ("b/y.rego", "")]);
    bench.link("a/self", ".");
    bench.link("a/up", "..");
    bench.link("a/b", "../b");
    bench.link("b/a", "../a");
    bench.link("ring.rego", "ring.rego");
    let tree = bench.scan();
    assert_eq!(paths(&tree), ["a/x.rego", "b/y.rego"]);
    let loops: Vec<_> = faults(&tree);
    assert!(loops.iter().all(|(_, kind)| **kind == TreeFaultKind::LinkLoops), "{loops:?}");
    for path in ["a/self", "a/up", "a/b/a", "b/a/b", "ring.rego"] {
        assert!(loops.iter().any(|(at, _)| *at == path), "{path}: {loops:?}");
    }
}

#[test]
fn folders_that_multiply_through_links_end() {
    let bench = Bench::new();
    for level in 0..20 {
        fs::create_dir(bench.root().join(format!("..{level}"))).unwrap();
        for name in ["left", "right"] {
            bench.link(&format!("..{level}/{name}"), format!("../..{}", level + 1));
        }
    }
    bench.write("..20/x.rego", "");
    bench.link("start", "..0");
    let tree = bench.scan();
    assert!(tree.files.len() <= 1);
    assert!(tree.faults.iter().any(|fault| fault.kind == TreeFaultKind::TooManyLinkedFolders { limit: 1024 }));
}

#[test]
fn a_module_is_taken_once_and_rather_under_its_own_name() {
    let bench = Bench::with(&[("z/real.rego", ""), ("..data/hidden.rego", "")]);
    bench.link("alias.rego", "z/real.rego");
    bench.link("y", "z");
    bench.link("second.rego", "..data/hidden.rego");
    bench.link("first.rego", "..data/hidden.rego");
    assert_eq!(paths(&bench.scan()), ["first.rego", "z/real.rego"]);
}

#[test]
fn data_is_taken_under_every_name_because_its_folder_roots_it() {
    let bench = Bench::with(&[("a/data.yaml", "x: 1")]);
    bench.link("b", "a");
    assert_eq!(paths(&bench.scan()), ["a/data.yaml", "b/data.yaml"]);
}

#[test]
fn the_name_that_counts_is_the_one_of_the_link() {
    let bench = Bench::with(&[("templates/standard.txt", "x"), ("x_test.rego", "")]);
    bench.link("42.rego", "templates/standard.txt");
    bench.link("42_test.rego", "templates/standard.txt");
    bench.link("notes", "templates/standard.txt");
    assert_eq!(paths(&bench.scan()), ["42.rego"]);
}

#[test]
fn a_link_to_a_socket_is_never_opened() {
    let bench = Bench::new();
    let _socket = std::os::unix::net::UnixListener::bind(bench.root().join(".socket")).unwrap();
    bench.link("42.rego", ".socket");
    assert_eq!(faults(&bench.scan()), [("42.rego", &TreeFaultKind::NotARegularFile)]);
}
