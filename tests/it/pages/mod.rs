//! Markdown pages whose blocks and links are held to what the program does.

mod admin;
mod blocks;
pub mod console;
mod journal;
mod policies;
mod telephony;

use std::fs;
use std::path::Path;

pub use blocks::{Block, blocks};

/// Where the links of `page` lead, those to other sites left out.
pub fn local_links(page: &str) -> impl Iterator<Item = &str> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.starts_with("http"))
}

/// Holds that every link of `page`, which lies in `folder` of the repository, leads to a file and a heading in it.
pub fn check_links(page: &str, folder: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    for link in local_links(page) {
        let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
        assert!(folder.join(file).exists(), "{link}");
        if let Some(anchor) = anchor {
            let other = if file.is_empty() { page.to_owned() } else { fs::read_to_string(folder.join(file)).unwrap() };
            assert!(other.lines().filter_map(anchor_of).any(|known| known == anchor), "{link}");
        }
    }
}

/// The anchor that sites give a heading; `None` for any other line.
fn anchor_of(line: &str) -> Option<String> {
    let heading = line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' ')?.to_lowercase();
    let kept = heading.chars().filter(|&char| char.is_alphanumeric() || char == ' ' || char == '-');
    Some(kept.map(|char| if char == ' ' { '-' } else { char }).collect())
}

#[test]
fn a_link_needs_its_file_and_its_heading() {
    check_links("[a](README.md) [b](README.md#two-commands) [c](#here)\n# Here\n", "");
    for broken in ["[a](READ.md)", "[b](README.md#three-commands)", "[c](#there)\n# Here\n"] {
        assert!(std::panic::catch_unwind(|| check_links(broken, "")).is_err(), "{broken}");
    }
}
