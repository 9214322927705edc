//! A policy is edited and reloaded, again and again, and asked each time.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::driver::Fault;
use crate::driver::server::Running;
use crate::samples::Samples;
use crate::{POLICIES, logins};

const SAMPLES: u64 = 100;
const PATIENCE: Duration = Duration::from_secs(20);
const RELOADED: &str = "logingate_policy_reloads_total";

/// Edits the first policy `reloads` times, and waits each time until it is in force. Samples `are_told` as they come.
pub fn soak(server: &Running, reloads: u64, are_told: bool) -> Result<Samples, Fault> {
    let mut samples = Samples::over("reloads", reloads, are_told);
    let directory = server.directory().ok_or("the server has no directory")?.join("policies");
    let every = (reloads / SAMPLES).max(1);
    for number in 0..reloads {
        if number % every == 0 {
            logins::for_each_project(server)?;
            samples.push(number, server.memory_kibibytes()?);
        }
        edit(&directory, number)?;
        reload(server)?;
    }
    samples.push(reloads, server.memory_kibibytes()?);
    Ok(samples)
}

/// Replaces the first policy by one with another revision, whole.
fn edit(directory: &Path, number: u64) -> Result<(), Fault> {
    let (new, old) = (directory.join(".edited"), directory.join("projects/1.rego"));
    fs::write(&new, format!("{}# edit {number}\n", POLICIES.module(1)))?;
    fs::rename(new, old)?;
    Ok(())
}

/// Has the files looked at, and waits until something changed.
fn reload(server: &Running) -> Result<(), Fault> {
    let admin = server.admin.ok_or("the server has no admin listener")?;
    let before = server.metric(RELOADED)?;
    ureq::post(format!("http://{admin}/v1/reload")).send_empty()?;
    let asked = Instant::now();
    while server.metric(RELOADED)? == before {
        if asked.elapsed() > PATIENCE {
            return Err(format!("an edit is not in force after {PATIENCE:?}").into());
        }
        thread::sleep(Duration::from_micros(500));
    }
    Ok(())
}
