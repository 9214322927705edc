//! What can't be used stops the start, and says what to do.

use std::path::Path;

use super::settings;
use crate::program::bash;
use crate::server::{POLICIES, TestServer, write_files};

/// What a start with these settings says; it must fail.
fn refusal(text: &str) -> String {
    let directory = tempfile::tempdir().unwrap();
    write_files(&directory.path().join("policies"), POLICIES);
    write_files(directory.path(), &[("logingate.toml", text)]);
    let environment = [("LOGINGATE_ADMIN__LISTEN", "off")];
    let printed = bash(directory.path(), "timeout 60 logingate --listen 127.0.0.1:0", &environment);
    assert_eq!(printed.code, Some(2), "{}", printed.text);
    printed.text
}

#[test]
fn a_spool_is_used_by_one_server_alone() {
    let spool = tempfile::tempdir().unwrap();
    let text = settings("http://127.0.0.1:9/logs", spool.path(), "");
    let _server = TestServer::with(&text, POLICIES);
    let told = refusal(&text);
    let expected = format!("the upload siem can't start: its spool {} is in use by another", spool.path().display());
    assert!(told.contains(&expected), "{told}");
}

#[test]
fn a_spool_that_can_not_be_made_stops_the_start() {
    let told = refusal(&settings("http://127.0.0.1:9/logs", Path::new("/dev/null/spool"), ""));
    assert!(told.contains("its spool /dev/null/spool can't be used: Not a directory"), "{told}");
    assert!(told.contains("set `spool` to a directory that this user may write"), "{told}");
}

#[test]
fn authorities_that_are_none_stop_the_start() {
    let spool = tempfile::tempdir().unwrap();
    for (ca, expected) in
        [("/nowhere/ca.crt", "/nowhere/ca.crt: can't be read"), ("/dev/null", "/dev/null: holds nothing")]
    {
        let told = refusal(&settings("https://127.0.0.1:9/logs", spool.path(), &format!("ca = \"{ca}\"")));
        assert!(told.contains("the upload siem can't start: ") && told.contains(expected), "{told}");
    }
}
