//! How a command ended, for scripts.

use std::process::Termination;

/// The exit code of the program; its numbers never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitCode {
    /// What was asked for is done.
    Done = 0,
    /// It was tried and failed: trying again may help.
    Failed = 1,
    /// The command line or the settings are wrong: trying again does not help.
    Usage = 2,
    /// Policies have faults.
    PoliciesBroken = 3,
    /// Tests of policies fail, or cover less than they must.
    TestsFailed = 4,
    /// The login was decided and is denied.
    Denied = 5,
}

impl Termination for ExitCode {
    fn report(self) -> std::process::ExitCode {
        std::process::ExitCode::from(self as u8)
    }
}
