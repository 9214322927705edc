//! The root itself comes and goes.

use super::*;

#[test]
fn while_the_root_is_gone_nothing_is_withdrawn() {
    let bench = Bench::watching(&[("a.rego", "1"), ("b.rego", "1")]);
    fs::remove_dir_all(bench.root()).unwrap();
    assert_eq!(bench.next(), Said::RootLost(RootFaultKind::Missing));
    bench.assert_silent_for(2 * WHILE);
    bench.watcher.reload();
    assert_eq!(bench.next(), Said::RootLost(RootFaultKind::Missing), "who asks is told again");
    write(&bench.path("a.rego"), "1");
    write(&bench.path("b.rego"), "2");
    assert_eq!(bench.next(), Said::RootFound);
    bench.assert_next("a.rego=1 b.rego=2");
    bench.save("a.rego", "3");
    bench.assert_next("a.rego=3 b.rego=2");
}

#[test]
fn the_time_without_the_root_is_no_absence_of_its_files() {
    let bench = Bench::watching(&[("a.rego", "1"), ("b.rego", "1")]);
    let away = bench.directory.path().join("away");
    fs::remove_file(bench.path("a.rego")).unwrap();
    bench.assert_silent_for(Duration::from_millis(150));
    fs::rename(bench.root(), &away).unwrap();
    assert_eq!(bench.next(), Said::RootLost(RootFaultKind::Missing));
    bench.assert_silent_for(WHILE);
    fs::rename(&away, bench.root()).unwrap();
    assert_eq!(bench.next(), Said::RootFound);
    bench.assert_silent_for(Duration::from_millis(300));
    bench.assert_next("b.rego=1");
}

#[test]
fn a_root_that_was_swapped_is_followed() {
    let bench = Bench::watching(&[("a.rego", "1")]);
    let (next, old) = (bench.directory.path().join("next"), bench.directory.path().join("old"));
    write(&next.join("a.rego"), "2");
    fs::rename(bench.root(), old).unwrap();
    fs::rename(next, bench.root()).unwrap();
    let first = bench.next();
    if first != Said::Tree("a.rego=2".to_owned()) {
        assert_eq!(first, Said::RootLost(RootFaultKind::Missing), "a look may fall between the two");
        assert_eq!(bench.next(), Said::RootFound);
        bench.assert_next("a.rego=2");
    }
    bench.save("a.rego", "3");
    bench.assert_next("a.rego=3");
}

#[test]
fn a_root_that_becomes_a_file_is_another_fault() {
    let bench = Bench::watching(&[("a.rego", "1")]);
    fs::remove_dir_all(bench.root()).unwrap();
    assert_eq!(bench.next(), Said::RootLost(RootFaultKind::Missing));
    fs::write(bench.root(), "").unwrap();
    assert_eq!(bench.next(), Said::RootLost(RootFaultKind::NotADirectory));
}

#[cfg(unix)]
#[test]
fn a_link_that_is_the_root_is_followed_when_it_is_swapped() {
    use std::os::unix::fs::symlink;
    let directory = TempDir::new().unwrap();
    let root = directory.path().join("current");
    for release in ["one", "two"] {
        write(&directory.path().join(release).join("a.rego"), release);
    }
    symlink("one", &root).unwrap();
    let (sender, said) = mpsc::channel();
    let settings = WatchSettings { root: root.clone(), scan_interval: HOUR, file_events: true, with_tests: false };
    let _watcher =
        Watcher::start(settings, std::sync::Arc::default(), move |change| sender.send(said_of(&change)).unwrap())
            .unwrap();
    assert_eq!(said.recv_timeout(LONG), Ok(Said::Tree("a.rego=one".to_owned())));
    symlink("two", directory.path().join("next")).unwrap();
    fs::rename(directory.path().join("next"), &root).unwrap();
    assert_eq!(said.recv_timeout(LONG), Ok(Said::Tree("a.rego=two".to_owned())));
    assert!(said.recv_timeout(WHILE).is_err(), "until all looks that are due are over");
    write(&directory.path().join("two/a.rego"), "edited");
    assert_eq!(said.recv_timeout(LONG), Ok(Said::Tree("a.rego=edited".to_owned())));
}
