//! An index that can't be used stops the start; one that breaks later stops no login.

use std::fs;

use crate::program::{Printed, bash};
use crate::server::{POLICIES, SAMPLE, SAMPLE_ANSWER, write_files};

fn start(content: &str) -> Printed {
    let directory = tempfile::tempdir().unwrap();
    write_files(&directory.path().join("policies"), POLICIES);
    fs::write(directory.path().join("decisions.sqlite"), content).unwrap();
    let environment = [("LOGINGATE_ADMIN__LISTEN", "off"), ("LOGINGATE_JOURNAL__INDEX__PATH", "decisions.sqlite")];
    bash(directory.path(), "timeout 60 logingate --listen 127.0.0.1:0", &environment)
}

#[test]
fn a_file_that_is_no_index_stops_the_start_and_it_is_said_what_to_do() {
    let printed = start(&"something else entirely ".repeat(100));
    assert_eq!(printed.code, Some(2), "{}", printed.text);
    let expected = "error: the index of decisions decisions.sqlite is not an index of decisions but something else; \
        set another `journal.index.path`";
    assert!(printed.text.contains(expected), "{}", printed.text);
}

#[test]
fn logins_go_on_when_the_index_can_not_grow() {
    let directory = tempfile::tempdir().unwrap();
    write_files(&directory.path().join("policies"), POLICIES);
    // No file may have more than 200 KiB, which stands for a disk that is full.
    let command = format!(
        "trap '' XFSZ; (ulimit -f 200; exec logingate --listen 127.0.0.1:0 2> >(cat > log)) & \
         until grep -q 'policies loaded' log && grep -q 'serving operators' log; do :; done; \
         url=$(grep -o 'http://[^\"]*/vcc[^\"]*' log); admin=$(grep -o 'http://[^\"]*/metrics' log); \
         for i in $(seq 150); do curl $url -d '{SAMPLE}'; echo; done | sort | uniq -c; \
         until curl $admin | grep 'events_dropped_total'; do :; done; kill $!; wait $!"
    );
    let environment =
        [("LOGINGATE_ADMIN__LISTEN", "127.0.0.1:0"), ("LOGINGATE_JOURNAL__INDEX__PATH", "decisions.sqlite")];
    let printed = bash(directory.path(), &command, &environment);
    assert!(printed.text.contains(&format!("150 {SAMPLE_ANSWER}")), "{}", printed.text);
    assert!(printed.text.contains("logingate_journal_events_dropped_total{reason="), "{}", printed.text);
}

#[test]
fn a_server_that_ends_leaves_one_tidy_file() {
    let mut scene = super::Scene::new("");
    scene.login(SAMPLE);
    scene.server.stop().unwrap();
    let names: Vec<_> = fs::read_dir(scene.directory.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["decisions.sqlite"]);
}
