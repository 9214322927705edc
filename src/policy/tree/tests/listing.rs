//! Which files count, and what cannot be looked at.

use std::time::SystemTime;

use super::*;

/// What comes of a file that was listed.
fn read(real: &Path) -> Option<File> {
    let (comparison, now) = (Comparison::OfStamps, SystemTime::now());
    read::Reader { comparison, now, buffer: Vec::new() }.read(real, FileKind::Module, None)
}

#[test]
fn modules_and_data_count_wherever_they_are() {
    let bench = Bench::with(&[
        ("default.rego", ""),
        ("projects/42.rego", ""),
        ("projects/42_test.rego", ""),
        ("lib/deep/er/x.rego", ""),
        ("data.yaml", ""),
        ("lib/data.json", ""),
        ("lib/data.yml", ""),
        ("lib/other.json", ""),
        ("lib/mydata.json", ""),
        ("README.md", ""),
        ("rego", ""),
    ]);
    let tree = bench.scan();
    let expected =
        ["data.yaml", "default.rego", "lib/data.json", "lib/data.yml", "lib/deep/er/x.rego", "projects/42.rego"];
    assert_eq!(paths(&tree), expected);
    assert_eq!(tree.files["lib/data.yml"].kind, FileKind::Data);
    assert_eq!(tree.files["projects/42.rego"].kind, FileKind::Module);
    assert_eq!(tree.faults, []);
}

#[test]
fn dot_names_and_editor_junk_are_passed_over() {
    let bench = Bench::with(&[
        (".git/x.rego", ""),
        (".x.rego", ""),
        (".#42.rego", ""),
        (".42.rego.swp", ""),
        ("42.rego~", ""),
        ("#42.rego#", ""),
        ("42.rego.tmp", ""),
        ("42.rego.swp", ""),
        ("4913", ""),
        ("old~/x.rego", ""),
        ("#old#/x.rego", ""),
        ("old.tmp/x.rego", ""),
        ("old.swp/x.rego", ""),
        ("#kept.rego", ""),
    ]);
    assert_eq!(paths(&bench.scan()), ["#kept.rego"]);
}

#[test]
fn a_root_that_is_not_there_is_told_from_one_that_is_something_else() {
    let bench = Bench::with(&[("file", "")]);
    let kind_of = |path: &str| scan(&bench.root().join(path), None).unwrap_err().kind;
    assert_eq!(kind_of("missing"), RootFaultKind::Missing);
    assert_eq!(kind_of("file"), RootFaultKind::NotADirectory);
    let fault = scan(Path::new("no/such"), None).unwrap_err();
    assert_eq!(fault.to_string(), "policy directory no/such: does not exist");
}

#[test]
fn a_folder_named_like_a_file_is_a_fault() {
    let bench = Bench::with(&[("42.rego/x.rego", ""), ("data.json/x.rego", ""), ("v1.2/x.rego", "")]);
    let tree = bench.scan();
    assert_eq!(paths(&tree), ["v1.2/x.rego"]);
    let kind = &TreeFaultKind::FolderNamedLikeFile;
    assert_eq!(faults(&tree), [("42.rego", kind), ("data.json", kind)]);
}

#[test]
fn folders_below_each_other_end_somewhere() {
    let deepest_entered = "d/".repeat(63);
    let bench = Bench::with(&[(&format!("{deepest_entered}x.rego"), ""), (&format!("{deepest_entered}d/x.rego"), "")]);
    let tree = bench.scan();
    assert_eq!(paths(&tree), [format!("{deepest_entered}x.rego")]);
    assert_eq!(faults(&tree), [(&*format!("{deepest_entered}d"), &TreeFaultKind::TooDeep { limit: 64 })]);
}

#[cfg(unix)]
#[test]
fn a_socket_is_never_opened() {
    let bench = Bench::new();
    let bind = |name: &str| std::os::unix::net::UnixListener::bind(bench.root().join(name)).unwrap();
    let _sockets = [bind("42.rego"), bind("other")];
    let tree = bench.scan();
    assert_eq!(faults(&tree), [("42.rego", &TreeFaultKind::NotARegularFile)]);
    assert_eq!(paths(&tree), Vec::<&str>::new());
}

#[cfg(unix)]
#[test]
fn a_pipe_that_takes_the_place_of_a_file_does_not_stop_the_look() {
    let bench = Bench::new();
    let pipe = bench.root().join("42.rego");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(faults(&bench.scan()), [("42.rego", &TreeFaultKind::NotARegularFile)]);
    assert!(read(&pipe).is_none(), "listed as a file, but a pipe by now");
}

#[cfg(unix)]
#[test]
fn a_link_that_takes_the_place_of_a_file_is_not_followed_unchecked() {
    let bench = Bench::with(&[("a.rego", "secret")]);
    bench.link("b.rego", "a.rego");
    assert!(read(&bench.root().join("b.rego")).is_none());
}

#[test]
fn a_file_that_vanishes_before_it_is_read_is_absent() {
    let bench = Bench::new();
    assert!(read(&bench.root().join("gone.rego")).is_none());
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_a_fault_if_it_would_count() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let bench = Bench::new();
    for name in [b"m\xFCnchen.rego".as_slice(), b"m\xFCnchen.txt"] {
        fs::write(bench.root().join(OsStr::from_bytes(name)), "").unwrap();
    }
    fs::create_dir(bench.root().join(OsStr::from_bytes(b"k\xF6ln"))).unwrap();
    let kind = &TreeFaultKind::NameNotUtf8;
    assert_eq!(faults(&bench.scan()), [("k\u{FFFD}ln", kind), ("m\u{FFFD}nchen.rego", kind)]);
}

#[test]
fn authors_see_tests_too() {
    let bench = Bench::with(&[
        ("projects/42.rego", ""),
        ("projects/42_test.rego", ""),
        ("projects/42_test.yaml", ""),
        ("lib/x_test.yml", ""),
        ("lib/test.yaml", ""),
        ("_test.rego~", ""),
    ]);
    let tree = scan_with_tests(&bench.root()).unwrap();
    let kinds: Vec<_> = tree.files.iter().map(|(path, file)| (&**path, file.kind)).collect();
    let expected = [
        ("lib/x_test.yml", FileKind::Table),
        ("projects/42.rego", FileKind::Module),
        ("projects/42_test.rego", FileKind::Test),
        ("projects/42_test.yaml", FileKind::Table),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(paths(&bench.scan()), ["projects/42.rego"]);
}
