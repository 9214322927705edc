//! Settings are loaded from made-up directories and environments; the process' own are never read.

mod acqueon;
mod admin;
mod directory;
mod hooks;
mod iservice;
mod journal;
mod layers;
mod networks;
mod platforms;
mod refusals;
mod tls;
mod traces;
mod uploads;
mod warnings;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{HookSettings, Loaded, Sources, load};

/// A working directory and an environment.
struct Scene {
    dir: TempDir,
    sources: Sources,
}

impl Scene {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let sources = Sources { directory: dir.path().to_owned(), ..Sources::default() };
        Self { dir, sources }
    }

    /// With `text` as `logingate.toml`.
    fn with_file(text: &str) -> Self {
        let scene = Self::new();
        scene.write("logingate.toml", text);
        scene
    }

    /// Writes a file that only its owner can read.
    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        set_mode(&path, 0o600);
        path
    }

    fn env(mut self, name: &str, value: &str) -> Self {
        self.sources.environment.push((name.into(), value.into()));
        self
    }

    fn load(&self) -> Loaded {
        load(&self.sources).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The first hook.
    fn hook(&self) -> HookSettings {
        self.load().settings.vcc.hooks.remove(0)
    }

    /// The faults as lines, with this scene's directory left out of paths.
    fn faults(&self) -> Vec<String> {
        let error = load(&self.sources).expect_err("no fault");
        let directory = format!("{}/", self.dir.path().display());
        error.faults().iter().map(|fault| fault.to_string().replace(&directory, "")).collect()
    }

    /// The one fault there is.
    fn fault(&self) -> String {
        let mut faults = self.faults();
        assert_eq!(faults.len(), 1, "{faults:#?}");
        faults.remove(0)
    }

    /// Where the report says that `name` comes from, with its value.
    fn reported(&self, name: &str) -> (String, String) {
        let report = self.load().report;
        let entry = report.0.iter().find(|entry| entry.name == name).expect(name);
        let directory = format!("{}/", self.dir.path().display());
        (entry.value.to_string(), entry.source.replace(&directory, ""))
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {}
