//! What sends requests: a process of its own, which does one order and ends.
//!
//! As fast as it goes, each connection sends its next request when it has the answer to the last. At a fixed rate the
//! moment of each request is decided before the run, and its latency counts from that moment, whenever it was really
//! sent: a server that stalls is charged for all who had to wait meanwhile (no coordinated omission).
//!
//! With cores of its own it need not sleep: to wake it would be the server's work, and the more of it the slower the server
//! is; and it is not late.

mod connection;
mod order;
mod pacer;
mod run;
mod schedule;
mod script;
mod snapshot;
mod tally;

pub use order::{Cores, Delivery, Expected, Latency, Order, Pace, Scripted};

use std::io::{Read as _, Write as _, stdin, stdout};
use std::process::{Command, Stdio};

use crate::driver;
use crate::driver::Fault;
use crate::driver::place::Place;

/// Has another process do `order`, and waits for it.
pub fn deliver(order: &Order) -> Result<Delivery, Fault> {
    let place = if order.cores == Cores::Shared { Place::All } else { Place::SecondHalf };
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(driver::GENERATOR).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = place.spawn(&mut command)?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(&serde_json::to_vec(order)?)?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("the generator failed on {} ({})", order.address, output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Does the order on standard input; what came of it goes to standard output.
pub fn serve_one_order() -> Result<(), Fault> {
    let mut text = String::new();
    stdin().read_to_string(&mut text)?;
    let delivery = run::run(serde_json::from_str(&text)?)?;
    serde_json::to_writer(stdout(), &delivery)?;
    Ok(())
}
