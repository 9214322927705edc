//! What the policy directory stands for: which projects are open, and the files that say so.
//!
//! Projects 1 to 5 are open as the library `lib.rota` says, 6 to 10 as the facts `rota` say, so that each new version of
//! either changes several answers of a login at once: one that mixes two versions is like neither.

use std::collections::BTreeSet;
use std::path::Path;

use super::save;

/// Every project that a login asks for.
pub const ASKED: [u64; 20] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24];
/// Decided by what no edit touches: always open.
const STEADY: [u64; 3] = [11, 15, 16];

pub const LIBRARY: &str = "lib/rota.rego";
pub const FACTS: &str = "rota/data.yaml";

/// One version of the directory.
#[derive(Clone, Default)]
pub struct Plan {
    /// The version of the library.
    pub library: u64,
    /// The version of the facts.
    pub facts: u64,
    /// Projects with policies that come and go.
    pub others: BTreeSet<u64>,
}

/// The first five projects from `first` on that a version opens: some of five, and others than the version before.
fn opened(version: u64, first: u64) -> impl Iterator<Item = u64> {
    // 13 is odd, so that 32 versions in a row have 32 patterns; and it turns several bits over at each step.
    let pattern = version.wrapping_mul(13) % 32;
    (0..5).filter(move |bit| pattern >> bit & 1 == 1).map(move |bit| first + bit)
}

fn list(projects: impl Iterator<Item = u64>) -> String {
    projects.map(|project| project.to_string()).collect::<Vec<_>>().join(", ")
}

impl Plan {
    /// The projects that are open.
    pub fn open(&self) -> BTreeSet<u64> {
        opened(self.library, 1).chain(opened(self.facts, 6)).chain(STEADY).chain(self.others.iter().copied()).collect()
    }

    pub fn next_library(&mut self) {
        self.library += 1;
    }

    pub fn next_facts(&mut self) {
        self.facts += 1;
    }

    pub fn next_both(&mut self) {
        self.next_library();
        self.next_facts();
    }

    /// `lib/rota.rego`
    pub fn library_text(&self) -> String {
        let padding = "# One line of many, so that half of the file is not all of it.\n".repeat(40);
        let open = list(opened(self.library, 1));
        let set = if open.is_empty() { "set()".to_owned() } else { format!("{{{open}}}") };
        format!("package lib.rota\n\n{padding}open := {set}\n")
    }

    /// `rota/data.yaml`
    pub fn facts_text(&self) -> String {
        let padding = "# One line of many, so that half of the file is not all of it.\n".repeat(40);
        format!("{padding}open: [{}]\n", list(opened(self.facts, 6)))
    }

    /// Writes all files below `root`.
    pub fn write(&self, root: &Path) {
        let write = |path: &str, text: &str| save::in_place(&root.join(path), text);
        write(LIBRARY, &self.library_text());
        write(FACTS, &self.facts_text());
        for project in 1..=10 {
            write(&policy_file(project), &shared_policy(project));
        }
        for &project in &self.others {
            write(&policy_file(project), &open_policy(project));
        }
        write("projects/11.rego", &open_policy(11));
        write("projects/12.rego", "package projects[\"12\"]\n\nallow := true\n\ndeny contains \"closed\"\n");
        write("projects/13.rego", "package projects[\"13\"]\n\nallow if input.groupId < 0\n");
        write("assigned/standing.rego", "package policies.standing\n\nallow if input.primary == false\n");
        write("data.yaml", "assignments: {\"15-16\": standing}\n");
    }
}

/// The file of a project's policy.
pub fn policy_file(project: u64) -> String {
    format!("projects/{project}.rego")
}

/// A policy that lets everybody in.
pub fn open_policy(project: u64) -> String {
    format!("package projects[\"{project}\"]\n\nallow if input.projectId == {project}\n")
}

/// A policy over the library or the facts: some verdicts are remembered, some for a second, some for one agent only.
fn shared_policy(project: u64) -> String {
    let rota = if project <= 5 { "data.lib.rota" } else { "data.rota" };
    let condition = match project {
        2 => "input.userId > 0",
        3 | 7 => "time.now_ns() > 0",
        4 | 9 => "input.groupId > 0",
        _ => "true",
    };
    format!(
        "package projects[\"{project}\"]\n\nimport {rota}\n\nallow if {{\n\t{project} in rota.open\n\t{condition}\n}}\n"
    )
}
