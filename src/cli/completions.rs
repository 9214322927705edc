//! `logingate completions`: what a shell needs to complete commands, flags and their values.

use clap::Args;
use clap_complete::{Shell, generate};

use super::ExitCode;
use super::output::print;

const EXAMPLES: &str = "\
Examples:
  logingate completions bash > ~/.local/share/bash-completion/completions/logingate
  logingate completions zsh > \"${fpath[1]}/_logingate\"
  logingate completions fish > ~/.config/fish/completions/logingate.fish
  source <(logingate completions bash)    For this session only";

/// `logingate completions …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The shell to write for
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script for a shell.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let mut script = Vec::new();
    generate(arguments.shell, &mut super::command(), "logingate", &mut script);
    print(&String::from_utf8_lossy(&script), ExitCode::Done)
}
