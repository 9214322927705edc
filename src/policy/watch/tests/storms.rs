//! Many files, many edits.

use super::*;

#[test]
fn a_thousand_files_at_once_are_one_change() {
    let bench = Bench::watching(&[]);
    let names: Vec<_> = (1000..2000).map(|number| format!("projects/{number}.rego")).collect();
    let staged = bench.path(".staged");
    for name in &names {
        write(&staged.join(name), "1");
    }
    fs::rename(staged.join("projects"), bench.path("projects")).unwrap();
    bench.assert_next(&names.iter().map(|name| format!("{name}=1")).collect::<Vec<_>>().join(" "));
    bench.assert_silent_for(WHILE);
}

#[test]
fn a_thousand_files_written_in_place_are_all_seen() {
    let bench = Bench::watching(&[]);
    let names: Vec<_> = (1000..2000).map(|number| format!("projects/{number}.rego")).collect();
    for name in &names {
        write(&bench.path(name), "1");
    }
    let all = Said::Tree(names.iter().map(|name| format!("{name}=1")).collect::<Vec<_>>().join(" "));
    while bench.next() != all {}
    bench.assert_silent_for(WHILE);
}

#[test]
fn an_edit_gets_through_a_storm_elsewhere() {
    let bench = Bench::watching(&[("a.rego", "1"), ("storm.rego", "0")]);
    bench.save("a.rego", "2");
    let began = Instant::now();
    for number in 1.. {
        bench.save("storm.rego", &number.to_string());
        if let Ok(said) = bench.said.recv_timeout(Duration::from_millis(20)) {
            assert!(matches!(&said, Said::Tree(files) if files.starts_with("a.rego=2 storm.rego=")), "{said:?}");
            break;
        }
        assert!(began.elapsed() < LONG);
    }
}

#[test]
fn hints_that_come_while_the_callback_is_busy_are_not_lost() {
    let directory = TempDir::new().unwrap();
    write(&directory.path().join("a.rego"), "1");
    let (sender, said) = mpsc::channel();
    let (finish, finished) = mpsc::channel::<()>();
    let settings =
        WatchSettings { root: directory.path().to_owned(), scan_interval: HOUR, file_events: true, with_tests: false };
    let _watcher = Watcher::start(settings, std::sync::Arc::default(), move |change| {
        sender.send(said_of(&change)).unwrap();
        let _ = finished.recv_timeout(LONG);
    })
    .unwrap();
    assert_eq!(said.recv_timeout(LONG), Ok(Said::Tree("a.rego=1".to_owned())));
    write(&directory.path().join("b.rego"), "1");
    write(&directory.path().join("c/c.rego"), "1");
    assert!(said.recv_timeout(WHILE).is_err(), "it is busy");
    finish.send(()).unwrap();
    assert_eq!(said.recv_timeout(LONG), Ok(Said::Tree("a.rego=1 b.rego=1 c/c.rego=1".to_owned())));
    drop(finish);
}
