//! What says when the moment of a request has come: a thread that sleeps until then or, where the generator has cores of its
//! own, a task that does not.

use std::num::NonZeroU64;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::yield_now;

use super::schedule::{Rate, Schedule};

/// How long a server may take to catch up with the last requests.
const GRACE: Duration = Duration::from_secs(3);

/// Lets each request of `schedule` go at its moment, and then those that wait for one go home. Sleeps meanwhile.
pub fn pace(schedule: &Schedule) {
    let Some(rate) = &schedule.rate else { return };
    // The kernel wakes others up to 50 µs late, to wake up many at once. Where it refuses, the lateness tells.
    let _ = rustix::thread::set_current_timer_slack(NonZeroU64::new(1));
    let start = *rate.start.get_or_init(Instant::now);
    let mut released = 0;
    while released < schedule.end() {
        let wait = rate.offset(released).saturating_sub(start.elapsed());
        if !wait.is_zero() {
            std::thread::sleep(wait);
        }
        released += release_due(rate, start, released, schedule.end());
    }
    send_home(rate);
    let released = Instant::now();
    while schedule.not_taken() > 0 && released.elapsed() < GRACE {
        std::thread::sleep(Duration::from_millis(1));
    }
    schedule.stop();
}

/// The same, and keeps its thread awake all the while; without a rate, until everything is sent.
pub async fn pace_awake(schedule: &Schedule) {
    let Some(rate) = &schedule.rate else { return stay_awake(schedule).await };
    let start = *rate.start.get_or_init(Instant::now);
    let mut released = 0;
    while released < schedule.end() {
        released += release_due(rate, start, released, schedule.end());
        yield_now().await;
    }
    send_home(rate);
    let released = Instant::now();
    while schedule.not_taken() > 0 && released.elapsed() < GRACE {
        yield_now().await;
    }
    schedule.stop();
}

/// Keeps its thread awake until everything is sent.
pub async fn stay_awake(schedule: &Schedule) {
    while !schedule.is_over() {
        yield_now().await;
    }
}

/// More than there are connections: each of those that wait for a request learns that there is none.
fn send_home(rate: &Rate) {
    rate.due.add_permits(Semaphore::MAX_PERMITS / 2);
}

/// How many requests from `number` on are due by now.
fn release_due(rate: &Rate, start: Instant, number: u64, end: u64) -> u64 {
    let now = start.elapsed();
    let count = (number..end).take_while(|&number| rate.offset(number) <= now).count();
    rate.due.add_permits(count);
    count as u64
}
