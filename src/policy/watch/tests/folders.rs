//! Folders and links that come, go and are swapped.

use super::*;

#[test]
fn a_new_folder_with_files_is_seen_whole() {
    let bench = Bench::watching(&[]);
    for path in ["x/y/z/a.rego", "x/b.rego", "x/y/data.yaml"] {
        write(&bench.path(path), "1");
    }
    bench.assert_next("x/b.rego=1 x/y/data.yaml=1 x/y/z/a.rego=1");
    write(&bench.path("x/y/z/a.rego"), "2");
    bench.assert_next("x/b.rego=1 x/y/data.yaml=1 x/y/z/a.rego=2");
}

#[test]
fn a_folder_deleted_and_made_again_withdraws_nothing() {
    let bench = Bench::watching(&[("projects/1.rego", "1"), ("projects/2.rego", "1")]);
    fs::remove_dir_all(bench.path("projects")).unwrap();
    bench.assert_silent_for(Duration::from_millis(200));
    write(&bench.path("projects/1.rego"), "1");
    write(&bench.path("projects/2.rego"), "2");
    bench.assert_next("projects/1.rego=1 projects/2.rego=2");
    write(&bench.path("projects/1.rego"), "3");
    bench.assert_next("projects/1.rego=3 projects/2.rego=2");
}

#[test]
fn a_deleted_folder_is_withdrawn_in_the_end() {
    let bench = Bench::watching(&[("projects/1.rego", "1"), ("lib/x.rego", "1")]);
    fs::remove_dir_all(bench.path("projects")).unwrap();
    bench.assert_next("lib/x.rego=1");
}

#[test]
fn a_renamed_folder_is_one_change_and_is_watched_on() {
    let bench = Bench::watching(&[("old/1.rego", "1"), ("old/2.rego", "1")]);
    fs::rename(bench.path("old"), bench.path("new")).unwrap();
    bench.assert_next("new/1.rego=1 new/2.rego=1");
    bench.save("new/1.rego", "2");
    bench.assert_next("new/1.rego=2 new/2.rego=1");
}

#[cfg(unix)]
#[test]
fn a_configmap_swap_is_one_change() {
    use std::os::unix::fs::symlink;
    let bench = Bench::watching(&[("..1/a.rego", "old"), ("..1/b.rego", "old")]);
    symlink("..1", bench.path("..data")).unwrap();
    symlink("..data/a.rego", bench.path("a.rego")).unwrap();
    symlink("..data/b.rego", bench.path("b.rego")).unwrap();
    bench.assert_next("a.rego=old b.rego=old");
    for (before, after) in [("1", "2"), ("2", "3")] {
        write(&bench.path(&format!("..{after}/a.rego")), after);
        write(&bench.path(&format!("..{after}/b.rego")), after);
        symlink(format!("..{after}"), bench.path("..data_tmp")).unwrap();
        fs::rename(bench.path("..data_tmp"), bench.path("..data")).unwrap();
        fs::remove_dir_all(bench.path(&format!("..{before}"))).unwrap();
        bench.assert_next(&format!("a.rego={after} b.rego={after}"));
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_root_is_refused() {
    let bench = Bench::watching(&[("a.rego", "1")]);
    fs::write(bench.directory.path().join("outside.rego"), "outside").unwrap();
    std::os::unix::fs::symlink("../outside.rego", bench.path("b.rego")).unwrap();
    bench.assert_next("a.rego=1 !b.rego");
}
