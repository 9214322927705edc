//! `logingate agents deactivate`: puts an agent out everywhere.

use clap::Args;

use super::chosen::{AgentArguments, still_there};
use super::opening::DirectoryArguments;
use crate::cli::ExitCode;
use crate::cli::output::{plain, print};

const EXAMPLES: &str = "\
At once and on every platform: the next login is refused, all sessions end, presence and links to reset the password too.
Nothing else of the agent is changed; `logingate agents activate` lets the agent in again.

Examples:
  logingate agents deactivate ana
  logingate agents deactivate AG1001 --on ozonetel
  logingate agents deactivate --id 17";

/// `logingate agents deactivate …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    agent: AgentArguments,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// Puts an agent out everywhere.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match set(arguments) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn set(arguments: &Arguments) -> Result<String, ExitCode> {
    let opened = arguments.directory.open()?;
    let record = arguments.agent.find(&opened)?.record;
    still_there(opened.ask(opened.directory().set_active(record.id, false))?)?;
    Ok(format!(
        "{} is deactivated: signed out everywhere, all sessions ended, every login refused\n",
        plain(&record.agent.username)
    ))
}
