//! The pages of `examples/ucontact` and `examples/ozonetel`: their servers answer as they show.

use std::path::Path;

use super::{blocks, check_links, console};
use crate::program::{Program, bash};

const UCONTACT: &str = include_str!("../../../examples/ucontact/README.md");
const OZONETEL: &str = include_str!("../../../examples/ozonetel/README.md");

/// Runs everything that the page `name` shows in a directory of its own.
fn check(name: &str, page: &'static str) {
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    std::fs::copy(example.join("conversation.sh"), folder.path().join("conversation.sh")).unwrap();
    std::fs::create_dir(folder.path().join("policies")).unwrap();
    let (shown, run): (Vec<_>, Vec<_>) = blocks(page).into_iter().partition(|block| block.kind != "console");
    for block in shown {
        match block.kind {
            "toml" => std::fs::write(folder.path().join("logingate.toml"), &block.text).unwrap(),
            "rego" => std::fs::write(folder.path().join("policies/platform.rego"), &block.text).unwrap(),
            "sh" => set_up(&block.text, folder.path()),
            other => panic!("line {}: nothing checks blocks of kind `{other}`", block.line),
        }
    }
    let server = Program::serve(folder.path(), &[]);
    let local = format!("export LOGINGATE_URL=http://{}; ", server.address);
    for mut block in run {
        block.text = block.text.replace("$ ", &format!("$ {local}"));
        console::run(&block, folder.path(), Some(&server));
    }
    check_links(page, &format!("examples/{name}"));
}

#[test]
fn ucontact_is_answered_as_its_page_shows() {
    check("ucontact", UCONTACT);
}

#[test]
fn ozonetel_is_answered_as_its_page_shows() {
    check("ozonetel", OZONETEL);
}

/// Runs the commands that add who the page adds.
fn set_up(commands: &str, folder: &Path) {
    let ran = bash(folder, &format!("set -e\n{commands}"), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.text);
}
