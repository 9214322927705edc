//! Console blocks: `$ command`, then what it prints. `…` stands for anything, `# exits with 3` after a command for its
//! exit code, which is 0 otherwise.

use std::path::Path;
use std::time::{Duration, Instant};

use regex::Regex;

use super::Block;
use crate::program::{DOCUMENTED, DOCUMENTED_ADMIN, Printed, Program, bash};

/// How long an edit may take to be live; the promise is a second, on a machine that does nothing else.
const UNTIL_LIVE: Duration = Duration::from_mins(1);

/// Commands that this very test stands for: the server runs, and `.ci/run` takes the second from the page.
const STOOD_FOR: [&str; 2] = ["cargo run --release", "cargo test --locked"];

struct Step {
    command: String,
    printed: String,
}

/// Runs every command of `block` in `directory`. Where the page shows a server, it is `server`.
pub fn run(block: &Block, directory: &Path, server: Option<&Program>) {
    let (address, admin) = server.map_or((DOCUMENTED, DOCUMENTED_ADMIN), |it| (&it.address, &it.admin));
    let why = format!("logingate why --url http://{DOCUMENTED_ADMIN} ");
    let addresses = [(DOCUMENTED, address), (DOCUMENTED_ADMIN, admin)];
    let steps = steps(&block.text);
    assert!(!steps.is_empty(), "line {}: no command", block.line);
    for Step { command, printed } in steps {
        if STOOD_FOR.contains(&command.as_str()) {
            assert_eq!(printed, "");
            continue;
        }
        let expected = pattern(&printed);
        let code = command.split_once("# exits with ").map_or(0, |(_, code)| code.trim().parse().unwrap());
        let started = Instant::now();
        loop {
            let called = command.replace("logingate why ", &why);
            let called = addresses.iter().fold(called, |text, (documented, real)| text.replace(documented, real));
            let Printed { text, code: got } = bash(directory, &called, &[]);
            let text = addresses.iter().fold(text, |text, (documented, real)| text.replace(*real, documented));
            if expected.is_match(&text) && got == Some(code) {
                break;
            }
            // Requests may come before an edit is live or a login is written; nothing else is asked twice.
            let is_request = ["curl ", "logingate why "].iter().any(|start| command.starts_with(start));
            let may_change = is_request && started.elapsed() < UNTIL_LIVE;
            assert!(may_change, "line {}: $ {command}\nprinted, and exited with {got:?}:\n{text}", block.line);
        }
    }
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_owned(), printed: String::new() }),
            (None, Some(step)) => step.printed = format!("{}{line}\n", step.printed),
            (None, None) => panic!("output without a command: {line}"),
        }
    }
    steps
}

/// Matches exactly `printed`, but for `…` and white space around it all.
fn pattern(printed: &str) -> Regex {
    let parts: Vec<_> = printed.trim().split('…').map(regex::escape).collect();
    Regex::new(&format!(r"^\s*{}\s*$", parts.join("(?s:.*)"))).unwrap()
}

#[test]
fn only_an_ellipsis_stands_for_anything() {
    assert!(pattern("a.c\n…\nz\n").is_match("a.c\nb\nz"));
    assert!(!pattern("a.c").is_match("abc"));
    assert!(!pattern("a").is_match("ab"));
    assert!(!pattern("").is_match("a"));
}
