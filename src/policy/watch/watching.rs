//! The watching thread: waits for hints, looks, and tells what has settled.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::time::Duration;

use super::agenda::Agenda;
use super::events::Events;
use super::hints::{Hints, Signal};
use super::root::RootIdentity;
use super::settle::{Look, Settle};
use super::watcher::{Change, WatchSettings};
use crate::policy::tree::{RootFault, Tree, scan_after};

/// Between looks while no events come.
const SCAN_INTERVAL_WITHOUT_EVENTS: Duration = Duration::from_millis(400);
/// How often the root itself is checked: no event tells that a link on the way to it was swapped, or that it is back.
const ROOT_CHECK_INTERVAL: Duration = Duration::from_millis(250);

/// Everything the thread works with.
pub(super) struct Watching<F> {
    settings: WatchSettings,
    hints: Arc<Hints>,
    agenda: Agenda,
    settle: Settle,
    /// What the last look saw.
    seen: Arc<Tree>,
    events: Events,
    root: Option<RootIdentity>,
    root_checked_at: Option<Duration>,
    root_fault: Option<RootFault>,
    is_reload_asked: bool,
    on_change: F,
}

impl<F: FnMut(Change<'_>)> Watching<F> {
    pub(super) fn new(settings: WatchSettings, first: Arc<Tree>, hints: Arc<Hints>, on_change: F) -> Self {
        Self {
            agenda: Agenda::new(),
            settle: Settle::new(Arc::clone(&first)),
            seen: first,
            events: Events::new(settings.file_events),
            root: None,
            root_checked_at: None,
            root_fault: None,
            is_reload_asked: false,
            settings,
            hints,
            on_change,
        }
    }

    /// Watches until it is told to stop.
    pub(super) fn run(mut self) {
        loop {
            self.check_root();
            if self.hints.now() >= self.agenda.next() {
                self.look();
            }
            let deadline = self.agenda.next().min(self.hints.now() + ROOT_CHECK_INTERVAL);
            let signals = self.hints.wait_until(deadline);
            if signals.contains(&Signal::Stop) {
                return;
            }
            for signal in signals {
                self.take_in(signal);
            }
        }
    }

    fn take_in(&mut self, signal: Signal) {
        let now = self.hints.now();
        match signal {
            Signal::Hint => self.agenda.hint(now),
            Signal::Overflow => self.agenda.overflow(now),
            Signal::RootGone => {
                self.events.root_gone();
                self.agenda.hint(now);
            }
            Signal::EventsFailed => {
                self.events.failed(&self.hints.failure(), now);
                self.agenda.hint(now);
            }
            Signal::Reload => {
                self.is_reload_asked = true;
                self.agenda.hint(now);
            }
            Signal::Stop => {}
        }
    }

    fn check_root(&mut self) {
        let now = self.hints.now();
        if self.root_checked_at.is_some_and(|at| now < at + ROOT_CHECK_INTERVAL) {
            return;
        }
        self.root_checked_at = Some(now);
        let root = RootIdentity::of(&self.settings.root);
        if root != self.root {
            self.root = root;
            self.agenda.hint(now);
        }
    }

    fn look(&mut self) {
        let began = self.hints.now();
        // Before the scan, so that nothing falls between the two.
        self.root = RootIdentity::of(&self.settings.root);
        self.events.follow(self.root.as_ref(), &self.hints);
        let comparison = self.agenda.comparison(began);
        let scanned = scan_after(&self.settings.root, &self.seen, comparison, self.settings.with_tests);
        let ended = self.hints.now();
        let again_at = match scanned {
            Ok(tree) => {
                self.seen = Arc::new(tree);
                self.saw(began, ended)
            }
            Err(fault) => {
                self.lost(fault);
                None
            }
        };
        self.agenda.looked(began, ended, again_at, self.interval());
    }

    fn interval(&self) -> Duration {
        let wanted = self.settings.scan_interval;
        if self.events.are_coming() { wanted } else { wanted.min(SCAN_INTERVAL_WITHOUT_EVENTS) }
    }

    fn saw(&mut self, began: Duration, ended: Duration) -> Option<Duration> {
        if self.root_fault.take().is_some() {
            self.tell(Change::RootFound);
        }
        let writers = self.hints.writers();
        let outcome = self.settle.observe(&Look { began, ended, tree: &self.seen, writers: &writers });
        if let Some(accepted) = outcome.accepted {
            self.is_reload_asked = false;
            self.tell(Change::Tree(&accepted));
        } else if self.is_reload_asked && !self.settle.is_moving() {
            self.is_reload_asked = false;
            self.tell(Change::Unchanged);
        }
        outcome.look_again_at
    }

    fn lost(&mut self, fault: RootFault) {
        self.settle.forget_moving();
        let is_news = self.root_fault.as_ref() != Some(&fault);
        if is_news || self.is_reload_asked {
            self.is_reload_asked = false;
            self.tell(Change::RootLost(&fault));
        }
        self.root_fault = Some(fault);
    }

    fn tell(&mut self, change: Change<'_>) {
        let told = panic::catch_unwind(AssertUnwindSafe(|| (self.on_change)(change)));
        if told.is_err() {
            tracing::error!("acting upon a change of the policy directory panicked; watching goes on");
        }
    }
}
