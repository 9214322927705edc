//! What is kept, what goes, and what is lost when the disk is full.

use std::io;

use super::*;

#[test]
fn what_is_too_old_goes_though_nothing_comes() {
    let scene = Scene::new();
    let mut sink = scene.sink();
    sink.write(lines(0..600).as_bytes(), NOW).unwrap();
    let last = NOW + 599 * SECOND + 24 * 3600 * SECOND;
    let mut steps = 0;
    loop {
        sink.rest(last).unwrap();
        steps += 1;
        if sink.wants_rest_in() > Some(Duration::from_secs(1)) {
            break;
        }
    }
    let found = scene.found();
    assert_eq!((found.len(), steps), (1, 3), "only the youngest is no older than a day; 256 go at once");
    assert_eq!(found[0]["decision_id"], Uuid::from_u128(599).to_string());
    assert_eq!(count(&scene, "verdict"), 8);
}

#[test]
fn the_oldest_goes_when_there_is_too_much_and_the_file_stays_small() {
    let mut scene = Scene::new();
    scene.settings.keep_mebibytes = 1;
    let mut sink = scene.sink();
    for batch in 0..40 {
        sink.write(lines(batch * 50..(batch + 1) * 50).as_bytes(), NOW).unwrap();
    }
    let found = scene.found();
    assert!((50..1000).contains(&found.len()), "{}", found.len());
    let ids: Vec<_> = found.iter().map(|event| event["decision_id"].as_str().unwrap().to_owned()).collect();
    let youngest: Vec<_> = (2000 - found.len() as u128..2000).rev().map(|it| Uuid::from_u128(it).to_string()).collect();
    assert_eq!(ids, youngest);
    drop(sink);
    assert!(std::fs::metadata(scene.path()).unwrap().len() < 8 << 20);
}

#[test]
fn what_was_freed_is_given_back_to_the_disk() {
    let scene = Scene::new();
    let mut sink = scene.sink();
    sink.write(lines(0..4000).as_bytes(), NOW).unwrap();
    drop(sink);
    let before = std::fs::metadata(scene.path()).unwrap().len();
    let mut sink = scene.sink();
    while sink.wants_rest_in() < Some(Duration::from_secs(1)) {
        sink.rest(NOW + 48 * 3600 * SECOND).unwrap();
    }
    drop(sink);
    let after = std::fs::metadata(scene.path()).unwrap().len();
    assert!(before > 12 << 20 && after < 5 << 20, "{before} {after}");
}

#[test]
fn a_full_disk_loses_a_batch_whole_and_the_next_is_written() {
    let scene = Scene::new();
    let mut sink = scene.sink();
    sink.limit_pages(30);
    let error = sink.write(lines(0..500).as_bytes(), NOW).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    assert!(scene.found().is_empty());
    sink.limit_pages(100_000);
    sink.write(lines(0..500).as_bytes(), NOW).unwrap();
    assert_eq!(scene.found().len(), 500);
}

#[test]
fn an_event_that_comes_twice_is_there_once() {
    let scene = Scene::new();
    let mut sink = scene.sink();
    sink.write(lines(0..2).as_bytes(), NOW).unwrap();
    sink.write(lines(0..3).as_bytes(), NOW).unwrap();
    assert_eq!((scene.found().len(), count(&scene, "verdict")), (3, 24));
}

#[test]
fn a_line_that_is_no_event_is_an_error() {
    let scene = Scene::new();
    let error = scene.sink().write(b"{\"decision_id\":\"1\"}\n", NOW).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
}

fn count(scene: &Scene, table: &str) -> i64 {
    let connection = rusqlite::Connection::open(scene.path()).unwrap();
    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}
