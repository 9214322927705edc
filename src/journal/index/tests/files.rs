//! Files that are no index, or are one no more.

use std::fs;
use std::path::Path;

use super::*;

fn refused(scene: &Scene) -> String {
    IndexSink::open(&scene.settings).expect_err("it is accepted").to_string()
}

#[test]
fn an_index_is_found_again_and_is_for_its_owner_alone() {
    let scene = Scene::new();
    scene.sink().write(lines(0..3).as_bytes(), NOW).unwrap();
    scene.sink().write(lines(3..5).as_bytes(), NOW).unwrap();
    assert_eq!(scene.found().len(), 5);
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(scene.path()).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_reader_sees_what_was_written_while_the_writer_goes_on() {
    let scene = Scene::new();
    let mut sink = scene.sink();
    let index = scene.index();
    let all = Question { limit: Some(10), ..Question::default() };
    for count in 0..4 {
        assert_eq!(index.find(&all).unwrap().decisions.len(), count);
        let number = u128::try_from(count).unwrap();
        sink.write(lines(number..number + 1).as_bytes(), NOW).unwrap();
    }
}

#[test]
fn a_file_that_is_something_else_is_refused_and_left_alone() {
    let scene = Scene::new();
    fs::write(scene.path(), "notes of a supervisor, far longer than any header of a database ".repeat(40)).unwrap();
    let before = fs::read(scene.path()).unwrap();
    assert!(refused(&scene).starts_with("is not an index of decisions but something else; set another"));
    assert_eq!(fs::read(scene.path()).unwrap(), before);
    let other = Scene::new();
    rusqlite::Connection::open(other.path()).unwrap().execute_batch("CREATE TABLE notes (text)").unwrap();
    assert!(refused(&other).starts_with("is not an index of decisions"));
    assert!(Index::open(&other.path(), None).unwrap_err().to_string().starts_with("is not an index of decisions"));
}

#[test]
fn a_newer_index_is_refused() {
    let scene = Scene::new();
    drop(scene.sink());
    rusqlite::Connection::open(scene.path()).unwrap().pragma_update(None, "user_version", 2).unwrap();
    let fault = "was made by a newer version of this program (its version is 2, this program knows 1)";
    assert!(refused(&scene).starts_with(fault), "{}", refused(&scene));
    assert!(Index::open(&scene.path(), None).unwrap_err().to_string().starts_with(fault));
}

#[test]
fn a_damaged_index_is_refused_and_it_is_said_what_to_do() {
    let scene = Scene::new();
    scene.sink().write(lines(0..200).as_bytes(), NOW).unwrap();
    let whole = fs::read(scene.path()).unwrap();
    let mut overwritten = whole.clone();
    overwritten[8192..16384].fill(0x5a);
    for damaged in [&overwritten[..], &whole[..whole.len() / 2]] {
        fs::write(scene.path(), damaged).unwrap();
        let fault = refused(&scene);
        assert!(fault.starts_with("is damaged: ") && fault.contains("the next start begins a new one"), "{fault}");
    }
}

#[test]
fn an_index_in_no_folder_is_refused_and_a_reader_makes_none() {
    let mut scene = Scene::new();
    assert!(Index::open(&scene.path(), None).is_err() && !scene.path().exists());
    scene.settings.path = scene.directory.path().join("nowhere/decisions.sqlite");
    assert!(refused(&scene).starts_with("can't be opened: "), "{}", refused(&scene));
    scene.settings.path = Path::new("/proc/version").to_owned();
    refused(&scene);
}
