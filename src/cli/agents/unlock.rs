//! `logingate agents unlock`: lets an agent log in who failed too often.

use clap::Args;

use super::chosen::{AgentArguments, still_there};
use super::opening::DirectoryArguments;
use crate::cli::ExitCode;
use crate::cli::output::{plain, print};

const EXAMPLES: &str = "\
After too many failures in a row an agent is locked for a while; see `lockout` in the settings. This ends it now.

Examples:
  logingate agents unlock ana
  logingate agents unlock AG1001 --on ozonetel
  logingate agents unlock --id 17";

/// `logingate agents unlock …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    agent: AgentArguments,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// Forgets the failures of an agent.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match unlock(arguments) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn unlock(arguments: &Arguments) -> Result<String, ExitCode> {
    let opened = arguments.directory.open()?;
    let record = arguments.agent.find(&opened)?.record;
    still_there(opened.ask(opened.directory().unlock(record.id))?)?;
    Ok(format!("{} is not locked; all failures are forgotten\n", plain(&record.agent.username)))
}
