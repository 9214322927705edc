//! A server's process.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::driver::place::Place;
use crate::driver::{Fault, process};

/// Ten thousand large policies of a build that is not optimised.
const PATIENCE: Duration = Duration::from_mins(5);

/// A server that answers. Dropping it kills it.
#[derive(Debug)]
pub struct Running {
    /// Where it answers logins.
    pub address: SocketAddr,
    /// Where it tells its metrics, if it does.
    pub admin: Option<SocketAddr>,
    /// Where it runs.
    pub place: Place,
    child: Child,
    directory: Option<TempDir>,
}

impl Running {
    /// Starts `command` there, which serves `address`, and waits until a GET of `ready` is answered with status 200.
    pub fn start(
        mut command: Command,
        place: Place,
        address: SocketAddr,
        admin: Option<SocketAddr>,
        ready: &str,
        directory: Option<TempDir>,
    ) -> Result<Self, Fault> {
        // Its log goes where it costs the machine nothing: what writing each line costs is the server's own.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let program = command.get_program().display().to_string();
        let child = place.spawn(&mut command).map_err(|error| format!("can't start {program}: {error}"))?;
        let mut running = Self { address, admin, place, child, directory };
        let url = format!("http://{address}{ready}");
        let started = Instant::now();
        while ureq::get(&url).call().is_err() {
            if let Some(status) = running.child.try_wait()? {
                return Err(format!("{program} ended at its start: {status}").into());
            }
            if started.elapsed() > PATIENCE {
                return Err(format!("{url} is not ready after {PATIENCE:?}").into());
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(running)
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Where its `policies` lie, if it has any.
    pub fn directory(&self) -> Option<&Path> {
        self.directory.as_ref().map(TempDir::path)
    }

    /// Kibibytes of memory resident.
    pub fn memory_kibibytes(&self) -> Result<u64, Fault> {
        process::resident_kibibytes(self.pid())
    }

    /// The sum of the samples of one of its metrics; `None` for a server that has none.
    pub fn metric(&self, name: &str) -> Result<Option<f64>, Fault> {
        let Some(admin) = self.admin else { return Ok(None) };
        let text = ureq::get(format!("http://{admin}/metrics")).call()?.body_mut().read_to_string()?;
        let samples = text.lines().filter_map(|line| line.strip_prefix(name)).filter_map(|rest| {
            let has_ended = rest.starts_with([' ', '{']);
            has_ended.then(|| rest.rsplit(' ').next().and_then(|value| value.parse::<f64>().ok())).flatten()
        });
        Ok(Some(samples.sum()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address of this machine that nobody listens on.
pub fn free_address() -> Result<SocketAddr, Fault> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
