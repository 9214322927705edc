//! Where trials are run on a server: few at a time, on threads that step back for those of logins.

use std::fmt;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};

use crate::decision::Limits;

/// Trials at once; further ones wait this long for a place.
const AT_ONCE: usize = 2;
const WAIT: Duration = Duration::from_secs(2);
/// Policies recurse on the stack.
const STACK_BYTES: usize = 16 << 20;

/// Runs trials, and knows the limits that logins have.
pub struct Desk {
    /// Those of logins, which are those of trials.
    pub limits: Limits,
    places: Arc<Semaphore>,
}

/// Why a trial was not run to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeskFault {
    /// Others were under way for as long as one may wait.
    #[error("too many trials at once")]
    Busy,
    /// The system has no thread to spare, or the trial failed in a way that is a mistake of ours.
    #[error("the thread of the trial could not be started, or ended without a result")]
    Failed,
}

impl Desk {
    /// A desk for trials under `limits`.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, places: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Runs `trial` on a thread of its own once there is a place, which it keeps to its end, awaited or not.
    ///
    /// # Errors
    /// When no place becomes free, or the thread fails.
    pub async fn run<T: Send + 'static>(&self, trial: impl FnOnce() -> T + Send + 'static) -> Result<T, DeskFault> {
        let place = tokio::time::timeout(WAIT, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(place)) = place else { return Err(DeskFault::Busy) };
        let (answer, answered) = oneshot::channel();
        let work = move || {
            let _place = place;
            step_back();
            // Whoever asked may have left meanwhile.
            let _ = answer.send(trial());
        };
        let started = thread::Builder::new().name("trial".into()).stack_size(STACK_BYTES).spawn(work);
        started.map_err(|_| DeskFault::Failed)?;
        answered.await.map_err(|_| DeskFault::Failed)
    }
}

/// How far trials step back, of 19: a thread of a login gets nine times their share of a core that both want.
const NICE: i32 = 10;

/// Gives this thread, and those that it starts, a low priority: what burns a core here takes hardly any from a login.
#[cfg(target_os = "linux")]
fn step_back() {
    // Where it is forbidden, the limits still hold.
    let _ = rustix::process::nice(NICE);
}

/// Elsewhere a priority is that of the whole process.
#[cfg(not(target_os = "linux"))]
fn step_back() {}

impl fmt::Debug for Desk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Desk").field("limits", &self.limits).finish_non_exhaustive()
    }
}
