//! One file, written in all the ways files are written.

use std::io::Write;

use super::*;

#[test]
fn an_atomic_save_is_live_within_a_second() {
    let bench = Bench::watching(&[("a.rego", "1"), ("b.rego", "1")]);
    let saved = Instant::now();
    bench.save("a.rego", "2");
    bench.assert_next("a.rego=2 b.rego=1");
    assert!(saved.elapsed() < Duration::from_secs(1), "{:?}", saved.elapsed());
    bench.assert_silent_for(WHILE);
}

#[cfg(target_os = "linux")]
#[test]
fn a_slow_writer_is_never_seen_half_done() {
    let bench = Bench::watching(&[("a.rego", "1")]);
    let mut file = fs::File::create(bench.path("a.rego")).unwrap();
    for part in ["one ", "two ", "three"] {
        file.write_all(part.as_bytes()).unwrap();
        bench.assert_silent_for(WHILE);
    }
    drop(file);
    bench.assert_next("a.rego=one two three");
}

#[test]
fn a_new_file_and_a_removed_file_are_seen() {
    let bench = Bench::watching(&[("a.rego", "1"), ("b.rego", "1")]);
    write(&bench.path("c.rego"), "1");
    bench.assert_next("a.rego=1 b.rego=1 c.rego=1");
    fs::remove_file(bench.path("b.rego")).unwrap();
    bench.assert_next("a.rego=1 c.rego=1");
}

#[test]
fn a_renamed_file_is_seen_as_one_change() {
    let bench = Bench::watching(&[("a.rego", "1")]);
    fs::rename(bench.path("a.rego"), bench.path("b.rego")).unwrap();
    bench.assert_next("b.rego=1");
}

#[test]
fn an_editor_that_removes_first_withdraws_nothing() {
    let bench = Bench::watching(&[("a.rego", "1")]);
    fs::rename(bench.path("a.rego"), bench.path("a.rego~")).unwrap();
    write(&bench.path("a.rego"), "2");
    bench.assert_next("a.rego=2");
}

#[test]
fn editor_junk_is_no_change() {
    let bench = Bench::watching(&[("a.rego", "1")]);
    for name in [".a.rego.swp", "a.rego~", "#a.rego#", ".#a.rego", "4913", "a.rego.tmp", "a_test.rego", ".git/x.rego"] {
        write(&bench.path(name), "junk");
    }
    bench.assert_silent_for(WHILE);
}

#[test]
fn files_that_cannot_be_used_are_told_and_touch_no_other() {
    let bench = Bench::watching(&[("a.rego", "1"), ("b.rego", "1")]);
    fs::write(bench.path("a.rego"), b"\xFF").unwrap();
    bench.assert_next("a.rego=! b.rego=1");
    fs::create_dir(bench.path("c.rego")).unwrap();
    bench.assert_next("a.rego=! b.rego=1 !c.rego");
    write(&bench.path("a.rego"), "2");
    bench.assert_next("a.rego=2 b.rego=1 !c.rego");
}

#[test]
fn a_file_that_becomes_unreadable_keeps_its_last_content() {
    let bench = Bench::watching(&[("a.rego", "1")]);
    fs::remove_file(bench.path("a.rego")).unwrap();
    fs::create_dir(bench.path("a.rego")).unwrap();
    bench.assert_next("a.rego=1 !a.rego");
}

#[test]
fn the_mark_and_line_ends_of_windows_are_not_seen() {
    let bench = Bench::watching(&[("a.rego", "1")]);
    bench.save("a.rego", "\u{FEFF}x\r\ny\r\n");
    bench.assert_next("a.rego=x\ny\n");
}

#[test]
fn without_file_events_changes_are_seen_all_the_same() {
    let bench = Bench::start(&[("a.rego", "1")], HOUR, false);
    bench.save("a.rego", "2");
    bench.assert_next("a.rego=2");
    fs::remove_file(bench.path("a.rego")).unwrap();
    bench.assert_next("");
}

#[test]
fn a_reload_that_finds_nothing_says_so() {
    let bench = Bench::start(&[("a.rego", "1")], HOUR, true);
    bench.watcher.reload();
    assert_eq!(bench.next(), Said::Unchanged);
}

#[test]
fn a_reload_is_answered_by_the_change_that_is_under_way() {
    let bench = Bench::watching(&[("a.rego", "1")]);
    bench.save("a.rego", "2");
    bench.watcher.reload();
    bench.assert_next("a.rego=2");
    bench.assert_silent_for(WHILE);
}

#[test]
fn a_callback_that_panics_ends_nothing() {
    let directory = TempDir::new().unwrap();
    let (sender, said) = mpsc::channel();
    let settings =
        WatchSettings { root: directory.path().to_owned(), scan_interval: HOUR, file_events: true, with_tests: false };
    let mut is_first = true;
    let watcher = Watcher::start(settings, std::sync::Arc::default(), move |change| {
        sender.send(said_of(&change)).unwrap();
        assert!(!std::mem::take(&mut is_first), "as intended");
    })
    .unwrap();
    for _ in 0..2 {
        watcher.reload();
        assert_eq!(said.recv_timeout(LONG), Ok(Said::Unchanged));
    }
    assert!(watcher.is_running());
}

#[test]
fn a_dropped_watcher_ends() {
    let bench = Bench::watching(&[]);
    drop(bench.watcher);
    assert_eq!(bench.said.recv_timeout(LONG), Err(mpsc::RecvTimeoutError::Disconnected));
}
