//! One look after the other, without waiting in between.

use std::path::PathBuf;
use std::sync::Arc;

use arc_swap::ArcSwap;
use tempfile::TempDir;

use super::super::files::Files;
use super::super::material::Material;
use super::super::renewal::{Follower, INTERVAL, SETTLE};
use super::pair;
use crate::config::TlsSettings;
use crate::decision::StandingClock;
use crate::telemetry::Metrics;
use crate::telemetry::metrics::{Listener, TlsReloadLabels, TlsReloadResult};

/// Saturday, 21 November 2026.
const NOW_SECONDS: i64 = 1_795_248_000;

struct Scene {
    directory: TempDir,
    in_force: Arc<ArcSwap<Material>>,
    metrics: Arc<Metrics>,
    follower: Follower,
}

impl Scene {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = |name| -> PathBuf { directory.path().join(name) };
        let settings = TlsSettings { certificate: path("tls.crt"), key: path("tls.key"), clients: None };
        let (certificate, key) = pair();
        std::fs::write(&settings.certificate, certificate).unwrap();
        std::fs::write(&settings.key, key).unwrap();
        let files = Files::read(&settings);
        let material = Material::from_files(files, Listener::Platforms, &settings, NOW_SECONDS).unwrap();
        let in_force = Arc::new(ArcSwap::from_pointee(material));
        let (clock, metrics) = (Arc::new(StandingClock::at(NOW_SECONDS * 1_000_000_000)), Arc::new(Metrics::default()));
        let follower = Follower::new(Listener::Platforms, settings, Arc::clone(&in_force), clock, Arc::clone(&metrics));
        Self { directory, in_force, metrics, follower }
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.directory.path().join(name), text).unwrap();
    }

    /// How often files were renewed and refused.
    fn counts(&self) -> [u64; 2] {
        [TlsReloadResult::Renewed, TlsReloadResult::Refused].map(|result| {
            let labels = TlsReloadLabels { listener: Listener::Platforms, result };
            self.metrics.tls_reloads.get_or_create(&labels).get()
        })
    }
}

#[test]
fn what_stays_the_same_is_let_alone() {
    let mut scene = Scene::new();
    let before = scene.in_force.load_full();
    assert_eq!([scene.follower.look(), scene.follower.look()], [INTERVAL, INTERVAL]);
    assert!(Arc::ptr_eq(&before, &scene.in_force.load_full()));
    assert_eq!(scene.counts(), [0, 0]);
}

#[test]
fn somebody_at_work_is_waited_for_and_not_complained_about() {
    let mut scene = Scene::new();
    let (certificate, key) = pair();
    scene.write("tls.crt", &certificate[..certificate.len() / 2]);
    assert_eq!(scene.follower.look(), SETTLE);
    scene.write("tls.crt", &certificate);
    assert_eq!([scene.follower.look(), scene.follower.look()], [SETTLE, INTERVAL]);
    assert_eq!(scene.counts(), [0, 0]);
    scene.write("tls.key", &key);
    assert_eq!(scene.follower.look(), SETTLE);
    assert_eq!(scene.counts(), [0, 0]);
    assert_eq!(scene.follower.look(), INTERVAL);
    assert_eq!(scene.counts(), [1, 0]);
}

#[test]
fn a_lasting_fault_counts_once_and_another_again() {
    let mut scene = Scene::new();
    let before = scene.in_force.load_full();
    scene.write("tls.key", &pair().1);
    for _ in 0..6 {
        scene.follower.look();
    }
    assert_eq!(scene.counts(), [0, 1]);
    std::fs::remove_file(scene.directory.path().join("tls.crt")).unwrap();
    for _ in 0..6 {
        scene.follower.look();
    }
    assert_eq!(scene.counts(), [0, 2]);
    assert!(Arc::ptr_eq(&before, &scene.in_force.load_full()));
}
