//! Whoever ends a pause is told apart from its time running out by the length of it.

use std::sync::{Arc, mpsc};

use super::*;

const HOUR: Duration = Duration::from_hours(1);

/// A thread that takes this many pauses, and says when it has taken them.
fn taker(pause: &Arc<Pause>, pauses: usize) -> (Thread, mpsc::Receiver<()>) {
    let (done, wait) = mpsc::channel();
    let pause = Arc::clone(pause);
    let taker = thread::spawn(move || {
        (0..pauses).for_each(|_| pause.take());
        let _ = done.send(());
    });
    (taker.thread().clone(), wait)
}

#[test]
fn a_pause_under_way_can_be_ended_and_so_can_the_next() {
    let pause = Arc::new(Pause::new(HOUR));
    let (taker, done) = taker(&pause, 2);
    let deadline = Instant::now() + Duration::from_secs(10);
    while done.try_recv().is_err() {
        assert!(Instant::now() < deadline, "it still sleeps");
        pause.end(&taker);
        thread::yield_now();
    }
}

#[test]
fn a_pause_that_nobody_ends_takes_its_time_and_one_end_ends_one_pause() {
    let pause = Pause::new(Duration::from_millis(20));
    let begin = Instant::now();
    pause.end(&thread::current());
    pause.end(&thread::current());
    pause.take();
    pause.take();
    assert!(begin.elapsed() >= pause.length, "{:?}", begin.elapsed());
}

#[test]
fn a_pause_does_not_end_because_its_thread_is_woken_for_something_else() {
    let pause = Pause::new(Duration::from_millis(20));
    let begin = Instant::now();
    thread::current().unpark();
    pause.take();
    assert!(begin.elapsed() >= pause.length, "{:?}", begin.elapsed());
}
