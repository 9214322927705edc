//! The answer: one JSON object, a boolean for each project.

use crate::decision::{Decision, Subject};

/// Appends `{"1":true,"2":false}` to `out`: one key a project, in the decision's order, booleans only (contract §3.1:
/// any further key could be taken for a project). About a platform, which VCC Live never asks: its name.
pub fn write_answer(decision: &Decision, out: &mut Vec<u8>) {
    let mut digits = itoa::Buffer::new();
    let mut separator = b"{\"".as_slice();
    out.reserve(2 + decision.verdicts.len() * 16);
    for entry in &decision.verdicts {
        out.extend_from_slice(separator);
        match entry.subject {
            Subject::Project(project) => out.extend_from_slice(digits.format(project.get()).as_bytes()),
            Subject::Platform(_) => out.extend_from_slice(entry.subject.to_string().as_bytes()),
        }
        out.extend_from_slice(if entry.verdict.outcome.is_allow() { b"\":true" } else { b"\":false" });
        separator = b",\"";
    }
    out.push(b'}');
}
