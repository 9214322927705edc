//! Holding up and waiting, without sleeping.

use std::sync::{Condvar, Mutex};
use std::time::Duration;

/// A login's deadline, and what a test waits for anything, that only a fault lets pass.
pub(in crate::decision) const PATIENT: Duration = Duration::from_secs(20);
/// A login's deadline that shall pass.
pub(in crate::decision) const IMPATIENT: Duration = Duration::from_millis(30);

/// Holds up whoever passes until it is opened.
#[derive(Default)]
pub(in crate::decision) struct Gate {
    state: Mutex<(usize, bool)>,
    opened: Condvar,
}

impl Gate {
    pub(in crate::decision) fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.0 += 1;
        drop(self.opened.wait_while(state, |(_, open)| !*open).unwrap());
    }

    pub(in crate::decision) fn open(&self) {
        self.state.lock().unwrap().1 = true;
        self.opened.notify_all();
    }

    /// Until `count` have come to the gate.
    pub(in crate::decision) async fn reached_by(&self, count: usize) {
        until(|| self.state.lock().unwrap().0 >= count).await;
    }
}

/// Lets everything else run until `condition` holds.
pub(in crate::decision) async fn until(condition: impl Fn() -> bool) {
    let condition = async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    };
    soon(condition).await;
}

/// What `future` comes to; fails the test when that takes too long.
pub(in crate::decision) async fn soon<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(PATIENT, future).await.expect("this would take for ever")
}
