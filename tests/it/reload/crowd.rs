//! Agents who log in without a pause, and what they may be answered.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread::{self, JoinHandle};

use super::client::{Answer, Login};
use super::plan::ASKED;
use crate::server::Connection;

/// Every version of the directory since the start: the projects that it opens.
#[derive(Default)]
pub struct History {
    versions: RwLock<Vec<BTreeSet<u64>>>,
    /// The newest version that somebody was answered by.
    live: AtomicUsize,
    logins: AtomicU64,
    /// The first answer that none of the versions explains.
    failure: Mutex<Option<String>>,
}

impl History {
    /// From now on logins may be answered by a version that opens `projects`.
    pub fn publish(&self, projects: BTreeSet<u64>) {
        self.versions.write().unwrap().push(projects);
    }

    /// Whether somebody was answered by the newest version. Panics as soon as somebody was answered wrongly.
    pub fn is_newest_live(&self) -> bool {
        let failure = self.failure.lock().unwrap().clone();
        assert_eq!(failure, None);
        self.live() + 1 == self.versions.read().unwrap().len()
    }

    pub fn logins(&self) -> u64 {
        self.logins.load(Ordering::Relaxed)
    }

    fn live(&self) -> usize {
        self.live.load(Ordering::SeqCst)
    }

    /// Judges what came of a login that was sent when version `floor` was live already: it must be, for all projects,
    /// the answer of one version, and of none before that.
    fn judge(&self, floor: usize, answer: &Result<Answer, String>) {
        self.logins.fetch_add(1, Ordering::Relaxed);
        let versions = self.versions.read().unwrap();
        let found = answer.as_ref().ok().filter(|answer| answer.keys().copied().eq(ASKED)).and_then(|answer| {
            let open = || answer.iter().filter(|(_, granted)| **granted).map(|(project, _)| project);
            (floor..versions.len()).find(|&version| open().eq(&versions[version]))
        });
        if let Some(version) = found {
            self.live.fetch_max(version, Ordering::SeqCst);
        } else {
            let expected = &versions[floor..];
            let failure = format!("got {answer:?}\nwhen version {floor} was live already, of those: {expected:?}");
            self.failure.lock().unwrap().get_or_insert(failure);
        }
    }
}

/// Clients at full speed, until dropped.
pub struct Crowd {
    history: Arc<History>,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Crowd {
    /// `clients` of them, each over one connection to `address`.
    pub fn start(address: SocketAddr, clients: u64, history: &Arc<History>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let client = |number: u64| {
            let (stop, history) = (Arc::clone(&stop), Arc::clone(history));
            thread::spawn(move || log_in(address, number, &stop, &history))
        };
        let threads = (1..=clients).map(client).collect();
        Self { history: Arc::clone(history), stop, threads }
    }

    /// Stops, and panics if anything was answered wrongly.
    pub fn disperse(mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            thread.join().unwrap();
        }
        self.history.is_newest_live();
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

fn log_in(address: SocketAddr, number: u64, stop: &AtomicBool, history: &History) {
    let mut connection = Connection::to(address);
    for count in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let floor = history.live();
        let login = Login { projects: &ASKED, user: 1 + number + 10 * count, group: 1 + count % 7 };
        let answer = login.over(&mut connection);
        history.judge(floor, &answer);
        if answer.is_err() {
            // A connection that failed once has nothing more to say.
            return;
        }
    }
}
