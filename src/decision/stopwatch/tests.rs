//! Whose time it is.

use std::hint::black_box;
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use super::Stopwatch;
use crate::decision::usual_time::SHORT;

#[test]
fn what_is_short_by_the_wall_is_told_as_it_is() {
    // However busy the machine is, one of many readings right after the start is short.
    let elapsed = (0..1000).map(|_| Stopwatch::start().read()).min_by_key(|elapsed| elapsed.wall).unwrap();
    assert_eq!(elapsed.own, elapsed.wall);
    assert!(!elapsed.was_held_up());
}

#[cfg(unix)]
#[test]
fn a_thread_that_stands_still_has_taken_no_time_of_its_own() {
    let (go_on, told) = mpsc::channel::<()>();
    let waits = thread::spawn(move || {
        let stopwatch = Stopwatch::start();
        told.recv().unwrap();
        stopwatch.read()
    });
    let began = Instant::now();
    while began.elapsed() < 10 * SHORT {
        thread::yield_now();
    }
    go_on.send(()).unwrap();
    let elapsed = waits.join().unwrap();
    assert!(elapsed.own < elapsed.wall, "{elapsed:?}");
}

#[cfg(unix)]
#[test]
fn a_thread_that_works_has_taken_what_it_worked() {
    let stopwatch = Stopwatch::start();
    let mut elapsed = stopwatch.read();
    // Until its own time is long: on a busy machine, the wall's is by far.
    while elapsed.wall <= SHORT || elapsed.own <= SHORT {
        black_box((0..1000).sum::<u64>());
        elapsed = stopwatch.read();
    }
    assert!(elapsed.own <= elapsed.wall, "{elapsed:?}");
}
