//! A directory, a server over it and a crowd before it, while the directory is worked on.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::crowd::{Crowd, History};
use super::plan::Plan;
use super::server::{LONG, PATIENT, Server, until};

/// Settings with which only file events can tell of a change: no comparison comes in time.
pub const BY_EVENTS: &str = "policies.scan_interval = \"1h\"";
/// Settings with which no file event comes.
pub const BY_SCANNING: &str = "policies.file_events = false";

/// Who logs in at a time.
const CLIENTS: u64 = 3;

pub struct House {
    directory: TempDir,
    root: PathBuf,
    pub plan: Plan,
    history: Arc<History>,
    crowd: Crowd,
    server: Server,
    times: Vec<(String, Duration)>,
}

impl House {
    /// Lays out the directory by `lay_out`, which is given the place of the root, and opens to the public.
    pub fn open(settings: &str, lay_out: impl FnOnce(&Plan, &Path)) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path().join("policies");
        let plan = Plan { library: 1, facts: 2, ..Plan::default() };
        lay_out(&plan, &root);
        let server = Server::start(&root, &format!("{PATIENT}{settings}"));
        let history = Arc::new(History::default());
        history.publish(plan.open());
        let crowd = Crowd::start(server.address(), CLIENTS, &history);
        Self { directory, root, plan, history, crowd, server, times: Vec::new() }
    }

    /// Where `path` is in the policy directory, which is itself at the empty one.
    pub fn path(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.root.clone() } else { self.root.join(path) }
    }

    /// A place outside the policy directory, on the same file system.
    pub fn outside(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Announces the version that `change` makes of the plan, has it written, and waits until it is live.
    pub fn step(&mut self, name: &str, change: impl FnOnce(&mut Plan), write: impl FnOnce(&Self)) {
        self.announce(change);
        write(self);
        self.await_newest(name);
    }

    /// From now on logins may be answered by the version that `change` makes of the plan.
    pub fn announce(&mut self, change: impl FnOnce(&mut Plan)) {
        change(&mut self.plan);
        self.history.publish(self.plan.open());
    }

    /// Waits until the version announced last is live.
    pub fn await_newest(&mut self, name: &str) {
        let written = Instant::now();
        let so_far = self.times();
        until(&format!("{name} is live, after\n{so_far}"), || self.history.is_newest_live());
        self.times.push((name.to_owned(), written.elapsed()));
    }

    /// Waits until as many policies as `count` have faulty files, and returns their names.
    pub fn await_broken(&self, count: u64) -> Vec<String> {
        let health = self.await_health(&format!("{count} broken policies"), |health| health["broken"] == count);
        let degraded = health["degraded"].as_array().into_iter().flatten();
        degraded.map(|policy| policy["policy"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits until `/health/ready` says `what`; it says ready meanwhile, whatever else.
    pub fn await_health(&self, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let mut connection = self.server.connect();
        let began = Instant::now();
        loop {
            let response = connection.ask("GET", "/health/ready", "");
            assert_eq!(response.status, 200, "{response:?}");
            let health = response.json();
            if is_so(&health) {
                return health;
            }
            assert!(began.elapsed() < LONG, "waited in vain until {what}: {health}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// What the times from the end of each step's writing to its first answer were.
    pub fn times(&self) -> String {
        self.times.iter().fold(String::new(), |mut text, (name, time)| {
            let _ = writeln!(text, "{:>6} ms  {name}", time.as_millis());
            text
        })
    }

    /// The shortest of those times.
    pub fn quickest(&self) -> Duration {
        self.times.iter().map(|(_, time)| *time).min().unwrap()
    }

    /// Closes; panics if anybody was ever answered wrongly. Prints the times, for whoever looks at them.
    pub fn close(self) {
        println!("{} logins\n{}", self.history.logins(), self.times());
        self.crowd.disperse();
    }
}
