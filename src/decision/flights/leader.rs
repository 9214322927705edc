//! Who answers a question right away, for all who ask it meanwhile.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::{Course, Flights, Followers, Listed};
use crate::decision::verdict::Verdict;

/// The lead of one flight. Dropped without an answer, it leaves the journey to those who follow, if there are any.
#[derive(Debug)]
pub(in crate::decision) struct Leader<'f> {
    flights: &'f Flights,
    key: &'f Arc<[u8]>,
    number: u64,
    has_landed: bool,
}

impl<'f> Leader<'f> {
    pub(super) fn new(flights: &'f Flights, key: &'f Arc<[u8]>, number: u64) -> Self {
        Self { flights, key, number, has_landed: false }
    }

    /// Tells those who follow. What may be remembered was remembered before.
    pub(in crate::decision) fn land(mut self, verdict: &Arc<Verdict>) {
        self.has_landed = true;
        // Told when the board is free again: whoever is woken may ask for it.
        let listed = self.flights.lock().flights.remove(self.key);
        if let Some(Listed { course: Course::Led(Some(Followers { tell, .. })), .. }) = listed {
            // They may have left meanwhile.
            let _ = tell.send(Arc::clone(verdict));
        }
    }

    /// Hands the flight to those who follow; the others may take the lead again.
    fn hand_over(&self) {
        let mut board = self.flights.lock();
        let Some(listed) = board.flights.get_mut(self.key).filter(|listed| listed.number == self.number) else {
            return;
        };
        let Course::Led(followers) = &mut listed.course else { return };
        let Some(Followers { tell, flight: weak }) = followers.take() else {
            board.flights.remove(self.key);
            return;
        };
        // The last of them to leave takes it off the board; if that is here and now, without the lock.
        let flight = weak.upgrade();
        match &flight {
            Some(_) => listed.course = Course::Shared(weak),
            None => drop(board.flights.remove(self.key)),
        }
        drop(board);
        drop(tell);
        drop(flight);
    }
}

impl Drop for Leader<'_> {
    fn drop(&mut self) {
        if !self.has_landed {
            self.hand_over();
        }
    }
}
