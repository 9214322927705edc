//! This crate's program, as `cargo bench` has built it.

use std::process::Command;

use super::running::{Running, free_address};
use super::{Settings, directory_with};
use crate::driver::Fault;
use crate::driver::place::Place;
use crate::driver::workload::HOOKS;

/// Policies that read the clock are remembered for the whole run: what an evaluation costs has cases of its own.
const CLOCK: &str = "1h";

/// Longer than anything takes on a machine that does something else too: a login that runs out of time is no measure.
const LOGIN_DEADLINE: &str = "30s";
const EVALUATION: &str = "10s";

/// Starts it with these policies.
pub fn start(settings: Settings, place: Place) -> Result<Running, Fault> {
    let directory = directory_with(settings.policies)?;
    let (address, admin) = (free_address()?, free_address()?);
    let mut command = Command::new(env!("CARGO_BIN_EXE_logingate"));
    command.current_dir(directory.path()).env_clear();
    command.env("LOGINGATE_LISTEN", address.to_string()).env("LOGINGATE_ADMIN__LISTEN", admin.to_string());
    command.env("LOGINGATE_CACHE__CLOCK_RESOLUTION", CLOCK).env("LOGINGATE_VCC__HOOKS", HOOKS);
    command.env("LOGINGATE_LIMITS__LOGIN_DEADLINE", LOGIN_DEADLINE).env("LOGINGATE_LIMITS__EVALUATION", EVALUATION);
    if !settings.log {
        command.env("LOGINGATE_LOG__LEVEL", "warn");
    }
    Running::start(command, place, address, Some(admin), "/health/ready", Some(directory))
}
