//! Questions under way: who asks what is being asked already waits for that answer.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};

use super::verdict::Verdict;

/// One evaluation and everybody who waits for it.
///
/// Whichever clone is polled drives it, so that it outlives any one of them; it ends with the last.
// moka's own `try_get_with` is driven by the first asker alone: each one who gives up makes all others start over, and
// panics those who started over 200 times.
pub(super) type Flight = Shared<BoxFuture<'static, Arc<Verdict>>>;

/// The flights under way, by cache key.
#[derive(Debug, Default)]
pub(super) struct Flights {
    board: Mutex<Board>,
}

#[derive(Debug, Default)]
struct Board {
    flights: HashMap<Arc<[u8]>, Listed>,
    last_number: u64,
}

#[derive(Debug)]
struct Listed {
    number: u64,
    flight: WeakShared<BoxFuture<'static, Arc<Verdict>>>,
}

impl Flights {
    /// The flight under way for `key`, or else a new one that makes `journey`.
    ///
    /// An earlier flight was off the board before this one began, so that a journey finds what it remembered.
    pub(super) fn join<F>(self: &Arc<Self>, key: &Arc<[u8]>, journey: F) -> Flight
    where
        F: Future<Output = Arc<Verdict>> + Send + 'static,
    {
        let mut board = self.lock();
        if let Some(flight) = board.flights.get(key).and_then(|listed| listed.flight.upgrade()) {
            return flight;
        }
        board.last_number += 1;
        let number = board.last_number;
        let landing = Landing { flights: Arc::clone(self), key: Arc::clone(key), number };
        let flight = async move {
            let _landing = landing;
            journey.await
        };
        let flight = flight.boxed().shared();
        if let Some(weak) = flight.downgrade() {
            board.flights.insert(Arc::clone(key), Listed { number, flight: weak });
        }
        flight
    }

    /// How many are under way.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lock().flights.len()
    }

    /// Nothing of anybody else's runs under the lock, so that a poisoned one still guards a sound board.
    fn lock(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a flight off the board when it is over, whether it arrived or everybody left.
struct Landing {
    flights: Arc<Flights>,
    key: Arc<[u8]>,
    number: u64,
}

impl Drop for Landing {
    fn drop(&mut self) {
        let mut board = self.flights.lock();
        // Between the last one's leaving and this, somebody may have started the next flight for the key.
        if board.flights.get(&self.key).is_some_and(|listed| listed.number == self.number) {
            board.flights.remove(&self.key);
        }
    }
}
