//! The page of `examples/acqueon`: the conversations that it shows are held.

use super::Socket;
use crate::pages::{Block, blocks, check_links, console};
use crate::program::Program;

const PAGE: &str = include_str!("../../../examples/acqueon/README.md");

#[test]
fn every_conversation_that_the_page_shows_is_so() {
    let directory = tempfile::tempdir().unwrap();
    let policies = directory.path().join("policies/platforms");
    std::fs::create_dir_all(&policies).unwrap();
    let policy = blocks(PAGE).into_iter().find(|block| block.kind == "rego").unwrap();
    assert!(policy.text.starts_with("# policies/platforms/acqueon.rego\n"));
    std::fs::write(policies.join("acqueon.rego"), &policy.text).unwrap();
    let server = Program::serve(directory.path(), &[]);
    for block in blocks(PAGE) {
        match block.kind {
            "console" => console::run(&block, directory.path(), Some(&server)),
            "text" => talk(&block, &server),
            "rego" => {}
            other => panic!("line {}: nothing checks blocks of kind `{other}`", block.line),
        }
    }
    check_links(PAGE, "examples/acqueon");
}

/// Says what the block says on a WebSocket, and holds what comes back to it.
fn talk(block: &Block, server: &Program) {
    let mut socket = Socket::open(server.address.parse().unwrap(), "/acqueon");
    for line in block.text.lines() {
        if let Some(sent) = line.strip_prefix("→ ") {
            socket.say(sent);
        } else {
            let shown = line.strip_prefix("← ").unwrap_or_else(|| panic!("line {}: {line}", block.line));
            let heard = socket.hear();
            assert!(is_like(&heard, shown), "line {}: {shown}\n{heard}", block.line);
        }
    }
}

/// Whether `text` is `shown`, in which `…` stands for anything.
fn is_like(text: &str, shown: &str) -> bool {
    let mut parts = shown.split('…');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty() || shown.ends_with('…') || text.ends_with(shown.rsplit('…').next().unwrap_or_default())
}

#[test]
fn every_setting_and_code_that_the_page_names_is_there() {
    let settings = include_str!("../../../src/config/default.toml");
    let acqueon = settings.split("[acqueon]").nth(1).unwrap();
    for name in ["token_idle", "silence", "frame_kibibytes"] {
        assert!(PAGE.contains(&format!("`acqueon.{name}`")) && acqueon.contains(&format!("\n{name} = ")), "{name}");
    }
    for recorded in include_str!("recorded/sign_in.jsonl").lines() {
        let message: serde_json::Value = serde_json::from_str(recorded).unwrap();
        assert!(PAGE.contains(message["subtopic"].as_str().unwrap()), "{recorded}");
    }
    assert!(is_like("abc", "a…c") && is_like("abc", "abc") && is_like("abc", "a…"));
    assert!(!is_like("abc", "a…d") && !is_like("abc", "b…") && !is_like("abcd", "abc"));
}
