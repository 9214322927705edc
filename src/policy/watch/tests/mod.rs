//! Real files, real events, the real thread. Nothing here sleeps: waiting is waiting for a change.

mod folders;
mod roots;
mod saves;
#[cfg(target_os = "linux")]
mod storms;

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::*;
use crate::policy::tree::{Content, RootFaultKind, Tree, scan};

/// So long that only events can be what tells of a change.
const HOUR: Duration = Duration::from_hours(1);
/// Longer than any change may take, on a machine that is busy with other tests.
const LONG: Duration = Duration::from_secs(20);
/// Longer than an undisturbed change takes.
const WHILE: Duration = Duration::from_millis(900);

/// What a watcher said.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    /// `path=text` for every file, `!path` for every fault.
    Tree(String),
    Unchanged,
    RootLost(RootFaultKind),
    RootFound,
}

/// A policy directory in a temporary one, and its watcher, which has looked at it already.
struct Bench {
    directory: TempDir,
    watcher: Watcher,
    said: Receiver<Said>,
}

impl Bench {
    fn watching(files: &[(&str, &str)]) -> Self {
        Self::start(files, HOUR, true)
    }

    fn start(files: &[(&str, &str)], scan_interval: Duration, file_events: bool) -> Self {
        let directory = TempDir::new().unwrap();
        let root = directory.path().join("root");
        fs::create_dir(&root).unwrap();
        for (path, text) in files {
            write(&root.join(path), text);
        }
        let first = std::sync::Arc::new(scan(&root, None).unwrap());
        let (sender, said) = mpsc::channel();
        let settings = WatchSettings { root, scan_interval, file_events, with_tests: false };
        let watcher = Watcher::start(settings, first, move |change| sender.send(said_of(&change)).unwrap()).unwrap();
        let bench = Self { directory, watcher, said };
        bench.watcher.reload();
        assert_eq!(bench.next(), Said::Unchanged);
        bench
    }

    fn path(&self, path: &str) -> PathBuf {
        self.directory.path().join("root").join(path)
    }

    fn root(&self) -> PathBuf {
        self.directory.path().join("root")
    }

    /// Saves as careful editors do: under a name that is passed over, then renamed.
    fn save(&self, path: &str, text: &str) {
        let temporary = self.path(".saving");
        fs::write(&temporary, text).unwrap();
        fs::rename(temporary, self.path(path)).unwrap();
    }

    fn next(&self) -> Said {
        self.said.recv_timeout(LONG).unwrap()
    }

    fn assert_next(&self, files: &str) {
        assert_eq!(self.next(), Said::Tree(files.to_owned()));
    }

    fn assert_silent_for(&self, time: Duration) {
        if let Ok(said) = self.said.recv_timeout(time) {
            panic!("{said:?}");
        }
    }
}

fn write(path: &std::path::Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn said_of(change: &Change<'_>) -> Said {
    match change {
        Change::Tree(tree) => Said::Tree(words(tree)),
        Change::Unchanged => Said::Unchanged,
        Change::RootLost(fault) => Said::RootLost(fault.kind),
        Change::RootFound => Said::RootFound,
    }
}

fn words(tree: &Tree) -> String {
    let files = tree.files.iter().map(|(path, file)| match &file.content {
        Content::Text(text) => format!("{path}={text}"),
        Content::Fault(_) => format!("{path}=!"),
    });
    files.chain(tree.faults.iter().map(|fault| format!("!{}", fault.path))).collect::<Vec<_>>().join(" ")
}
