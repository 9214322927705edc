//! The command line: one file a command.
//!
//! Lives here: arguments, what is printed, exit codes. It knows every room and decides nothing itself.
//! To add a command: one file with its arguments and `run`, one variant of `Command`.

mod accounts;
mod agents;
mod backtraces;
mod caught_panics;
mod check;
mod completions;
mod decide;
mod exit_code;
mod explained;
mod health;
mod hook_choice;
mod init;
mod login;
mod man;
mod new;
mod new_file;
mod output;
mod platform_choice;
mod policy_directory;
mod request;
mod serve;
mod settings;
mod test;
mod token;
mod why;

use std::ffi::OsString;

use clap::{CommandFactory as _, Parser, Subcommand};

pub use exit_code::ExitCode;
pub use output::Format;

const EXAMPLES: &str = "\
Examples:
  logingate                                     Serve ./policies on 127.0.0.1:8080
  logingate --config /etc/logingate.toml        Serve as that file says
  logingate init                                Write a policy directory to begin with
  logingate check policies                      Find every fault in the policies
  logingate test policies                       Run the tests beside the policies
  logingate decide --body login.json --explain  Decide one login and say why
  logingate request --project 1 --user-id 2     Send a login to the server as VCC Live would
  logingate why --user-id 7 --since 1h          Say why agent 7 could not log in
  logingate agents import agents.csv            Say who the agents are of platforms that don't check it
  logingate settings                            Show what is in force and where it comes from

Exit codes: 0 done, 1 failed, 2 usage or settings, 3 policies broken, 4 tests failed, 5 denied.";

/// Answers one question for contact centres: may this agent log in to these projects?
#[derive(Parser)]
#[command(name = "logingate", version, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Arguments,
}

/// What can be asked of the program.
#[derive(Subcommand)]
enum Command {
    /// Answer logins over HTTP until told to stop (the default)
    Serve(serve::Arguments),
    /// Find every fault and every oddity in a directory of policies
    Check(check::Arguments),
    /// Run the tests beside the policies: rules and tables
    Test(test::Arguments),
    /// Decide one login without a server, and say why
    Decide(Box<decide::Arguments>),
    /// Ask a running server whether it is ready
    Health(health::Arguments),
    /// Send one login to a running server as VCC Live would, and say what is wrong
    Request(Box<request::Arguments>),
    /// Show every setting in force and where it comes from
    Settings(settings::Arguments),
    /// Write a policy directory to begin with
    Init(init::Arguments),
    /// Add a policy to a policy directory
    New(new::Arguments),
    /// Print what a shell needs to complete commands and flags
    Completions(completions::Arguments),
    /// Print the manual, or install its pages
    Man(man::Arguments),
    /// Make a token for the admin listener
    Token(token::Arguments),
    /// Say why somebody could not log in, from what the journal kept
    Why(why::Arguments),
    /// Add, import, list and end agents of the directory
    Agents(agents::Arguments),
    /// Set the accounts and keys of platforms that have them
    Accounts(accounts::Arguments),
}

/// Does what `arguments`, the program's own name first, ask for.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    backtraces::switch_off(&arguments);
    match Cli::try_parse_from(arguments) {
        Ok(cli) => match cli.command.unwrap_or(Command::Serve(cli.serve)) {
            Command::Serve(arguments) => serve::run(&arguments),
            Command::Check(arguments) => check::run(&arguments),
            Command::Test(arguments) => test::run(&arguments),
            Command::Decide(arguments) => decide::run(&arguments),
            Command::Health(arguments) => health::run(&arguments),
            Command::Request(arguments) => request::run(&arguments),
            Command::Settings(arguments) => settings::run(&arguments),
            Command::Init(arguments) => init::run(&arguments),
            Command::New(arguments) => new::run(&arguments),
            Command::Completions(arguments) => completions::run(&arguments),
            Command::Man(arguments) => man::run(&arguments),
            Command::Token(arguments) => token::run(&arguments),
            Command::Why(arguments) => why::run(&arguments),
            Command::Agents(arguments) => agents::run(&arguments),
            Command::Accounts(arguments) => accounts::run(&arguments),
        },
        // Help and version come as errors, too; printing fails only if nobody reads.
        Err(error) => {
            let _ = error.print();
            if error.use_stderr() { ExitCode::Usage } else { ExitCode::Done }
        }
    }
}

/// The whole command line, for what is made from it.
fn command() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }
}
