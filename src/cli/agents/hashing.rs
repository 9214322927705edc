//! Many passwords, hashed on all cores.

use std::sync::Mutex;
use std::thread;

use crate::admission::Hashing;
use crate::directory::{NewAgent, PasswordHash};
use crate::roster::{Credential, Row};

/// An agent on its way into the directory.
pub(super) type Entry = (NewAgent, Option<PasswordHash>);

/// The rows as the directory takes them, in their order. `hashed` is called after each password.
/// `None` where the system has no randomness or no memory.
pub(super) fn entries(rows: Vec<Row>, hashing: &Hashing, hashed: impl Fn() + Sync) -> Option<Vec<Entry>> {
    let count = rows.len();
    let workers = thread::available_parallelism().map_or(1, usize::from).min(count.max(1));
    let queue = Mutex::new(rows.into_iter().enumerate());
    let work = || {
        let mut done = Vec::new();
        // Not while the next one is worked on: the lock is given back at once.
        while let Some((at, row)) = queue.lock().ok().and_then(|mut queue| queue.next()) {
            done.push((at, entry(row, hashing, &hashed)?));
        }
        Some(done)
    };
    let mut entries = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().map(|worker| worker.join().ok().flatten());
        done.collect::<Option<Vec<Vec<(usize, Entry)>>>>()
    })?
    .concat();
    entries.sort_unstable_by_key(|(at, _)| *at);
    Some(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn entry(row: Row, hashing: &Hashing, hashed: impl Fn()) -> Option<Entry> {
    let hash = match row.credential {
        None => None,
        Some(Credential::Hash(hash)) => Some(hash),
        Some(Credential::Password(password)) => {
            let hash = hashing.hash(&password)?;
            hashed();
            Some(hash)
        }
    };
    Some((row.agent, hash))
}
