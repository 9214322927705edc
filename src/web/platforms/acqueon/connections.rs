//! The connections of this process: how many there are, and who hears of what becomes of an agent.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};

use crate::directory::{AgentId, Presence};

/// How much may wait for a connection that is busy; one with more is let go.
const WAITING: usize = 16;

/// What became of an agent, by whomever it was done.
#[derive(Debug, Clone)]
pub(super) enum News {
    /// The state was set.
    State(Presence),
    /// The agent logged out, for this reason.
    SignedOut(Option<String>),
}

/// The connections of this process.
pub(super) struct Connections {
    places: Arc<Semaphore>,
    numbers: AtomicU64,
    listeners: Arc<Mutex<Listeners>>,
    is_closing: watch::Sender<bool>,
}

type Listeners = HashMap<AgentId, Vec<Listener>>;

struct Listener {
    number: u64,
    news: mpsc::Sender<News>,
}

/// A connection's place; another may have it once this is dropped.
pub(super) struct Place {
    /// Unlike that of any other connection of this process.
    pub(super) number: u64,
    _permit: OwnedSemaphorePermit,
}

/// What a connection hears of its agent, until dropped.
pub(super) struct Ear {
    id: AgentId,
    number: u64,
    news: mpsc::Receiver<News>,
    listeners: Arc<Mutex<Listeners>>,
}

impl Connections {
    pub(super) fn new(most: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))),
            numbers: AtomicU64::new(0),
            listeners: Arc::default(),
            is_closing: watch::Sender::new(false),
        }
    }

    /// A place for one more connection; `None` if all are taken.
    pub(super) fn place(&self) -> Option<Place> {
        let permit = Arc::clone(&self.places).try_acquire_owned().ok()?;
        Some(Place { number: self.numbers.fetch_add(1, Ordering::Relaxed), _permit: permit })
    }

    /// Has the connection at `place` hear of the agent with this number.
    pub(super) fn listen(&self, place: &Place, id: AgentId) -> Ear {
        let (sender, news) = mpsc::channel(WAITING);
        let listener = Listener { number: place.number, news: sender };
        lock(&self.listeners).entry(id).or_default().push(listener);
        Ear { id, number: place.number, news, listeners: Arc::clone(&self.listeners) }
    }

    /// Tells all connections of the agent but the one of this number. One that can't keep up hears nothing any more.
    pub(super) fn tell(&self, id: AgentId, news: &News, but: Option<u64>) {
        if let Some(listeners) = lock(&self.listeners).get_mut(&id) {
            listeners.retain(|it| Some(it.number) == but || it.news.try_send(news.clone()).is_ok());
        }
    }

    /// From now on every connection ends.
    pub(super) fn close(&self) {
        self.is_closing.send_replace(true);
    }

    /// Whether they end, and when they begin to.
    pub(super) fn closing(&self) -> watch::Receiver<bool> {
        self.is_closing.subscribe()
    }
}

impl Ear {
    /// What there is to hear next; `None` once this connection could not keep up.
    pub(super) async fn next(&mut self) -> Option<News> {
        self.news.recv().await
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let mut all = lock(&self.listeners);
        if let Some(listeners) = all.get_mut(&self.id) {
            listeners.retain(|listener| listener.number != self.number);
            if listeners.is_empty() {
                all.remove(&self.id);
            }
        }
    }
}

fn lock(listeners: &Mutex<Listeners>) -> std::sync::MutexGuard<'_, Listeners> {
    listeners.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(id: i64) -> AgentId {
        AgentId::new(id).unwrap()
    }

    fn news() -> News {
        News::SignedOut(None)
    }

    #[test]
    fn there_are_no_more_places_than_the_settings_say() {
        let connections = Connections::new(2);
        let (one, two) = (connections.place().unwrap(), connections.place().unwrap());
        assert_ne!(one.number, two.number);
        assert!(connections.place().is_none());
        drop(one);
        assert!(connections.place().is_some());
    }

    #[tokio::test]
    async fn news_of_an_agent_reach_its_other_connections_only() {
        let connections = Connections::new(9);
        let places = [(); 3].map(|()| connections.place().unwrap());
        let mut own = connections.listen(&places[0], agent(1));
        let mut other = connections.listen(&places[1], agent(1));
        let mut stranger = connections.listen(&places[2], agent(2));
        connections.tell(agent(1), &news(), Some(places[0].number));
        assert!(other.next().await.is_some());
        assert!(own.news.try_recv().is_err() && stranger.news.try_recv().is_err());
        connections.tell(agent(1), &news(), None);
        assert!(own.next().await.is_some() && other.next().await.is_some());
    }

    #[tokio::test]
    async fn whoever_cannot_keep_up_hears_that_nothing_follows() {
        let connections = Connections::new(1);
        let place = connections.place().unwrap();
        let mut ear = connections.listen(&place, agent(1));
        (0..=WAITING).for_each(|_| connections.tell(agent(1), &news(), None));
        for _ in 0..WAITING {
            assert!(ear.next().await.is_some());
        }
        assert!(ear.next().await.is_none());
    }

    #[test]
    fn nothing_is_kept_of_connections_that_are_gone() {
        let connections = Connections::new(2);
        let (one, two) = (connections.place().unwrap(), connections.place().unwrap());
        let (first, second) = (connections.listen(&one, agent(1)), connections.listen(&two, agent(1)));
        drop(first);
        assert_eq!(lock(&connections.listeners)[&agent(1)].len(), 1);
        drop(second);
        assert!(lock(&connections.listeners).is_empty());
    }
}
