//! How many passwords are checked at a time, and how many may wait.

use std::num::NonZeroUsize;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

/// Checks take turns. Whoever comes when all places to wait are taken is sent away at once.
pub(super) struct Turns {
    /// Those who have a turn and those who wait.
    places: Semaphore,
    turns: Arc<Semaphore>,
}

/// The right to keep one thread busy until it is dropped.
pub(super) struct Turn<'t> {
    turn: OwnedSemaphorePermit,
    place: SemaphorePermit<'t>,
}

/// Everybody who may wait waits already, or the work did not end.
pub(super) struct Refused;

impl Turns {
    pub(super) fn new(at_a_time: NonZeroUsize, waiting: usize) -> Self {
        let places = Semaphore::new((at_a_time.get() + waiting).min(Semaphore::MAX_PERMITS));
        Self { places, turns: Arc::new(Semaphore::new(at_a_time.get())) }
    }

    /// A turn, after those who came before.
    pub(super) async fn next(&self) -> Result<Turn<'_>, Refused> {
        let place = self.places.try_acquire().map_err(|_| Refused)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Refused)?;
        Ok(Turn { turn, place })
    }
}

impl Turn<'_> {
    /// Does `work` on a thread that serves nobody, and gives the turn back. It is kept until the work has ended, even if
    /// nobody waits for it any more.
    pub(super) async fn spend<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<(T, Self), Refused> {
        let Self { turn, place } = self;
        let worked = tokio::task::spawn_blocking(move || (work(), turn));
        let (result, turn) = worked.await.map_err(|_| Refused)?;
        Ok((result, Self { turn, place }))
    }
}
