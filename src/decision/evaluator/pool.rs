//! A bounded queue, the threads that empty it, and the keeper that adds a thread when all of them stand still.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{io, thread};

use super::{Failure, PoolSize};
use crate::decision::stack::STACK_BYTES;

/// How long a queue may stand still before the keeper adds a thread. A burst of short evaluations moves faster, so it
/// adds none: more threads than cores would only slow down the threads that answer logins.
const STANDSTILL: Duration = Duration::from_millis(2);

pub(super) type Job = Box<dyn FnOnce() + Send>;

pub(super) struct Pool {
    size: PoolSize,
    state: Mutex<State>,
    /// Wakes threads without work.
    work: Condvar,
    /// Wakes the keeper.
    watch: Condvar,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Job>,
    threads: usize,
    idle: usize,
    /// How many of those have been woken and do not run yet: whoever comes meanwhile need not wake them again, which would
    /// be a call of the system for each job of a burst.
    woken: usize,
    /// How many jobs were ever taken from the queue, to see it move.
    taken: u64,
    /// Whether the keeper looks after the queue, or sleeps until it is told to.
    watched: bool,
    stopped: bool,
}

impl fmt::Debug for Pool {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pool").field("size", &self.size).finish_non_exhaustive()
    }
}

impl Pool {
    pub(super) fn new(size: PoolSize) -> Self {
        Self { size, state: Mutex::default(), work: Condvar::new(), watch: Condvar::new() }
    }

    /// Starts the kept threads, at least one, and the keeper.
    pub(super) fn start(pool: &Arc<Self>) -> io::Result<()> {
        for _ in 0..pool.size.kept.max(1) {
            pool.lock().threads += 1;
            Self::start_worker(pool)?;
        }
        let keeper = Arc::clone(pool);
        thread::Builder::new().name("evaluation-keeper".into()).spawn(move || Self::keep_moving(&keeper))?;
        Ok(())
    }

    /// Queues `job` behind all others.
    pub(super) fn submit(&self, job: Job) -> Result<(), Failure> {
        let mut state = self.lock();
        if state.stopped {
            return Err(Failure::Stopped);
        }
        if state.queue.len() >= self.size.queued {
            return Err(Failure::QueueFull);
        }
        state.queue.push_back(job);
        let wake_worker = state.idle > state.woken;
        state.woken += usize::from(wake_worker);
        let wake_keeper = !state.watched && state.queue.len() > state.idle;
        state.watched |= wake_keeper;
        drop(state);
        if wake_worker {
            self.work.notify_one();
        }
        if wake_keeper {
            self.watch.notify_one();
        }
        Ok(())
    }

    /// Drops what waits and ends each thread after the job it is in.
    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.stopped = true;
        let dropped = std::mem::take(&mut state.queue);
        drop(state);
        self.work.notify_all();
        self.watch.notify_all();
        drop(dropped);
    }

    /// How many threads there are.
    #[cfg(test)]
    pub(super) fn threads(&self) -> usize {
        self.lock().threads
    }

    /// No job runs under the lock, so that a poisoned one still guards a sound state.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a thread that is counted already; uncounts it when the system refuses.
    fn start_worker(pool: &Arc<Self>) -> io::Result<()> {
        let worker = Arc::clone(pool);
        let started = thread::Builder::new().name("evaluation".into()).stack_size(STACK_BYTES).spawn(move || {
            while let Some(job) = worker.next_job() {
                job();
            }
        });
        if started.is_err() {
            pool.lock().threads -= 1;
        }
        started.map(drop)
    }

    /// The next job; `None` when the thread shall end, and is uncounted already.
    fn next_job(&self) -> Option<Job> {
        let mut state = self.lock();
        let mut rested = false;
        loop {
            if state.stopped {
                state.threads -= 1;
                return None;
            }
            if let Some(job) = state.queue.pop_front() {
                state.taken = state.taken.wrapping_add(1);
                return Some(job);
            }
            let surplus = state.threads > self.size.kept.max(1);
            if rested && surplus {
                state.threads -= 1;
                return None;
            }
            state.idle += 1;
            (state, rested) = self.rest(state, surplus);
            state.idle -= 1;
            // Also if nobody woke it: then somebody is woken once too often, never too seldom.
            state.woken = state.woken.saturating_sub(1);
        }
    }

    /// Waits for a job to be announced; a surplus thread only as long as it may stay idle: then `true` comes back.
    fn rest<'a>(&self, state: MutexGuard<'a, State>, surplus: bool) -> (MutexGuard<'a, State>, bool) {
        if !surplus {
            return (self.work.wait(state).unwrap_or_else(PoisonError::into_inner), false);
        }
        let (state, timeout) = self.work.wait_timeout(state, self.size.idle).unwrap_or_else(PoisonError::into_inner);
        (state, timeout.timed_out())
    }

    /// Until the pool stops: sleeps while the queue needs no watching, and adds a thread whenever it stands still.
    fn keep_moving(pool: &Arc<Self>) {
        let mut state = pool.lock();
        while !state.stopped {
            if state.queue.is_empty() {
                state.watched = false;
                state = pool.watch.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let taken = state.taken;
            state = pool.watch.wait_timeout(state, STANDSTILL).unwrap_or_else(PoisonError::into_inner).0;
            let stands_still = state.taken == taken && !state.queue.is_empty() && !state.stopped;
            if stands_still && state.threads < pool.size.most {
                state.threads += 1;
                drop(state);
                // Refused, the queue waits for the threads there are; the next look tries again.
                let _ = Self::start_worker(pool);
                state = pool.lock();
            }
        }
    }
}
