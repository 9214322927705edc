//! `--watch`: runs the tests again whenever a file changes.

use std::io::{self, Write as _, stderr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::{Arguments, run_once};
use crate::cli::ExitCode;
use crate::cli::output::{fail, warn};
use crate::cli::policy_directory::refuse;
use crate::decision::{Clock as _, SystemClock};
use crate::policy::tree::{self, Tree};
use crate::policy::watch::{Change, WatchSettings, Watcher};

/// Between comparisons of contents, whatever file events say.
const SCAN_INTERVAL: Duration = Duration::from_secs(2);

/// Runs the tests until Ctrl-C; the exit code is that of the last run.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let first = match tree::scan_with_tests(&arguments.dir) {
        Ok(tree) => Arc::new(tree),
        Err(fault) => return refuse(&fault),
    };
    let (sender, changes) = unbounded_channel();
    let settings = WatchSettings {
        root: arguments.dir.clone(),
        scan_interval: SCAN_INTERVAL,
        file_events: true,
        with_tests: true,
    };
    let watcher = Watcher::start(settings, Arc::clone(&first), move |change| match change {
        Change::Tree(tree) => drop(sender.send(Arc::clone(tree))),
        Change::RootLost(fault) => warn(&fault.to_string()),
        Change::Unchanged | Change::RootFound => {}
    });
    let code = watcher.and_then(|_watcher| follow(arguments, &first, changes));
    code.unwrap_or_else(|error| fail(&error, ExitCode::Failed))
}

fn follow(arguments: &Arguments, first: &Tree, mut changes: UnboundedReceiver<Arc<Tree>>) -> io::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // Kept from here on: a Ctrl-C that comes while tests run must not be missed.
    let mut interrupts = runtime.block_on(async { signal(SignalKind::interrupt()) })?;
    let mut code = run_once(arguments, first);
    // The tests run outside the runtime: deciding the logins of tables needs one of its own.
    while let Some(tree) = runtime.block_on(next(&mut interrupts, &mut changes)) {
        // What has changed meanwhile is in the last of them.
        let tree = std::iter::from_fn(|| changes.try_recv().ok()).last().unwrap_or(tree);
        separate();
        code = run_once(arguments, &tree);
    }
    Ok(code)
}

/// The files as they have become; `None` is the end.
async fn next(interrupts: &mut Signal, changes: &mut UnboundedReceiver<Arc<Tree>>) -> Option<Arc<Tree>> {
    tokio::select! {
        biased;
        _ = interrupts.recv() => None,
        tree = changes.recv() => tree,
    }
}

/// A line between two runs.
fn separate() {
    let now = DateTime::from_timestamp_nanos(SystemClock::default().unix_nanos());
    let _ = writeln!(stderr(), "\n── {} ──", now.to_rfc3339_opts(SecondsFormat::Secs, true));
}
