//! A policy is edited and built anew, again and again, in this process: what a reload does once the server has found that
//! a file has been written to its end, for which it waits longer than for all the rest.

use std::time::Duration;

use logingate::decision::{Policies as _, Policy as _};
use logingate::policy::tree::{File, FileKind};
use logingate::policy::{CompiledPolicy, Workshop};

use crate::POLICIES;
use crate::driver::Fault;
use crate::driver::process::resident_kibibytes;
use crate::driver::traffic::read;
use crate::samples::Samples;

const SAMPLES: u64 = 1000;
const LIMIT: Duration = Duration::from_secs(5);
const LOGIN: &[u8] = br#"{"projectId": 1, "userId": 1000, "groupId": 4}"#;

/// Edits the first policy `rebuilds` times, and asks it each time. Samples `are_told` as they come.
pub fn soak(rebuilds: u64, are_told: bool) -> Result<Samples, Fault> {
    let mut samples = Samples::over("rebuilds", rebuilds, are_told);
    let every = (rebuilds / SAMPLES).max(1);
    let module = POLICIES.module(1);
    let mut tree = POLICIES.tree();
    let mut workshop = Workshop::new(LIMIT);
    workshop.update(&tree);
    for number in 0..rebuilds {
        if number % every == 0 {
            samples.push(number, resident_kibibytes(std::process::id())?);
        }
        let edited = format!("{module}# edit {number}\n");
        tree.files.insert("projects/1.rego".into(), File::from_bytes(FileKind::Module, edited.as_bytes()));
        let update = workshop.update(&tree);
        if update.rebuilt != 1 || !is_let_in(&update.set)? {
            return Err(format!("edit {number} built {} policies, or the agent is kept out", update.rebuilt).into());
        }
    }
    samples.push(rebuilds, resident_kibibytes(std::process::id())?);
    Ok(samples)
}

/// Whether the edited policy lets the agent in.
fn is_let_in(set: &logingate::policy::PolicySet) -> Result<bool, Fault> {
    let login = read(LOGIN)?;
    let subject = login.first_subject();
    let policy = set.find(subject).map_err(|verdict| format!("{verdict:?}"))?;
    let verdict = policy.evaluate(&CompiledPolicy::input(&login), &login, subject, 0);
    Ok(verdict.outcome.is_allow())
}
