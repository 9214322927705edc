//! `logingate agents activate`, `deactivate` and `unlock`: whether an agent may log in at all.

use clap::Args;

use super::chosen::{AgentArguments, still_there};
use super::opening::DirectoryArguments;
use crate::cli::ExitCode;
use crate::cli::output::{plain, print};

pub(super) const ACTIVATE_EXAMPLES: &str = "\
Password and names are as they were; sessions that were ended stay so.

Examples:
  logingate agents activate ana
  logingate agents activate AG1001 --on ozonetel
  logingate agents activate --id 17";

pub(super) const DEACTIVATE_EXAMPLES: &str = "\
At once and on every platform: the next login is refused, all sessions end, presence and links to reset the password too.
Nothing else of the agent is changed; `logingate agents activate` lets the agent in again.

Examples:
  logingate agents deactivate ana
  logingate agents deactivate AG1001 --on ozonetel
  logingate agents deactivate --id 17";

pub(super) const UNLOCK_EXAMPLES: &str = "\
After too many failures in a row an agent is locked for a while; see `lockout` in the settings. This ends it now.

Examples:
  logingate agents unlock ana
  logingate agents unlock AG1001 --on ozonetel
  logingate agents unlock --id 17";

/// Whose standing is changed.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    agent: AgentArguments,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// What becomes of an agent.
#[derive(Clone, Copy)]
pub(super) enum Standing {
    /// May log in again.
    Active,
    /// Is put out everywhere.
    Inactive,
    /// Has not failed.
    Unlocked,
}

impl Standing {
    fn told(self) -> &'static str {
        match self {
            Self::Active => "is active and may log in again",
            Self::Inactive => "is deactivated: signed out everywhere, all sessions ended, every login refused",
            Self::Unlocked => "is not locked; all failures are forgotten",
        }
    }
}

/// Gives an agent this standing.
pub(super) fn run(arguments: &Arguments, standing: Standing) -> ExitCode {
    match set(arguments, standing) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn set(arguments: &Arguments, standing: Standing) -> Result<String, ExitCode> {
    let opened = arguments.directory.open()?;
    let record = arguments.agent.find(&opened)?.record;
    let directory = opened.directory();
    still_there(match standing {
        Standing::Active => opened.ask(directory.set_active(record.id, true)),
        Standing::Inactive => opened.ask(directory.set_active(record.id, false)),
        Standing::Unlocked => opened.ask(directory.unlock(record.id)),
    }?)?;
    Ok(format!("{} {}\n", plain(&record.agent.username), standing.told()))
}
