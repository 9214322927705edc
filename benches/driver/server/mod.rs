//! The servers that are compared, each a process of its own on a port of its own.

pub mod bare;
mod logingate;
mod opa;
mod running;

use bare::Setup;
use tempfile::TempDir;

pub use opa::OPA_TARGET;
pub use running::Running;

use crate::driver::Fault;
use crate::driver::place::Place;
use crate::driver::workload::Policies;

/// A server that can be started.
#[derive(Debug, Clone)]
pub enum Server {
    /// A handler that reads the same JSON and answers a constant.
    Bare(Setup),
    /// This crate's program.
    Logingate(Settings),
    /// The `opa` on the PATH, which has the same policies.
    Opa(Policies),
}

/// What of the program's settings is not as it is by default.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// What it decides by.
    pub policies: Policies,
    /// Whether each login leaves its line.
    pub log: bool,
}

impl Server {
    /// Starts it there, and waits until it answers. `None` if there is no such program on this machine.
    pub fn start(&self, place: Place) -> Result<Option<Running>, Fault> {
        match self {
            Self::Bare(setup) => bare::start(setup, place).map(Some),
            Self::Logingate(settings) => logingate::start(*settings, place).map(Some),
            Self::Opa(policies) => opa::start(*policies, place),
        }
    }
}

/// A directory whose `policies` are these.
fn directory_with(policies: Policies) -> Result<TempDir, Fault> {
    let directory = tempfile::tempdir()?;
    policies.write(&directory.path().join("policies"))?;
    Ok(directory)
}
