//! Decisions written down.

use std::path::PathBuf;
use std::time::Duration;

use super::JournalUploadSettings;
use crate::config::Secret;

/// `[journal]`
#[derive(Debug, Clone)]
pub struct JournalSettings {
    /// What happens while events come faster than they can be written.
    pub when_full: WhenFull,
    /// The most events that wait to be written.
    pub queue: usize,
    /// Whether each event goes to standard output.
    pub stdout: bool,
    /// The files that each event goes to.
    pub files: Vec<JournalFileSettings>,
    /// The receivers that each event is sent to.
    pub uploads: Vec<JournalUploadSettings>,
    /// The database that decisions are looked up in, if there is one.
    pub index: Option<JournalIndexSettings>,
    /// What no event says.
    pub privacy: JournalPrivacy,
}

/// `[journal.index]`
#[derive(Debug, Clone)]
pub struct JournalIndexSettings {
    /// The database; made if it is not there.
    pub path: PathBuf,
    /// Older decisions are removed.
    pub keep_age: Duration,
    /// Past this size the oldest decisions are removed, in mebibytes.
    pub keep_mebibytes: u64,
}

/// What of `[journal]` keeps personal data out of events.
#[derive(Debug, Clone)]
pub struct JournalPrivacy {
    /// JSON pointers below `/input` to what is removed.
    pub mask: Vec<String>,
    /// How agents are named.
    pub agents: JournalAgents,
}

/// How events name agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalAgents {
    /// As the platform does.
    Plain,
    /// By a hash with this key.
    Hashed(Secret),
}

/// What happens to an event that finds no place to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenFull {
    /// It is dropped and counted.
    Drop,
    /// Its login waits for a place.
    Wait,
}

/// `[[journal.files]]`
#[derive(Debug, Clone)]
pub struct JournalFileSettings {
    /// The file that is written; full ones are put beside it.
    pub path: PathBuf,
    /// A file of this size is full, in mebibytes.
    pub rotate_mebibytes: u64,
    /// A file of this age is full.
    pub rotate_age: Duration,
    /// How many full files are kept.
    pub keep_files: usize,
    /// When what was written is made to outlast a loss of power.
    pub fsync: Fsync,
}

/// When a file is forced to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fsync {
    /// When the system likes.
    Never,
    /// Once a second, and when the file is full.
    EverySecond,
    /// After each write, which takes up all events that wait.
    Always,
}
