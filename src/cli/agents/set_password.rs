//! `logingate agents set-password`: another password for one agent.

use clap::Args;

use super::chosen::{AgentArguments, still_there};
use super::new_password::PasswordArguments;
use super::opening::DirectoryArguments;
use crate::cli::ExitCode;
use crate::cli::output::{plain, print};

const EXAMPLES: &str = "\
The password is asked for on a terminal. All sessions of the agent end, and so do links to reset the password.

Examples:
  logingate agents set-password ana
  logingate agents set-password ana --generate-password
  logingate agents set-password AG1001 --on ozonetel --password-stdin < password.txt";

/// `logingate agents set-password …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    agent: AgentArguments,
    #[command(flatten)]
    password: PasswordArguments,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// Sets the password.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match set(arguments) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn set(arguments: &Arguments) -> Result<String, ExitCode> {
    let opened = arguments.directory.open()?;
    let record = arguments.agent.find(&opened)?.record;
    let password = arguments.password.get(&opened)?;
    still_there(opened.ask(opened.directory().set_password(record.id, password.hash.clone()))?)?;
    Ok(format!("{} has another password; all sessions are ended\n{}", plain(&record.agent.username), password.told()))
}
