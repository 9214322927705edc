//! The Open Policy Agent, if it is there: the same policies, and one rule that asks those of a login's projects.

use std::process::Command;

use super::directory_with;
use super::running::{Running, free_address};
use crate::driver::Fault;
use crate::driver::place::Place;
use crate::driver::workload::Policies;

/// What is asked: a map from each project to its answer, as Logingate gives it.
pub const OPA_TARGET: &str = "/v1/data/login/answer";

const RULE: &str = r#"package login

answer[id] := allowed if {
	some project in input.projectIds
	id := sprintf("%d", [project])
	allowed := data.projects[id].allow
}
"#;

/// Starts it with these policies; `None` if there is none on the PATH.
pub fn start(policies: Policies, place: Place) -> Result<Option<Running>, Fault> {
    let Ok(version) = Command::new("opa").arg("version").output() else { return Ok(None) };
    let directory = directory_with(policies)?;
    std::fs::write(directory.path().join("policies/login.rego"), RULE)?;
    let address = free_address()?;
    let mut command = Command::new("opa");
    command.current_dir(directory.path()).args(["run", "--server", "--log-level=error", "--bundle", "policies"]);
    command.arg(format!("--addr={address}"));
    // Before 1.0 it reads Rego v0 unless told otherwise.
    if String::from_utf8_lossy(&version.stdout).contains("Version: 0.") {
        command.arg("--v1-compatible");
    }
    Running::start(command, place, address, None, "/health", Some(directory)).map(Some)
}
