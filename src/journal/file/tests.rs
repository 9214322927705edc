use std::path::Path;

use tempfile::TempDir;

use super::*;

const MINUTE_NANOS: i64 = 60_000_000_000;
/// 2026-11-23T08:00:00Z.
const NOW: i64 = 1_795_420_800_000_000_000;

fn settings(directory: &TempDir) -> JournalFileSettings {
    JournalFileSettings {
        path: directory.path().join("logins.ndjson"),
        rotate_mebibytes: 1,
        rotate_age: Duration::from_hours(1),
        keep_files: 2,
        fsync: Fsync::EverySecond,
    }
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn line(bytes: usize) -> Vec<u8> {
    let mut line = vec![b'x'; bytes - 1];
    line.push(b'\n');
    line
}

#[test]
fn a_file_that_would_grow_too_large_is_put_aside_under_its_time() {
    let directory = tempfile::tempdir().unwrap();
    let mut sink = FileSink::open(settings(&directory), NOW).unwrap();
    sink.write(&line(1 << 20), NOW).unwrap();
    assert_eq!(names(directory.path()), ["logins.ndjson"]);
    sink.write(b"{}\n", NOW).unwrap();
    assert_eq!(names(directory.path()), ["logins-20261123T080000000000000Z.ndjson", "logins.ndjson"]);
    assert_eq!(fs::read(directory.path().join("logins.ndjson")).unwrap(), b"{}\n");
}

#[cfg(unix)]
#[test]
fn a_file_is_not_for_everybody_to_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let mut sink = FileSink::open(settings(&directory), NOW).unwrap();
    for turn in 0..2 {
        sink.write(&line(1 << 20), NOW + turn).unwrap();
    }
    for name in names(directory.path()) {
        let mode = fs::metadata(directory.path().join(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o007, 0, "{name}: {mode:o}");
    }
    assert_eq!(names(directory.path()).len(), 2);
}

#[test]
fn a_file_that_is_old_is_put_aside_but_never_an_empty_one() {
    let directory = tempfile::tempdir().unwrap();
    let mut sink = FileSink::open(settings(&directory), NOW).unwrap();
    sink.rest(NOW + 61 * MINUTE_NANOS).unwrap();
    sink.write(b"{}\n", NOW + 61 * MINUTE_NANOS).unwrap();
    assert_eq!(names(directory.path()), ["logins.ndjson"]);
    sink.write(b"{}\n", NOW + 122 * MINUTE_NANOS).unwrap();
    assert_eq!(names(directory.path()).len(), 2);
}

#[test]
fn only_the_youngest_full_files_are_kept_and_nothing_else_is_touched() {
    let directory = tempfile::tempdir().unwrap();
    let others =
        ["logins-old.ndjson", "logins-20261123T080000000000000Z.txt", "other-20261123T080000000000000Z.ndjson"];
    others.iter().for_each(|name| fs::write(directory.path().join(name), "").unwrap());
    let mut sink = FileSink::open(settings(&directory), NOW).unwrap();
    for minute in 0..4 {
        sink.write(&line(1 << 20), NOW + minute * MINUTE_NANOS).unwrap();
    }
    let mut expected =
        vec!["logins-20261123T080200000000000Z.ndjson", "logins-20261123T080300000000000Z.ndjson", "logins.ndjson"];
    expected.extend(others);
    expected.sort_unstable();
    assert_eq!(names(directory.path()), expected);
}

#[test]
fn a_line_that_was_cut_off_is_ended_before_the_next() {
    let directory = tempfile::tempdir().unwrap();
    // The file is as old as the real clock says.
    let settings = JournalFileSettings { rotate_age: Duration::MAX, ..settings(&directory) };
    fs::write(&settings.path, "{\"whole\":1}\n{\"cut\":").unwrap();
    FileSink::open(settings.clone(), NOW).unwrap().write(b"{\"next\":1}\n", NOW).unwrap();
    assert_eq!(fs::read_to_string(&settings.path).unwrap(), "{\"whole\":1}\n{\"cut\":\n{\"next\":1}\n");
}

#[test]
fn a_full_disk_is_an_error_and_the_next_write_tries_again() {
    let directory = tempfile::tempdir().unwrap();
    let full = JournalFileSettings { path: "/dev/full".into(), ..settings(&directory) };
    let mut sink = FileSink::open(full, NOW).unwrap();
    for _ in 0..2 {
        assert_eq!(sink.write(b"{}\n", NOW).unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}

#[test]
fn what_is_dirty_for_a_second_is_forced_to_the_disk_though_more_comes_all_the_time() {
    let directory = tempfile::tempdir().unwrap();
    let mut sink = FileSink::open(settings(&directory), NOW).unwrap();
    sink.write(b"{}\n", NOW).unwrap();
    sink.write(b"{}\n", NOW + 999_000_000).unwrap();
    assert_eq!(sink.wants_rest_in(), Some(SECOND));
    sink.write(b"{}\n", NOW + 1_000_000_000).unwrap();
    assert_eq!(sink.wants_rest_in(), None);
}
