//! The page about asking a server: everything it shows is so.

use super::{blocks, check_links, console};
use crate::program::{Program, bash};

const PAGE: &str = include_str!("../../../examples/production/ADMIN.md");

#[test]
fn a_server_answers_as_its_page_shows() {
    let directory = tempfile::tempdir().unwrap();
    let copied = bash(directory.path(), &format!("cp -R {}/policies .", env!("CARGO_MANIFEST_DIR")), &[]);
    assert_eq!(copied.code, Some(0), "{}", copied.text);
    let settings = [
        ("LOGINGATE_JOURNAL__INDEX__PATH", "decisions.sqlite"),
        // Trials step back, and other tests run beside this one.
        ("LOGINGATE_LIMITS__EVALUATION", "30s"),
        ("LOGINGATE_LIMITS__LOGIN_DEADLINE", "30s"),
    ];
    let server = Program::serve_with(directory.path(), &[], &settings);
    for block in blocks(PAGE) {
        assert_eq!(block.kind, "console", "line {}: nothing checks it", block.line);
        console::run(&block, directory.path(), Some(&server));
    }
    check_links(PAGE, "examples/production");
}
