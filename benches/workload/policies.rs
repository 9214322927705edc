//! Policies of three sizes, one for each project, and the data they read.

use std::path::Path;
use std::{fs, io};

use logingate::policy::tree::{File, FileKind, Tree};
use serde_json::{Map, Value, json};

const CHECKS: &str = include_str!("policies/checks.rego");
/// Stands for the project's id.
const PROJECT: &str = "PROJECT";
/// Ends every line that makes a policy read who logs in, and not only the agent's group.
const BY_AGENT: &str = " # by agent";

/// How much a policy does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// One look-up.
    Small,
    /// Twenty lines: working hours, languages, custom data.
    Medium,
    /// A hundred lines: library functions, comprehensions, networks.
    Large,
}

impl Size {
    fn template(self) -> &'static str {
        match self {
            Self::Small => include_str!("policies/small.rego"),
            Self::Medium => include_str!("policies/medium.rego"),
            Self::Large => include_str!("policies/large.rego"),
        }
    }
}

/// Which policies tell the agents of a group apart: their verdicts are remembered for each agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// None: one verdict serves a whole group.
    None,
    /// Of every five projects the first.
    FirstOfFive,
    /// All.
    All,
}

/// The policies of the projects from 1 to `count`. All of them allow every [`Login`](super::Login).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policies {
    /// How much each does.
    pub size: Size,
    /// How many there are.
    pub count: u64,
    /// Which of them tell agents apart.
    pub apart: Apart,
}

impl Policies {
    /// The policy of one project.
    #[must_use]
    pub fn module(&self, project: u64) -> String {
        let is_apart = match self.apart {
            Apart::None => false,
            Apart::FirstOfFive => project % 5 == 1,
            Apart::All => true,
        };
        let lines = self.size.template().lines().filter_map(|line| match line.strip_suffix(BY_AGENT) {
            Some(line) => is_apart.then_some(line),
            None => Some(line),
        });
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        text.replace(PROJECT, &project.to_string())
    }

    /// Every file of the policy directory: its path and its text.
    pub fn files(&self) -> impl Iterator<Item = (String, String)> {
        let modules = (1..=self.count).map(|project| (format!("projects/{project}.rego"), self.module(project)));
        let checks = ("lib/checks.rego".to_owned(), CHECKS.to_owned());
        [checks, ("data.json".to_owned(), self.data().to_string())].into_iter().chain(modules)
    }

    /// The directory as one look at it would find it.
    #[must_use]
    pub fn tree(&self) -> Tree {
        let file = |(path, text): (String, String)| {
            let kind = FileKind::of_path(&path).unwrap_or(FileKind::Module);
            (path.into(), File::from_bytes(kind, text.as_bytes()))
        };
        Tree { files: self.files().map(file).collect(), ..Tree::default() }
    }

    /// Writes the policy directory.
    ///
    /// # Errors
    /// What the system refuses.
    pub fn write(&self, directory: &Path) -> io::Result<()> {
        for folder in ["projects", "lib"] {
            fs::create_dir_all(directory.join(folder))?;
        }
        self.files().try_for_each(|(path, text)| fs::write(directory.join(path), text))
    }

    fn data(&self) -> Value {
        let campaign = json!({
            "groups": (1..=20).collect::<Vec<_>>(),
            "languages": ["de", "hu", "en"],
            "hours": {"from": 0, "to": 24, "last_day": 7},
            "closed": [],
            "methods": ["password", "totp", "webauthn"],
            "owners": ["b-900", "b-901"],
            "risk": 60,
            "roles": {"4": ["agent", "viewer"], "40": ["on call"]},
            "countries": ["DE", "AT", "HU"],
            "needs_trusted_device": true,
            "needs_second_factor": true,
            "networks": ["192.168.0.0/16", "127.0.0.0/8"],
            "domains": ["example.org", "corp.example"],
            "needed": ["department", "cost_centre"],
        });
        let campaigns: Map<String, Value> =
            (1..=self.count).map(|project| (project.to_string(), campaign.clone())).collect();
        json!({
            "campaigns": campaigns,
            "suspended": (1..=20).collect::<Vec<_>>(),
            "closed_groups": [98, 99],
            "supervisors": [3],
            "hierarchy": {"4": [40, 41], "5": [41]},
            "permissions": {"agent": ["login", "call"], "viewer": ["login"], "on call": ["login"], "owner": ["login"]},
            "risks": {"vpn": 20, "new_device": 30, "tor": 80},
        })
    }
}
