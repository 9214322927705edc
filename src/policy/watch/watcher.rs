//! The handle to a watch: what it is given and what it says.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::hints::{Hints, Signal};
use super::watching::Watching;
use crate::policy::tree::{RootFault, Tree};

/// The thread also runs the callback, which parses what people write.
const STACK_BYTES: usize = 16 << 20;

/// What to watch and how.
#[derive(Debug, Clone)]
pub struct WatchSettings {
    /// The policy directory.
    pub root: PathBuf,
    /// How often it is looked at, whatever file events say. Files that by the system's word nobody wrote to are read once a
    /// minute.
    pub scan_interval: Duration,
    /// Whether to use file events. Without them, it is looked at every 400 ms at least.
    pub file_events: bool,
    /// Whether tests count too, which never decide.
    pub with_tests: bool,
}

/// What the watcher has to say.
#[derive(Debug)]
pub enum Change<'a> {
    /// The directory has changed, and this is what it is by now. Unchanged files share their text with the tree before.
    Tree(&'a Arc<Tree>),
    /// A look that [`Watcher::reload`] asked for found nothing new.
    Unchanged,
    /// The directory itself cannot be looked at; the last tree stays. Told once a fault, and again on [`Watcher::reload`].
    RootLost(&'a RootFault),
    /// The directory can be looked at again. If it differs from the last tree, [`Change::Tree`] follows.
    RootFound,
}

/// Watches a policy directory on a thread of its own. Dropping it ends the watch.
#[derive(Debug)]
pub struct Watcher {
    hints: Arc<Hints>,
    thread: JoinHandle<()>,
}

impl Watcher {
    /// Starts watching. `first` is the tree that is acted upon already; what differs from it is told to `on_change`.
    ///
    /// Changes are told when they are complete, normally 0.2 s after the last write; files settled for 0.6 s do not wait
    /// for others that keep changing. Files count as removed after 0.6 s, or up to 3 s while new ones keep appearing;
    /// while the root or what is around a file cannot be looked at, never.
    ///
    /// `on_change` runs on the watching thread (with 16 MiB of stack) and may take its time: whatever happens meanwhile
    /// is seen afterwards. If it panics, that is logged and the watch goes on.
    ///
    /// # Errors
    /// The system refuses another thread.
    pub fn start(
        settings: WatchSettings,
        first: Arc<Tree>,
        on_change: impl FnMut(Change<'_>) + Send + 'static,
    ) -> io::Result<Self> {
        let hints = Arc::new(Hints::new());
        let watching = Watching::new(settings, first, hints.clone(), on_change);
        let builder = thread::Builder::new().name("policy-watch".to_owned()).stack_size(STACK_BYTES);
        Ok(Self { hints, thread: builder.spawn(move || watching.run())? })
    }

    /// Asks for a look now. `on_change` answers with [`Change::Tree`] (as soon as what changed is complete),
    /// [`Change::Unchanged`] or [`Change::RootLost`].
    pub fn reload(&self) {
        self.hints.tell(Signal::Reload);
    }

    /// Whether the watch goes on; `false` would be a defect of ours.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.thread.is_finished()
    }
}

impl Drop for Watcher {
    /// Does not wait for the thread: it ends after the look or the callback it is busy with.
    fn drop(&mut self) {
        self.hints.tell(Signal::Stop);
    }
}
