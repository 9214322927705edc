//! A policy directory, read by a command.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::output::{fail, warn};
use super::{ExitCode, check};
use crate::policy::tree::{self, RootFault, RootFaultKind};
use crate::policy::{PolicySet, Workshop};

/// Reads and builds the policies in `dir` as the server would, and warns of faults.
///
/// # Errors
/// The exit code, everything having been said.
pub(super) fn load(dir: &Path, evaluation_limit: Duration) -> Result<Arc<PolicySet>, ExitCode> {
    let tree = tree::scan(dir, None).map_err(|fault| refuse(&fault))?;
    let update = Workshop::new(evaluation_limit).update(&tree);
    if !update.faults.is_empty() {
        let faults = check::counted(update.faults.len(), "fault", "faults");
        warn(&format!("the policies have {faults}: `logingate check {}` shows them", dir.display()));
    }
    Ok(update.set)
}

/// Says why, and whether trying again helps.
pub(super) fn refuse(fault: &RootFault) -> ExitCode {
    match fault.kind {
        RootFaultKind::Missing | RootFaultKind::NotADirectory => {
            fail(&format!("{fault}; name the directory that holds the policies"), ExitCode::Usage)
        }
        RootFaultKind::Unreadable(_) => fail(fault, ExitCode::Failed),
    }
}
