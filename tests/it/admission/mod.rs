//! Who is let in by name and password, asked of the room itself: its clock stands, its directory is a file.

mod locks;
mod names;
mod queue;
mod renewal;

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;

use logingate::admission::{Admission, AdmissionParts, Attempt, Hashing, Known, Password, Refusal};
use logingate::config::{DirectoryDatabase, DirectorySettings};
use logingate::decision::{Platform, StandingClock};
use logingate::directory::{AgentId, Directory, LockRule, LoginNameKind, NewAgent};
use tempfile::TempDir;

use crate::staff::agent;

pub(crate) const RIGHT: &str = "correct-horse";
pub(crate) const WRONG: &str = "battery-staple";

/// A door with a directory behind it.
struct Door {
    admission: Admission,
    directory: Directory,
    clock: Arc<StandingClock>,
    settings: DirectorySettings,
    _dir: TempDir,
}

/// What hashing costs in tests, unless they are about that.
fn cheap() -> Hashing {
    Hashing::new(64, 1, 1).unwrap()
}

impl Door {
    fn with(hashing: Hashing, at_a_time: usize, waiting: usize) -> Self {
        let dir = TempDir::new().unwrap();
        let settings = DirectorySettings {
            database: DirectoryDatabase::Sqlite(dir.path().join("agents.db")),
            connections: 4,
            patience: Duration::from_mins(1),
        };
        let directory = Directory::open(&settings).unwrap();
        let clock = Arc::new(StandingClock::at(1_800_000_000_000_000_000));
        let lock = LockRule { failures: NonZeroU32::new(5).unwrap(), lasts: Duration::from_mins(5) };
        let admission = Admission::new(AdmissionParts {
            directory: directory.clone(),
            hashing,
            lock: Some(lock),
            at_a_time: NonZeroUsize::new(at_a_time).unwrap(),
            waiting,
            clock: clock.clone(),
        });
        Self { admission, directory, clock, settings, _dir: dir }
    }

    fn new() -> Self {
        Self::with(cheap(), 2, 64)
    }

    /// The same people behind another door.
    fn beside(&self, hashing: Hashing) -> Admission {
        Admission::new(AdmissionParts {
            directory: Directory::open(&self.settings).unwrap(),
            hashing,
            lock: None,
            at_a_time: NonZeroUsize::MIN,
            waiting: 8,
            clock: self.clock.clone(),
        })
    }

    async fn add(&self, agent: NewAgent) -> AgentId {
        let hash = cheap().hash(&password(RIGHT)).unwrap();
        self.directory.add(agent, Some(hash)).await.unwrap()
    }

    async fn knock(&self, name: &str, password: &str) -> Result<Known, Refusal> {
        self.admission.authenticate(attempt(name, password)).await
    }
}

fn password(text: &str) -> Password {
    Password::new(text.to_owned()).unwrap()
}

fn attempt(name: &str, text: &str) -> Attempt {
    let platform = Platform::Ozonetel;
    Attempt { platform, kind: LoginNameKind::Name, name: name.to_owned(), password: password(text) }
}
