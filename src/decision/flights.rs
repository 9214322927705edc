//! Questions under way: who asks what is being asked already waits for that answer.

mod leader;
#[cfg(test)]
mod tests;

pub(super) use leader::Leader;

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::quality::RandomState;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use tokio::sync::oneshot;

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
    flights: HashMap<Arc<[u8]>, Listed, RandomState>,
    last_number: u64,
}

#[derive(Debug)]
struct Listed {
    number: u64,
    course: Course,
}

/// Who makes the journey.
#[derive(Debug)]
enum Course {
    /// Whoever waits for it.
    Shared(WeakShared<BoxFuture<'static, Arc<Verdict>>>),
    /// A [`Leader`], who tells those that follow.
    Led(Option<Followers>),
}

/// Those who asked what a leader was answering already.
#[derive(Debug)]
struct Followers {
    tell: oneshot::Sender<Arc<Verdict>>,
    flight: WeakShared<BoxFuture<'static, Arc<Verdict>>>,
}

impl Board {
    fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }
}

impl Listed {
    /// The flight, if anybody waits for it.
    fn flight(&self) -> Option<Flight> {
        match &self.course {
            Course::Shared(flight) | Course::Led(Some(Followers { flight, .. })) => flight.upgrade(),
            Course::Led(None) => None,
        }
    }
}

impl Flights {
    /// The flight under way for `key`, or else a new one that makes `journey`. If a leader is under way and comes to
    /// nothing, those who follow make `journey` too.
    ///
    /// An earlier flight was off the board before this one began, so that a journey finds what it remembered.
    pub(super) fn join<F>(self: &Arc<Self>, key: &Arc<[u8]>, journey: F) -> Flight
    where
        F: Future<Output = Arc<Verdict>> + Send + 'static,
    {
        let mut board = self.lock();
        if let Some(flight) = board.flights.get(key).and_then(Listed::flight) {
            return flight;
        }
        if let Some(Listed { number, course: Course::Led(followers) }) = board.flights.get_mut(key) {
            let (tell, told) = oneshot::channel();
            let journey = async move {
                match told.await {
                    Ok(verdict) => verdict,
                    Err(_) => journey.await,
                }
            };
            let flight = self.flight(key, *number, journey);
            *followers = flight.downgrade().map(|flight| Followers { tell, flight });
            return flight;
        }
        let number = board.next_number();
        let flight = self.flight(key, number, journey);
        if let Some(weak) = flight.downgrade() {
            board.flights.insert(Arc::clone(key), Listed { number, course: Course::Shared(weak) });
        }
        flight
    }

    /// Takes the lead for `key`, to answer it right away; `None` when it is under way already.
    ///
    /// As with [`Self::join`], what an earlier flight remembered can be found from now on.
    pub(super) fn lead<'f>(&'f self, key: &'f Arc<[u8]>) -> Option<Leader<'f>> {
        let mut board = self.lock();
        let listed = board.flights.get(key);
        let is_led = listed.is_some_and(|listed| matches!(listed.course, Course::Led(_)));
        let flight = listed.and_then(Listed::flight);
        if is_led || flight.is_some() {
            // All others may have left meanwhile: then the flight ends here, which asks for the board.
            drop(board);
            return None;
        }
        let number = board.next_number();
        board.flights.insert(Arc::clone(key), Listed { number, course: Course::Led(None) });
        Some(Leader::new(self, key, number))
    }

    fn flight<F>(self: &Arc<Self>, key: &Arc<[u8]>, number: u64, journey: F) -> Flight
    where
        F: Future<Output = Arc<Verdict>> + Send + 'static,
    {
        let landing = Landing { flights: Arc::clone(self), key: Arc::clone(key), number };
        let flight = async move {
            let _landing = landing;
            journey.await
        };
        flight.boxed().shared()
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

/// Takes a flight off the board when it is over, whether it arrived or everybody left. One that is led stays there until
/// its leader is done.
struct Landing {
    flights: Arc<Flights>,
    key: Arc<[u8]>,
    number: u64,
}

impl Drop for Landing {
    fn drop(&mut self) {
        let mut board = self.flights.lock();
        // Between the last one's leaving and this, somebody may have started the next flight for the key.
        let is_own = |listed: &Listed| listed.number == self.number && matches!(listed.course, Course::Shared(_));
        if board.flights.get(&self.key).is_some_and(is_own) {
            board.flights.remove(&self.key);
        }
    }
}
