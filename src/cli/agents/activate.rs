//! `logingate agents activate`: lets an agent log in who was deactivated.

use clap::Args;

use super::chosen::{AgentArguments, still_there};
use super::opening::DirectoryArguments;
use crate::cli::ExitCode;
use crate::cli::output::{plain, print};

const EXAMPLES: &str = "\
Password and names are as they were; sessions that were ended stay so.

Examples:
  logingate agents activate ana
  logingate agents activate AG1001 --on ozonetel
  logingate agents activate --id 17";

/// `logingate agents activate …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    agent: AgentArguments,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// Lets an agent log in who was deactivated.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match set(arguments) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn set(arguments: &Arguments) -> Result<String, ExitCode> {
    let opened = arguments.directory.open()?;
    let record = arguments.agent.find(&opened)?.record;
    still_there(opened.ask(opened.directory().set_active(record.id, true))?)?;
    Ok(format!("{} is active and may log in again\n", plain(&record.agent.username)))
}
