//! `logingate agents`: the directory of agents, one file a command.

mod add;
mod chosen;
mod columns;
mod export;
mod hashing;
mod import;
mod list;
mod moment;
mod new_password;
pub(super) mod opening;
mod progress;
mod remove;
pub(super) mod secret_entry;
mod sessions;
mod set_password;
mod show;
mod standing;

use clap::{Args, Subcommand};

use super::ExitCode;
use standing::Standing;

const EXAMPLES: &str = "\
The directory says who the agents are on the platforms whose logins are checked here: uContact, Ozonetel, Acqueon and
iService. It is a file beside the settings, or a PostgreSQL; see `directory.url` in the settings. Every change is in force
at once, also in servers that run.

Examples:
  logingate agents add ana --user-id 7 --group-id 4 --project 42
  logingate agents import agents.csv --dry-run
  logingate agents list --matching ana
  logingate agents show ana
  logingate agents deactivate ana";

/// `logingate agents …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// What can be done with agents.
#[derive(Subcommand)]
enum Command {
    /// Add one agent
    Add(Box<add::Arguments>),
    /// Add the agents of a file: all of them, or none
    Import(import::Arguments),
    /// Write all agents so that they can be imported elsewhere
    Export(export::Arguments),
    /// List agents
    List(list::Arguments),
    /// Show all that is known of one agent
    Show(show::Arguments),
    /// Give an agent another password, and end all sessions
    SetPassword(set_password::Arguments),
    /// Put an agent out everywhere, and refuse every login
    #[command(after_help = standing::DEACTIVATE_EXAMPLES)]
    Deactivate(standing::Arguments),
    /// Let an agent who was deactivated log in again
    #[command(after_help = standing::ACTIVATE_EXAMPLES)]
    Activate(standing::Arguments),
    /// Let an agent who failed too often log in at once
    #[command(after_help = standing::UNLOCK_EXAMPLES)]
    Unlock(standing::Arguments),
    /// List who is signed in where, or end it
    Sessions(sessions::Arguments),
    /// Remove an agent for good
    Remove(remove::Arguments),
}

/// Does what is asked for.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match &arguments.command {
        Command::Add(arguments) => add::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::List(arguments) => list::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::SetPassword(arguments) => set_password::run(arguments),
        Command::Deactivate(arguments) => standing::run(arguments, Standing::Inactive),
        Command::Activate(arguments) => standing::run(arguments, Standing::Active),
        Command::Unlock(arguments) => standing::run(arguments, Standing::Unlocked),
        Command::Sessions(arguments) => sessions::run(arguments),
        Command::Remove(arguments) => remove::run(arguments),
    }
}
