//! Keeps the set in force true to the directory: loads it, follows its changes, says what is wrong.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, Instant};
use std::{io, thread};

use arc_swap::{ArcSwap, ArcSwapOption};

use super::activations::Activations;
use super::bulletin::Bulletin;
use super::parallel::STACK_BYTES;
use super::set::PolicySet;
use super::tree::{RootFault, Tree, scan};
use super::watch::{Change, WatchSettings, Watcher};
use super::workshop::Workshop;
use crate::decision::{Clock, PolicyName};
use crate::telemetry::Metrics;
use crate::telemetry::metrics::{ReloadLabels, ReloadResult};

/// Between attempts to look at a directory that can't be looked at since the start.
const RETRY_INTERVAL: Duration = Duration::from_millis(500);

/// What to keep, and how.
#[derive(Debug, Clone)]
pub struct KeeperSettings {
    /// The policy directory.
    pub dir: PathBuf,
    /// How often it is looked at, whatever file events say.
    pub scan_interval: Duration,
    /// Whether to use file events.
    pub file_events: bool,
    /// The limit of one evaluation.
    pub evaluation_limit: Duration,
}

/// Follows the policy directory until it is dropped.
pub struct Keeper {
    shared: Arc<Shared>,
}

struct Shared {
    policies: Arc<ArcSwap<PolicySet>>,
    metrics: Arc<Metrics>,
    clock: Arc<dyn Clock>,
    activations: Arc<ArcSwap<Activations>>,
    watcher: OnceLock<Watcher>,
    /// Whether somebody asked for a look that no watcher has been told of, as during the first load.
    is_reload_asked: AtomicBool,
    root_fault: ArcSwapOption<RootFault>,
}

impl Keeper {
    /// Starts loading on a thread of its own, and follows every change from then on: what is in force since when stands
    /// in `policies` and `activations`, and `metrics` counts.
    ///
    /// # Errors
    /// When the system refuses the thread.
    pub fn start(
        settings: KeeperSettings,
        policies: Arc<ArcSwap<PolicySet>>,
        activations: Arc<ArcSwap<Activations>>,
        metrics: Arc<Metrics>,
        clock: Arc<dyn Clock>,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            policies,
            metrics,
            clock,
            activations,
            watcher: OnceLock::new(),
            is_reload_asked: AtomicBool::new(false),
            root_fault: ArcSwapOption::empty(),
        });
        let load = {
            let shared = Arc::downgrade(&shared);
            move || first_load(settings, &shared)
        };
        thread::Builder::new().name("policy-load".into()).stack_size(STACK_BYTES).spawn(load)?;
        Ok(Self { shared })
    }

    /// Asks for a look at the directory now.
    pub fn reload(&self) {
        self.shared.is_reload_asked.store(true, Ordering::SeqCst);
        self.shared.pass_on_reload();
    }

    /// Since when this revision of a policy decides, in nanoseconds since the Unix epoch; `None` if it does not.
    #[must_use]
    pub fn active_since(&self, policy: &PolicyName) -> Option<i64> {
        self.shared.activations.load().since(policy)
    }

    /// Why the directory can't be looked at, while it can't.
    #[must_use]
    pub fn root_fault(&self) -> Option<Arc<RootFault>> {
        self.shared.root_fault.load_full()
    }
}

fn first_load(settings: KeeperSettings, shared: &Weak<Shared>) {
    let tree = loop {
        let Some(shared) = shared.upgrade() else { return };
        match scan(&settings.dir, None) {
            Ok(tree) => break Arc::new(tree),
            Err(fault) => shared.lose_root(&fault),
        }
        drop(shared);
        thread::sleep(RETRY_INTERVAL);
    };
    let workshop = Workshop::new(settings.evaluation_limit);
    let mut follower = Follower { workshop, bulletin: Bulletin::default(), shared: shared.clone() };
    follower.put_in_force(&tree);
    let KeeperSettings { dir: root, scan_interval, file_events, .. } = settings;
    let watch = WatchSettings { root, scan_interval, file_events, with_tests: false };
    match Watcher::start(watch, tree, move |change| follower.follow(&change)) {
        Ok(watcher) => {
            if let Some(shared) = shared.upgrade() {
                let _ = shared.watcher.set(watcher);
                shared.pass_on_reload();
            }
        }
        Err(error) => tracing::error!(%error, "the policy directory is not watched: changes need a restart"),
    }
}

impl Shared {
    /// Tells the watcher, once there is one, that somebody asked for a look.
    fn pass_on_reload(&self) {
        if let Some(watcher) = self.watcher.get()
            && self.is_reload_asked.swap(false, Ordering::SeqCst)
        {
            watcher.reload();
        }
    }

    fn lose_root(&self, fault: &RootFault) {
        if self.root_fault.load().as_deref() != Some(fault) {
            tracing::error!(%fault, "the policy directory can't be looked at; what was loaded stays in force");
            self.metrics.reloads.get_or_create(&ReloadLabels { result: ReloadResult::Failed }).inc();
        }
        self.root_fault.store(Some(Arc::new(fault.clone())));
    }
}

/// Runs on the watching thread.
struct Follower {
    workshop: Workshop,
    bulletin: Bulletin,
    shared: Weak<Shared>,
}

impl Follower {
    fn follow(&mut self, change: &Change<'_>) {
        let Some(shared) = self.shared.upgrade() else { return };
        match change {
            Change::Tree(tree) => {
                shared.root_fault.store(None);
                self.put_in_force(tree);
            }
            Change::Unchanged => self.bulletin.unchanged(&shared.policies.load()),
            Change::RootLost(fault) => shared.lose_root(fault),
            Change::RootFound => {
                shared.root_fault.store(None);
                tracing::info!("the policy directory is there again");
            }
        }
    }

    fn put_in_force(&mut self, tree: &Tree) {
        let Some(shared) = self.shared.upgrade() else { return };
        let started = Instant::now();
        let update = self.workshop.update(tree);
        let activations = shared.activations.load().after(&update.set, shared.clock.unix_nanos());
        shared.activations.store(Arc::new(activations));
        shared.policies.store(Arc::clone(&update.set));
        let took = started.elapsed();
        let result = if update.faults.is_empty() { ReloadResult::Sound } else { ReloadResult::Faulty };
        shared.metrics.reloaded(result, took);
        self.bulletin.loaded(&update, took);
    }
}
