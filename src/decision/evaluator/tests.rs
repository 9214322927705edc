//! Threads that stick, break, grow and end.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::sync::Semaphore;

use super::{Evaluator, Failure, PoolSize};
use crate::decision::testing::{Gate, soon, until};

const IDLE: Duration = Duration::from_mins(1);

fn evaluator(kept: usize, most: usize, queued: usize) -> Evaluator {
    Evaluator::start(PoolSize { kept, most, idle: IDLE, queued }).unwrap()
}

fn slots(count: usize) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(count))
}

/// An evaluation that stands at `gate`, begun.
async fn stuck(evaluator: &Evaluator, gate: &Arc<Gate>) -> impl Future<Output = Result<(), Failure>> {
    let at = Arc::clone(gate);
    let mut run = Box::pin(evaluator.run(slots(1), move || at.pass()));
    assert!((&mut run).now_or_never().is_none());
    gate.reached_by(1).await;
    run
}

#[tokio::test]
async fn an_evaluation_has_a_large_stack() {
    fn sum_to(depth: u64) -> u64 {
        let frame = black_box([depth; 1024]);
        if depth == 0 { 0 } else { frame[1] + sum_to(depth - 1) }
    }
    let run = evaluator(1, 1, 10);
    // 1,000 frames of more than 8 KiB: four times what other threads have.
    assert_eq!(run.run(slots(1), || sum_to(1000)).await, Ok(500_500));
}

#[tokio::test]
async fn a_panic_is_a_failure_and_the_thread_lives_on() {
    let evaluator = evaluator(1, 1, 10);
    let slots = slots(1);
    assert_eq!(
        evaluator.run(Arc::clone(&slots), || panic!("as some built-ins do")).await,
        Err::<(), _>(Failure::Panicked)
    );
    assert_eq!(evaluator.run(Arc::clone(&slots), || 1).await, Ok(1));
    assert_eq!(evaluator.pool.threads(), 1);
}

#[tokio::test]
async fn a_full_queue_refuses() {
    let evaluator = evaluator(1, 1, 1);
    let (gate, free) = (Arc::default(), slots(10));
    let first = stuck(&evaluator, &gate).await;
    let mut second = Box::pin(evaluator.run(Arc::clone(&free), || 2));
    assert!((&mut second).now_or_never().is_none());
    assert_eq!(soon(evaluator.run(Arc::clone(&free), || 3)).await, Err(Failure::QueueFull));
    assert_eq!(free.available_permits(), 9, "what was refused gave its permit back");
    gate.open();
    assert_eq!((first.await, second.await), (Ok(()), Ok(2)));
}

#[tokio::test]
async fn when_all_threads_stand_still_others_take_over_and_end_when_idle() {
    let size = PoolSize { kept: 1, most: 3, idle: Duration::ZERO, queued: 10 };
    let evaluator = Evaluator::start(size).unwrap();
    let (one, two) = (Arc::default(), Arc::default());
    let first = stuck(&evaluator, &one).await;
    let second = stuck(&evaluator, &two).await;
    assert_eq!(soon(evaluator.run(slots(1), || 3)).await, Ok(3));
    one.open();
    two.open();
    assert_eq!((first.await, second.await), (Ok(()), Ok(())));
    until(|| evaluator.pool.threads() == 1).await;
    assert_eq!(evaluator.run(slots(1), || 4).await, Ok(4));
}

#[tokio::test]
async fn there_are_never_more_threads_than_the_most() {
    let evaluator = evaluator(1, 2, 10);
    let (one, two, free) = (Arc::default(), Arc::default(), slots(1));
    let first = stuck(&evaluator, &one).await;
    let second = stuck(&evaluator, &two).await;
    let third = evaluator.run(Arc::clone(&free), || 3);
    // Ten times as long as it takes until a thread is added.
    assert!(tokio::time::timeout(Duration::from_millis(20), third).await.is_err());
    assert_eq!(evaluator.pool.threads(), 2);
    one.open();
    two.open();
    assert_eq!((first.await, second.await), (Ok(()), Ok(())));
}

#[tokio::test]
async fn the_permit_is_kept_until_the_evaluation_ends() {
    let (evaluator, gate, slots) = (evaluator(1, 1, 10), Arc::<Gate>::default(), slots(1));
    let at = Arc::clone(&gate);
    let mut run = Box::pin(evaluator.run(Arc::clone(&slots), move || at.pass()));
    assert!((&mut run).now_or_never().is_none());
    gate.reached_by(1).await;
    drop(run);
    assert_eq!(slots.available_permits(), 0);
    gate.open();
    until(|| slots.available_permits() == 1).await;
}

#[tokio::test]
async fn what_nobody_waits_for_any_more_is_not_begun() {
    let (evaluator, gate) = (evaluator(1, 1, 10), Arc::default());
    let first = stuck(&evaluator, &gate).await;
    let begun = Arc::new(Gate::default());
    begun.open();
    let at = Arc::clone(&begun);
    let mut second = Box::pin(evaluator.run(slots(1), move || at.pass()));
    assert!((&mut second).now_or_never().is_none());
    drop(second);
    gate.open();
    first.await.unwrap();
    assert_eq!(evaluator.run(slots(1), || 3).await, Ok(3));
    assert!(begun.reached_by(1).now_or_never().is_none());
}

#[tokio::test]
async fn stopping_drops_what_waits_and_lets_the_rest_end() {
    let (evaluator, gate, slots) = (evaluator(2, 2, 10), Arc::<Gate>::default(), slots(3));
    let runs = [(); 3].map(|()| {
        let at = Arc::clone(&gate);
        evaluator.run(Arc::clone(&slots), move || at.pass())
    });
    let mut waiting = Box::pin(join_all(runs));
    assert!((&mut waiting).now_or_never().is_none());
    gate.reached_by(2).await;
    evaluator.pool.stop();
    assert_eq!(soon(evaluator.run(Arc::clone(&slots), || ())).await, Err(Failure::Stopped));
    gate.open();
    let mut results = soon(waiting).await;
    results.sort_by_key(Result::is_err);
    assert_eq!(results, [Ok(()), Ok(()), Err(Failure::Stopped)]);
    until(|| evaluator.pool.threads() == 0).await;
}

#[tokio::test]
async fn dropping_the_evaluator_ends_its_threads() {
    let evaluator = evaluator(2, 2, 10);
    let pool = Arc::downgrade(&evaluator.pool);
    drop(evaluator);
    until(|| pool.strong_count() == 0).await;
}
