//! Follows the files: what is renewed comes into force whole, what can't be used does not.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use arc_swap::ArcSwap;

use super::expiry::Reminder;
use super::fault::Faults;
use super::files::{Digest, Files};
use super::identity::moment;
use super::material::Material;
use crate::config::TlsSettings;
use crate::decision::Clock;
use crate::telemetry::Metrics;
use crate::telemetry::metrics::{Listener, TlsReloadResult};

/// Between two looks at the files: their content is compared, for links and clocks can mislead.
pub(super) const INTERVAL: Duration = Duration::from_secs(2);
/// How long changed files must have stayed as they are: nobody writes certificate and key in one step.
pub(super) const SETTLE: Duration = Duration::from_millis(300);

/// Has `follower` look at its files until the sender is dropped.
pub(super) fn start(mut follower: Follower) -> io::Result<mpsc::Sender<()>> {
    let (alive, ended) = mpsc::channel::<()>();
    let follow = move || {
        let mut wait = follower.look();
        while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            wait = follower.look();
        }
    };
    thread::Builder::new().name("tls-files".into()).spawn(follow)?;
    Ok(alive)
}

/// Looks at the files of one listener.
pub(super) struct Follower {
    listener: Listener,
    settings: TlsSettings,
    in_force: Arc<ArcSwap<Material>>,
    clock: Arc<dyn Clock>,
    metrics: Arc<Metrics>,
    reminder: Reminder,
    /// What the last look found, if that is not in force.
    found: Option<Digest>,
    /// What was wrong at the last look: a fault that is gone at the next was somebody at work.
    suspicion: Option<String>,
    /// What was said last about files that can't be used, while they are there.
    complaint: Option<String>,
}

impl Follower {
    /// Follows the files that `in_force` was read from.
    pub(super) fn new(
        listener: Listener,
        settings: TlsSettings,
        in_force: Arc<ArcSwap<Material>>,
        clock: Arc<dyn Clock>,
        metrics: Arc<Metrics>,
    ) -> Self {
        let until = in_force.load().validity.until;
        metrics.tls_in_force(listener, until);
        Self {
            listener,
            settings,
            in_force,
            clock,
            metrics,
            reminder: Reminder::default(),
            found: None,
            suspicion: None,
            complaint: None,
        }
    }

    /// Looks once, and says in how long to look again.
    pub(super) fn look(&mut self) -> Duration {
        let now_seconds = self.clock.unix_nanos().div_euclid(1_000_000_000);
        let next = self.follow(now_seconds);
        self.reminder.remind(self.listener, self.in_force.load().validity, now_seconds);
        next
    }

    fn follow(&mut self, now_seconds: i64) -> Duration {
        let files = Files::read(&self.settings);
        let found = files.digest();
        if found == self.in_force.load().digest {
            (self.found, self.suspicion) = (None, None);
            self.retract();
            return INTERVAL;
        }
        if self.found.replace(found) != Some(found) {
            return SETTLE;
        }
        match Material::from_files(files, self.listener, &self.settings, now_seconds) {
            Ok(material) => self.renew(material),
            Err(faults) => self.complain(&faults),
        }
        INTERVAL
    }

    fn renew(&mut self, material: Material) {
        let until = material.validity.until;
        self.in_force.store(Arc::new(material));
        (self.found, self.suspicion, self.complaint) = (None, None, None);
        self.reminder = Reminder::default();
        self.metrics.tls_in_force(self.listener, until);
        self.metrics.tls_reloaded(self.listener, TlsReloadResult::Renewed);
        let listener = self.listener.as_str();
        tracing::info!(listener, expires = moment(until), "renewed TLS files are in force");
    }

    fn complain(&mut self, faults: &Faults) {
        let complaint = faults.to_string();
        let is_lasting = self.suspicion.replace(complaint.clone()).as_ref() == Some(&complaint);
        if !is_lasting || self.complaint.as_ref() == Some(&complaint) {
            return;
        }
        self.complaint = Some(complaint);
        self.metrics.tls_reloaded(self.listener, TlsReloadResult::Refused);
        let expires = moment(self.in_force.load().validity.until);
        for fault in faults.all() {
            let (file, reason) = (fault.file.display(), &fault.kind);
            let (listener, setting) = (self.listener.as_str(), fault.setting());
            tracing::error!(
                listener, setting, %file, %reason, expires, "renewed TLS files can't be used; those before them stay in force"
            );
        }
    }

    /// The files are again those in force.
    fn retract(&mut self) {
        if self.complaint.take().is_some() {
            self.metrics.tls_in_force(self.listener, self.in_force.load().validity.until);
            tracing::info!(listener = self.listener.as_str(), "the TLS files are again those in force");
        }
    }
}
