//! One order, done.

use std::net::SocketAddr;
use std::sync::{Arc, Barrier};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::runtime::Builder;
use tokio::task::JoinSet;

use super::connection::Connection;
use super::pacer;
use super::schedule::{Schedule, Turn};
use super::script::Script;
use super::snapshot::{Difference, Snapshot};
use super::tally::{Tally, Times, count};
use super::{Cores, Delivery, Order, Pace};
use crate::driver::{Fault, process};

/// How long the last answers may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What all threads share.
struct Job {
    address: SocketAddr,
    script: Script,
    schedule: Schedule,
    tally: Tally,
    /// Whether threads never sleep.
    is_awake: bool,
}

/// Does `order`.
pub fn run(order: Order) -> Result<Delivery, Fault> {
    let Order { address, server, requests, connections, pace, cores } = order;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros();
    // No earlier run has had these: none sends a request in less than a microsecond.
    let script = Script::new(&address.to_string(), requests, u64::try_from(now)?)?;
    let schedule = Schedule::new(pace, &script);
    let is_awake = cores == Cores::Own && !matches!(pace, Pace::Once);
    let job = Arc::new(Job { address, script, schedule, tally: Tally::default(), is_awake });
    let threads = process::cores().min(connections).max(1);
    let connected = Arc::new(Barrier::new(threads + 1));
    let workers: Vec<_> = (0..threads)
        .map(|number| {
            let share = connections / threads + usize::from(number < connections % threads);
            let (job, connected) = (Arc::clone(&job), Arc::clone(&connected));
            thread::spawn(move || work(&job, number, share, &connected))
        })
        .collect();
    connected.wait();
    let difference = watch(&job, server, pace, &workers)?;
    let ended = Instant::now();
    while workers.iter().any(|worker| !worker.is_finished()) {
        if ended.elapsed() > PATIENCE {
            return Err(format!("{address} leaves requests unanswered for {PATIENCE:?}").into());
        }
        thread::sleep(Duration::from_millis(1));
    }
    let mut times = Times::new()?;
    for worker in workers {
        times = times.with(&worker.join().map_err(|_| "a thread of the generator has panicked")??)?;
    }
    Ok(delivery(&job, &times, &difference))
}

fn delivery(job: &Job, times: &Times, difference: &Difference) -> Delivery {
    let Difference { answered, seconds, server_seconds, generator_seconds, idle_seconds } = *difference;
    let (failed, first_failure) = job.tally.failures();
    Delivery {
        answered,
        failed,
        first_failure,
        unsent: job.schedule.not_taken(),
        seconds,
        server_seconds,
        generator_seconds,
        idle_seconds,
        latency: times.percentiles(),
        lateness_microseconds: times.lateness(),
    }
}

/// Waits until it is done, and says what the measured part has cost.
fn watch(
    job: &Arc<Job>,
    server: u32,
    pace: Pace,
    workers: &[JoinHandle<Result<Times, Fault>>],
) -> Result<Difference, Fault> {
    let look = || Snapshot::take(server, &job.tally);
    let (warm_up, measured) = match pace {
        Pace::Once => (Duration::ZERO, Duration::MAX),
        Pace::Saturating { warm_up, measured } | Pace::Fixed { warm_up, measured, .. } => (warm_up, measured),
    };
    let pacing = Arc::clone(job);
    let pacer = thread::spawn(move || {
        if !pacing.is_awake {
            pacer::pace(&pacing.schedule);
        }
    });
    thread::sleep(warm_up);
    let (before, since) = (look()?, Instant::now());
    // A server that is slower than that is waited for: no figure comes of nothing.
    let is_enough = || since.elapsed() >= measured && job.tally.answered() > before.answered();
    while !is_enough()
        && since.elapsed() < measured.saturating_add(PATIENCE)
        && !workers.iter().all(JoinHandle::is_finished)
    {
        thread::sleep(
            measured.saturating_sub(since.elapsed()).clamp(Duration::from_millis(1), Duration::from_millis(5)),
        );
    }
    let after = look()?;
    if let Pace::Saturating { .. } = pace {
        job.schedule.stop();
    }
    pacer.join().map_err(|_| "the pacer has panicked")?;
    Ok(after.since(&before))
}

/// The thread with this number, from 0, and its share of the connections.
fn work(job: &Arc<Job>, number: usize, connections: usize, connected: &Barrier) -> Result<Times, Fault> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let opened = runtime.block_on(async {
        let mut opened = Vec::new();
        for _ in 0..connections {
            opened.push(Connection::open(job.address).await?);
        }
        Ok::<_, Fault>(opened)
    });
    // Whatever came of it: the others wait.
    connected.wait();
    let opened = opened?;
    runtime.block_on(async {
        if job.is_awake {
            let job = Arc::clone(job);
            // One of the threads says when.
            tokio::spawn(async move {
                if number == 0 {
                    pacer::pace_awake(&job.schedule).await;
                } else {
                    pacer::stay_awake(&job.schedule).await;
                }
            });
        }
        let mut talks = JoinSet::new();
        for connection in opened {
            talks.spawn(talk(Arc::clone(job), connection));
        }
        let mut times = Times::new()?;
        while let Some(talked) = talks.join_next().await {
            times = times.with(&talked??)?;
        }
        Ok(times)
    })
}

/// Sends what is next, until nothing is.
async fn talk(job: Arc<Job>, mut connection: Connection) -> Result<Times, Fault> {
    let mut times = Times::new()?;
    while let Some(Turn { number, due, was_awaited, is_measured }) = job.schedule.next().await {
        let sent = Instant::now();
        let answer = connection.ask(job.script.request(number)).await;
        let is_login = job.script.is_login(number);
        if is_measured && is_login {
            count(&mut times.latency, due.unwrap_or(sent).elapsed());
            if let Some(due) = due.filter(|_| was_awaited) {
                count(&mut times.lateness, sent.saturating_duration_since(due));
            }
        }
        let is_lost = answer.is_err();
        let judged = answer.and_then(|(status, body)| {
            let shown = || String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
            let is_right = job.script.is_right(number, status, &body);
            if is_right { Ok(()) } else { Err(format!("the answer is {status}: {}", shown()).into()) }
        });
        match judged {
            Ok(()) if !is_login => {}
            judged => job.tally.note(judged),
        }
        if is_lost && !connection.is_open() {
            connection = Connection::open(job.address).await?;
        }
    }
    Ok(times)
}
