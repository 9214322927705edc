//! The page about iService: everything it shows is so.

use crate::pages::{blocks, check_links, console};
use crate::program::{Program, bash};

const PAGE: &str = include_str!("../../../examples/iservice/README.md");

#[test]
fn a_conversation_goes_as_the_page_shows() {
    let directory = tempfile::tempdir().unwrap();
    let home = env!("CARGO_MANIFEST_DIR");
    let copied =
        bash(directory.path(), &format!("cp -R {home}/policies {home}/examples/iservice/logingate.toml ."), &[]);
    assert_eq!(copied.code, Some(0), "{}", copied.text);
    let server = Program::serve(directory.path(), &[]);
    for block in blocks(PAGE) {
        assert_eq!(block.kind, "console", "line {}: nothing checks it", block.line);
        console::run(&block, directory.path(), Some(&server));
    }
    check_links(PAGE, "examples/iservice");
}
