//! A policy directory that a command can't look at.

use super::ExitCode;
use super::output::fail;
use crate::policy::tree::{RootFault, RootFaultKind};

/// Says why, and whether trying again helps.
pub(super) fn refuse(fault: &RootFault) -> ExitCode {
    match fault.kind {
        RootFaultKind::Missing | RootFaultKind::NotADirectory => {
            fail(&format!("{fault}; name the directory that holds the policies"), ExitCode::Usage)
        }
        RootFaultKind::Unreadable(_) => fail(fault, ExitCode::Failed),
    }
}
