//! File events of the operating system, turned into hints.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, Event, EventKind, ModifyKind};
use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::hints::{Hints, Signal};
use super::root::RootIdentity;
use crate::policy::tree;

#[cfg(test)]
mod tests;

/// How long after a failure events are tried again: somebody may have raised the limits.
const RETRY: Duration = Duration::from_mins(1);

/// The events of one directory, as far as they can be had.
pub(super) struct Events {
    state: State,
    is_warned: bool,
}

enum State {
    /// Nobody wants them.
    Off,
    /// There is no directory to watch, or it went while the watch was being set up.
    Waiting,
    /// They come.
    On { _watcher: RecommendedWatcher, root: RootIdentity },
    /// The system cannot provide them.
    Failed { retry_at: Duration },
}

impl Events {
    pub(super) fn new(is_wanted: bool) -> Self {
        Self { state: if is_wanted { State::Waiting } else { State::Off }, is_warned: false }
    }

    /// Whether a change will be hinted at.
    pub(super) fn are_coming(&self) -> bool {
        matches!(self.state, State::On { .. })
    }

    /// Sees to it that the directory that is `root` by now is the one being watched.
    pub(super) fn follow(&mut self, root: Option<&RootIdentity>, hints: &Arc<Hints>) {
        match &self.state {
            State::Off => return,
            State::On { root: watched, .. } if Some(watched) == root => return,
            State::Failed { retry_at } if *retry_at > hints.now() => return,
            State::On { .. } | State::Failed { .. } | State::Waiting => {}
        }
        // The old watch goes first: both together may be more than the system grants.
        self.state = State::Waiting;
        let Some(root) = root else { return };
        match watch(root.real(), hints) {
            Ok(watcher) => self.started(watcher, root),
            Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
            Err(error) => self.failed(&error.to_string(), hints.now()),
        }
    }

    /// The watched directory is no longer where it was.
    pub(super) fn root_gone(&mut self) {
        if self.are_coming() {
            self.state = State::Waiting;
        }
    }

    /// No events will come until they are tried again.
    pub(super) fn failed(&mut self, failure: &str, now: Duration) {
        self.state = State::Failed { retry_at: now + RETRY };
        if !self.is_warned {
            self.is_warned = true;
            tracing::warn!(
                error = failure,
                "no file events for the policy directory: its contents are compared several times a second instead; \
                 raising fs.inotify.max_user_watches or fs.inotify.max_user_instances may help"
            );
        }
    }

    fn started(&mut self, watcher: RecommendedWatcher, root: &RootIdentity) {
        self.state = State::On { _watcher: watcher, root: root.clone() };
        if self.is_warned {
            self.is_warned = false;
            tracing::info!("file events for the policy directory work again");
        }
    }
}

fn watch(root: &Path, hints: &Arc<Hints>) -> notify::Result<RecommendedWatcher> {
    let (hints, real_root) = (hints.clone(), root.to_owned());
    let deliver = move |event| deliver(event, &real_root, &hints);
    // Not through links: one that leaves the root would have us watch the rest of the machine.
    let mut watcher = RecommendedWatcher::new(deliver, Config::default().with_follow_symlinks(false))?;
    watcher.watch(root, RecursiveMode::Recursive)?;
    Ok(watcher)
}

fn deliver(event: notify::Result<Event>, root: &Path, hints: &Hints) {
    let event = match event {
        Ok(event) => event,
        Err(error) => return hints.fail(error.to_string()),
    };
    if event.need_rescan() {
        return hints.note(Signal::Overflow, |writers, _| writers.forget_open());
    }
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => closed(&event.paths, root, hints),
        // Our own reading is among these.
        EventKind::Access(_) => {}
        // Only Linux tells when the writer is done.
        EventKind::Modify(ModifyKind::Data(_)) if cfg!(target_os = "linux") => wrote(&event.paths, root, hints),
        EventKind::Modify(ModifyKind::Metadata(_)) => hints.tell(Signal::Hint),
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
            if event.paths.iter().any(|path| path == root) =>
        {
            hints.tell(Signal::RootGone);
        }
        _ => closed(&event.paths, root, hints),
    }
}

fn wrote(paths: &[PathBuf], root: &Path, hints: &Hints) {
    hints.note(Signal::Hint, |writers, now| {
        for path in paths {
            writers.wrote(tree::relative(root, path).to_string(), now);
        }
    });
}

fn closed(paths: &[PathBuf], root: &Path, hints: &Hints) {
    hints.note(Signal::Hint, |writers, now| {
        for path in paths {
            writers.closed(tree::relative(root, path).to_string(), now);
        }
    });
}
