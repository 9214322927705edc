//! Work on many files at once, on threads whose stacks bear the engine's recursive parser.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The engine's parser and compiler recurse; 2 MiB are not always enough.
pub const STACK_BYTES: usize = 16 << 20;

/// Applies `work` to every item, in as many threads as there are cores; the results are in the order of the items.
///
/// # Panics
/// Never by itself: a panic of `work` is passed on, so `work` catches what it must survive.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        while let Some((at, item)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).map(|item| (at, item))
        } {
            done.push((at, work(item)));
        }
        done
    };
    let mut results = thread::scope(|scope| {
        let spawn =
            |_| thread::Builder::new().name("policy-build".into()).stack_size(STACK_BYTES).spawn_scoped(scope, take);
        let threads: Vec<_> = (0..cores.min(items.len())).map_while(|at| spawn(at).ok()).collect();
        // Where the system gives no more threads, this one does the work.
        let mut results = if threads.is_empty() { take() } else { Vec::new() };
        for thread in threads {
            match thread.join() {
                Ok(done) => results.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    results.sort_unstable_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Does `work` on a thread with a large stack; where the system gives no more threads, on this one.
///
/// # Panics
/// Never by itself: a panic of `work` is passed on.
pub fn on_large_stack<T: Send>(work: impl Fn() -> T + Sync) -> T {
    thread::scope(|scope| {
        match thread::Builder::new().name("policy-question".into()).stack_size(STACK_BYTES).spawn_scoped(scope, &work) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => work(),
        }
    })
}
