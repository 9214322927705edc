//! What the journal keeps to itself: `journal.mask`, `journal.agents` and its key.

use std::path::Path;

use crate::config::settings::{JournalAgents, JournalPrivacy};
use crate::config::table::Table;
use crate::config::{Secret, secret_file};

const POINTERS: &str = "a list of JSON pointers to parts of /input about agents, such as [\"/input/customData/iban\"]";
const POINTER: &str = "a JSON pointer to a part of /input about agents, such as \"/input/customData/iban\"";
/// Parts of the input that an agent may be known by; the others say which question was asked, and stand elsewhere, too.
const ABOUT_AGENTS: [&str; 6] = ["userId", "username", "groupId", "customData", "source", "station"];
/// Whoever has a hash could try all keys that are shorter.
const SHORTEST_KEY_BYTES: usize = 16;

/// Reads what of `[journal]` is about privacy.
pub(super) fn read(table: &mut Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<JournalPrivacy> {
    let mask =
        table.list(
            "mask",
            POINTERS,
            |text| {
                if is_about_agents(text) { Ok(text.to_owned()) } else { Err(POINTER.to_owned()) }
            },
        );
    let is_hashed = table.choice("agents", &[("plain", false), ("hashed", true)]);
    let key = key(table, directory, warnings);
    let agents = match (is_hashed?, key?) {
        (false, None) => JournalAgents::Plain,
        (true, Some(key)) => JournalAgents::Hashed(key),
        (true, None) => {
            table.refuse("agents", "got \"hashed\", expected agents_key or agents_key_file with it".to_owned());
            return None;
        }
        (false, Some(_)) => {
            table.refuse("agents", "got \"plain\" with a key, expected \"hashed\" or no key".to_owned());
            return None;
        }
    };
    Some(JournalPrivacy { mask: mask?, agents })
}

/// Whether `text` is a JSON pointer (RFC 6901) to a part of the input that may be masked.
fn is_about_agents(text: &str) -> bool {
    let is_escaped = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    let part = text.strip_prefix("/input/").and_then(|rest| rest.split('/').next());
    is_escaped && part.is_some_and(|part| ABOUT_AGENTS.contains(&part))
}

/// `Some(None)` where there is none.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
fn key(table: &mut Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<Option<Secret>> {
    let (name, key) = match (table.has("agents_key"), table.has("agents_key_file")) {
        (false, false) => return Some(None),
        (true, true) => {
            table.refuse("agents_key_file", "agents_key is set as well, expected one of the two".to_owned());
            return None;
        }
        (true, false) => {
            secret_file::warn_about_inline(table.file("agents_key"), warnings);
            ("agents_key", table.secret("agents_key").map(Secret::new)?)
        }
        (false, true) => {
            let path = table.path("agents_key_file", "the path of a file")?;
            let key = secret_file::key(&directory.join(path), warnings);
            ("agents_key_file", key.map_err(|problem| table.refuse("agents_key_file", problem)).ok()?)
        }
    };
    if key.expose().len() < SHORTEST_KEY_BYTES {
        table.refuse(name, format!("is shorter than {SHORTEST_KEY_BYTES} bytes, expected a long random key"));
        return None;
    }
    Some(Some(key))
}
