//! `logingate agents remove`: an agent, for good.

use std::io::{self, IsTerminal as _};

use clap::Args;

use super::chosen::{AgentArguments, still_there};
use super::opening::DirectoryArguments;
use crate::cli::ExitCode;
use crate::cli::output::{fail, plain, print};

const EXAMPLES: &str = "\
Everything that the directory knows of the agent is gone, sessions and presence included; the number is never given again.
What the journal kept of logins stays there. Somebody who may come back is better deactivated.

Examples:
  logingate agents remove ana              Asks on a terminal
  logingate agents remove --id 17 --yes";

/// `logingate agents remove …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    agent: AgentArguments,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// Removes the agent.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match remove(arguments) {
        Ok(text) => print(&text, ExitCode::Done),
        Err(code) => code,
    }
}

fn remove(arguments: &Arguments) -> Result<String, ExitCode> {
    let opened = arguments.directory.open()?;
    let record = arguments.agent.find(&opened)?.record;
    let username = plain(&record.agent.username);
    if !arguments.yes {
        confirm(&format!("{username} (agent {})", record.id))?;
    }
    still_there(opened.ask(opened.directory().remove(record.id))?)?;
    Ok(format!("{username} is removed\n"))
}

fn confirm(who: &str) -> Result<(), ExitCode> {
    if !io::stdin().is_terminal() {
        return Err(fail(&"there is no terminal to ask whether to remove the agent: use --yes", ExitCode::Usage));
    }
    eprint!("Remove {who} for good? [y/N] ");
    let mut answer = String::new();
    let _ = io::stdin().read_line(&mut answer);
    let is_yes = matches!(answer.trim(), "y" | "Y" | "yes");
    if is_yes { Ok(()) } else { Err(fail(&"nothing was removed", ExitCode::Failed)) }
}
