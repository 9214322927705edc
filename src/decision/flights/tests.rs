//! One journey for all who ask the same, whoever of them leaves.

use std::future::{pending, poll_fn, ready};
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use tokio::sync::oneshot;

use super::{Flight, Flights};
use crate::decision::testing::verdict;
use crate::decision::{Outcome, Verdict};

fn key() -> Arc<[u8]> {
    b"key"[..].into()
}

/// A journey that ends when something is sent.
fn journey() -> (oneshot::Sender<Outcome>, impl Future<Output = Arc<Verdict>> + Send) {
    let (end, ended) = oneshot::channel();
    (end, async move { Arc::new(verdict(ended.await.unwrap())) })
}

fn unwanted() -> impl Future<Output = Arc<Verdict>> + Send {
    poll_fn(|_| panic!("this journey was under way already"))
}

#[tokio::test]
async fn all_who_join_get_the_answer_of_one_journey() {
    let flights = Arc::new(Flights::default());
    let (end, journey) = journey();
    let first = flights.join(&key(), journey);
    let second = flights.join(&key(), unwanted());
    end.send(Outcome::Deny).unwrap();
    let (first, second) = tokio::join!(first, second);
    assert_eq!(first.outcome, Outcome::Deny);
    assert!(Arc::ptr_eq(&first, &second));
}

#[tokio::test]
async fn another_key_is_another_journey() {
    let flights = Arc::new(Flights::default());
    let first = flights.join(&key(), pending());
    let other = flights.join(&b"other"[..].into(), ready(Arc::new(verdict(Outcome::Allow))));
    assert_eq!(other.await.outcome, Outcome::Allow);
    assert!(first.now_or_never().is_none());
}

#[tokio::test]
async fn the_journey_goes_on_when_who_began_it_leaves() {
    let flights = Arc::new(Flights::default());
    let (end, journey) = journey();
    let mut first = flights.join(&key(), journey);
    let second = flights.join(&key(), unwanted());
    assert!((&mut first).now_or_never().is_none());
    let second = tokio::spawn(second);
    tokio::task::yield_now().await;
    drop(first);
    end.send(Outcome::Allow).unwrap();
    assert_eq!(second.await.unwrap().outcome, Outcome::Allow);
}

#[tokio::test]
async fn what_is_over_is_off_the_board() {
    let flights = Arc::new(Flights::default());
    let arrived = flights.join(&key(), ready(Arc::new(verdict(Outcome::Allow))));
    assert_eq!(flights.len(), 1);
    arrived.clone().await;
    assert_eq!(flights.len(), 0, "although somebody still holds the answer");
    let mut left = flights.join(&key(), pending());
    assert!((&mut left).now_or_never().is_none());
    drop(left);
    assert_eq!(flights.len(), 0);
    drop(flights.join(&key(), pending()));
    assert_eq!(flights.len(), 0, "although it was never polled");
}

/// Begins the next flight while the one it belongs to is being dropped.
struct Successor {
    flights: Arc<Flights>,
    next: Arc<Mutex<Option<Flight>>>,
}

impl Drop for Successor {
    fn drop(&mut self) {
        *self.next.lock().unwrap() = Some(self.flights.join(&key(), pending()));
    }
}

#[tokio::test]
async fn a_flight_that_ends_late_leaves_its_successor_on_the_board() {
    let flights = Arc::new(Flights::default());
    let next = Arc::default();
    let successor = Successor { flights: Arc::clone(&flights), next: Arc::clone(&next) };
    let mut first = flights.join(&key(), async move {
        let _successor = successor;
        pending().await
    });
    assert!((&mut first).now_or_never().is_none());
    drop(first);
    assert!(next.lock().unwrap().is_some());
    assert_eq!(flights.len(), 1);
}
